"""The facts that others may be told of, outside the house: one event type each, what it says, and an example.

The triggers that record them name them as it is written here; tests compare the two.
"""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from domain.booking import BookingStatus, OfferSettlement


class FactType(StrEnum):
    """What happened; past tense, for ever the same word."""

    BOOKING_REQUESTED = "booking.requested"
    BOOKING_APPROVED = "booking.approved"
    BOOKING_CONFIRMED = "booking.confirmed"
    BOOKING_MOVED = "booking.moved"
    BOOKING_REJECTED = "booking.rejected"
    BOOKING_EXPIRED = "booking.expired"
    BOOKING_DECLINED = "booking.declined"
    BOOKING_CANCELLED = "booking.cancelled"
    BOOKING_MET = "booking.met"
    BOOKING_MISSED = "booking.missed"
    BOOKING_ENDED = "booking.ended"
    RESCHEDULE_REQUESTED = "reschedule.requested"
    RESCHEDULE_SETTLED = "reschedule.settled"
    TEST_PASSED = "test1.passed"
    TEST_REFUSED = "test1.refused"
    WAITLIST_JOINED = "waitlist.joined"
    WAITLIST_LEFT = "waitlist.left"
    OFFER_MADE = "offer.made"
    OFFER_TAKEN = "offer.taken"
    OFFER_REFUSED = "offer.refused"
    OFFER_EXPIRED = "offer.expired"
    OFFER_WITHDRAWN = "offer.withdrawn"
    CANDIDATE_ERASED = "candidate.erased"


TRIAL = "webhook.test"  # no fact: sent when an admin tries an endpoint

STATUS_FACTS = MappingProxyType(
    {
        BookingStatus.PENDING: FactType.BOOKING_REQUESTED,
        BookingStatus.BOOKED: FactType.BOOKING_APPROVED,
        BookingStatus.CONFIRMED: FactType.BOOKING_CONFIRMED,
        BookingStatus.REJECTED: FactType.BOOKING_REJECTED,
        BookingStatus.EXPIRED: FactType.BOOKING_EXPIRED,
        BookingStatus.DECLINED: FactType.BOOKING_DECLINED,
        BookingStatus.CANCELLED: FactType.BOOKING_CANCELLED,
        BookingStatus.MET: FactType.BOOKING_MET,
        BookingStatus.MISSED: FactType.BOOKING_MISSED,
        BookingStatus.ENDED: FactType.BOOKING_ENDED,
    }
)
OFFER_FACTS = MappingProxyType(
    {
        OfferSettlement.TAKEN: FactType.OFFER_TAKEN,
        OfferSettlement.REFUSED: FactType.OFFER_REFUSED,
        OfferSettlement.EXPIRED: FactType.OFFER_EXPIRED,
        OfferSettlement.WITHDRAWN: FactType.OFFER_WITHDRAWN,
    }
)


def booking_fact(*, is_first: bool, has_moved: bool, status: BookingStatus) -> FactType:
    """Return the one fact that a new line in a booking's history is.

    `is_first`: the booking has no earlier line; `has_moved`: its slot or revision is another one than before.
    """
    if is_first:
        return FactType.BOOKING_REQUESTED
    return FactType.BOOKING_MOVED if has_moved else STATUS_FACTS[status]


@dataclass(frozen=True, kw_only=True)
class Fact:
    """What a receiver reads about a type, and the `data` of an example: public ids and words of ours, nothing else."""

    type: FactType
    description: str
    data: dict[str, Any]

    @property
    def example(self) -> dict[str, Any]:
        """Return a whole payload."""
        return {"type": self.type.value, "timestamp": "2026-11-23T09:00:00Z", "data": self.data}


_PEOPLE = {
    "candidate": "3d9c1f0e-8a41-4c57-9b1e-0c5b5f7a6e21",
    "recruiter": "0b8b8f3e-77f2-4a53-8d0c-2f6f7a0f1d42",
    "city": "6f0e0f0e-5d0c-4b36-9a53-5b7f6a3d9c11",
}
_SLOT = {"slot": "a5a2b1c4-14d6-4a0e-9c3e-5f1f0e3b7d90"}
_TIMES = {"starts_at": "2026-11-25T07:00:00.000Z", "ends_at": "2026-11-25T07:20:00.000Z", "zone": "Europe/Moscow"}
_BOOKING = {"booking": "c1d7e0a2-6b1f-4f0a-8f52-6d2f9a7b3c55"}
_CITY = {name: _PEOPLE[name] for name in ("candidate", "city")}
_WISH = {
    "request": "5e2a9d34-0c7b-4a38-b1f6-9f0d4c8e7a12",
    **_BOOKING,
    **_PEOPLE,
    "revision": 1,
    "asked_by": "candidate",
    "answer_until": "2026-11-24T09:00:00.000Z",
}
_OFFER = {**_PEOPLE, **_SLOT, "starts_at": _TIMES["starts_at"], "zone": _TIMES["zone"]}


