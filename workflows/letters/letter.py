"""Orders to say something to a person: what every letter has in common.

One class is one text: its `kind` names the view that builds it (`bot/views/`), the text that words it (`bot/texts/`)
and its kind in the send ledger. A letter says what it is about by id; names, zones and links are looked up when it is
written, so that nothing personal travels through the workflow and nothing stale is sent.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from domain.ids import BookingId


class Audience(StrEnum):
    CANDIDATE = "candidate"
    RECRUITER = "recruiter"


@dataclass(frozen=True, kw_only=True)
class Letter:
    """Something to say.

    `edits` is the message to turn into this one, `retires` the one whose buttons end with it, and `chosen` the caption
    of the pressed button, which stays to be seen there.
    """

    TO: ClassVar[Audience] = Audience.CANDIDATE
    ONCE: ClassVar[bool] = False  # after a lost reply: rather none than a second copy
    BULK: ClassVar[bool] = False  # may wait behind the replies to people's own presses
    edits: int | None = None
    retires: int | None = None
    chosen: str | None = None


@dataclass(frozen=True, kw_only=True)
class BookingLetter(Letter):
    """A letter about one booking in one revision; its buttons carry both."""

    booking_id: BookingId
    revision: int


@dataclass(frozen=True, kw_only=True)
class RecruiterLetter(BookingLetter):
    """A letter to the recruiter of a booking."""

    TO: ClassVar[Audience] = Audience.RECRUITER
