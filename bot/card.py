"""A message before it is sent: what it says, and to whom."""

from dataclasses import dataclass
from enum import StrEnum

from aiogram.types import BufferedInputFile, InlineKeyboardMarkup

from domain.ids import BookingId, RecruiterId


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

    RECRUITER_UNREACHABLE = "recruiter_unreachable"  # the invitation was not followed yet, or the bot is blocked
    NO_LEAD = "no_lead"  # the city has none, or they cannot be reached either: then nobody is to be told


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """A card with its address. `chat_id` is missing only with a reason; the rest is for the ledger and the edits.

    `recruiter_id` is who reads it, None for a candidate. `edits` is the message to turn into this one (a new one is
    sent where it is gone), `retires` the message whose buttons end with this one, leaving at most the one that was
    `chosen`; `outdated` are earlier messages about the booking whose buttons lead nowhere any more.
    """

    kind: str
    booking_id: BookingId | None
    revision: int
    chat_id: int | None
    no_chat: NoChat | None
    recruiter_id: RecruiterId | None
    card: Card
    edits: int | None
    retires: int | None
    chosen: str | None
    nothing_offered: bool
    outdated: tuple[int, ...] = ()