def _booking(type_: FactType, description: str, status: BookingStatus, actor: str, **more: Any) -> Fact:
    told = {"status": status.value, "revision": 1, **_TIMES, "actor": actor}
    return Fact(type=type_, description=description, data={**_BOOKING, **_PEOPLE, **_SLOT, **told, **more})


def _offer(type_: FactType, description: str) -> Fact:
    return Fact(type=type_, description=description, data={**_OFFER, "expires_at": "2026-11-23T10:00:00.000Z"})


def _wish(type_: FactType, description: str, settlement: str | None) -> Fact:
    return Fact(type=type_, description=description, data={**_WISH, "settlement": settlement})


def _test(type_: FactType, description: str) -> Fact:
    return Fact(type=type_, description=description, data={**_CITY, "questionnaire_version": 3})


def _waiting(type_: FactType, description: str) -> Fact:
    since = {"recruiter": None, "since": "2026-11-23T09:00:00.000Z"}
    return Fact(type=type_, description=description, data={**_CITY, **since})


_T, _S = FactType, BookingStatus
_PREVIOUS = "e7c0b5d8-2f4a-4d19-8c6b-1a9e3f5d7b04"

# fmt: off
FACTS: tuple[Fact, ...] = (
    _booking(_T.BOOKING_REQUESTED, "A candidate asks for a slot", _S.PENDING, "candidate"),
    _booking(_T.BOOKING_APPROVED, "The recruiter agrees to the time", _S.BOOKED, "recruiter"),
    _booking(_T.BOOKING_CONFIRMED, "The candidate says that they will come", _S.CONFIRMED, "candidate"),
    _booking(_T.BOOKING_MOVED, "The booking stands at another slot, with a new revision; it is agreed to",
             _S.BOOKED, "recruiter", revision=2, previous_slot=_PREVIOUS),
    _booking(_T.BOOKING_REJECTED, "The recruiter says no, to the time or to the person", _S.REJECTED, "recruiter"),
    _booking(_T.BOOKING_EXPIRED, "Nobody answered the request before its deadline", _S.EXPIRED, "system"),
    _booking(_T.BOOKING_DECLINED, "The candidate cannot come", _S.DECLINED, "candidate"),
    _booking(_T.BOOKING_CANCELLED, "The booking was called off, by whom says `actor`", _S.CANCELLED, "admin"),
    _booking(_T.BOOKING_MET, "The interview took place", _S.MET, "recruiter"),
    _booking(_T.BOOKING_MISSED, "The candidate did not come", _S.MISSED, "recruiter"),
    _booking(_T.BOOKING_ENDED, "The time is over and nobody said how it went", _S.ENDED, "system"),
    _wish(_T.RESCHEDULE_REQUESTED, "Somebody, `asked_by`, asks for another time", None),
    _wish(_T.RESCHEDULE_SETTLED, "The wish for another time has ended, `settlement` says how", "moved"),
    _test(_T.TEST_PASSED, "A candidate passed Test1"),
    _test(_T.TEST_REFUSED, "A candidate finished Test1 without passing it"),
    _waiting(_T.WAITLIST_JOINED, "A candidate waits for slots of a city, of one recruiter or of any"),
    _waiting(_T.WAITLIST_LEFT, "A candidate waits no more"),
    _offer(_T.OFFER_MADE, "A slot is held for a candidate who waits, until `expires_at`"),
    _offer(_T.OFFER_TAKEN, "The candidate took the held slot: a booking has been requested"),
    _offer(_T.OFFER_REFUSED, "The candidate does not want the held slot"),
    _offer(_T.OFFER_EXPIRED, "The candidate did not answer in time"),
    _offer(_T.OFFER_WITHDRAWN, "The slot is gone, or the candidate waits no more"),
    Fact(type=_T.CANDIDATE_ERASED, data=_CITY,
         description="A candidate wants nothing kept: delete what you know of them"),
)
# fmt: on
