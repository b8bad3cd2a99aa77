"""A message before it is sent: what it says, and to whom."""

from dataclasses import dataclass
from enum import StrEnum

from aiogram.types import BufferedInputFile, InlineKeyboardMarkup

from domain.ids import BookingId


@dataclass(frozen=True, kw_only=True)
class Card:
    """One message: `text` is HTML. A document follows as a message of its own, so that the text can be edited later.

    `nothing_offered` says that a list was asked for and there was nothing free to put on it.
    """

    text: str
    keyboard: InlineKeyboardMarkup | None = None
    document: BufferedInputFile | None = None
    nothing_offered: bool = False


class NoChat(StrEnum):
    """Why there is nobody to send to."""

    RECRUITER_NOT_LINKED = "recruiter_not_linked"  # the invitation was not followed yet


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """A card with its address. `chat_id` is missing only with a reason; the rest is for the ledger and the edits.

    `edits` is the message to turn into this one (a new one is sent where it is gone), `retires` the message whose
    buttons end with this one, leaving at most the one that was `chosen`.
    """

    kind: str
    booking_id: BookingId | None
    revision: int
    chat_id: int | None
    no_chat: NoChat | None
    card: Card
    edits: int | None
    retires: int | None
    chosen: str | None
    nothing_offered: bool
