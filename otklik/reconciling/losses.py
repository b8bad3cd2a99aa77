"""What a journey knows of its booking, in the words of the database; and what people have to be told about it."""

from dataclasses import dataclass
from datetime import datetime

from database.reconciling.bookings import LostBooking, LostMove
from domain.booking import Actor
from domain.ids import CandidateId, CityId
from workflows.journey import Booking, Journey
from workflows.journeys import Journeys
from workflows.messages import BookingCancelled, News
from workflows.move_messages import MoveRefused
from workflows.occasions import OfferWithdrawn

NOBODY = 0


@dataclass(frozen=True, kw_only=True)
class Sorry:
    """News for a journey that believes in something which somebody else has by now."""

    candidate_id: CandidateId
    news: News


def lost_booking(journey: Journey, booking: Booking) -> LostBooking:
    """Return the booking of a journey as it has to be written down."""
    return LostBooking(
        id=booking.id,
        revision=booking.revision,
        candidate_id=journey.candidate_id,
        slot_id=booking.slot_id,
        recruiter_id=booking.recruiter_id,
        city_id=journey.city_id or CityId(0),
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        status=booking.status,
        answer_until=booking.alarms.answer_until,
        since=journey.since,
    )


def lost_move(journey: Journey, booking: Booking) -> LostMove | None:
    """Return the wish to move of a booking as it has to be written down, or None without one."""
    move = booking.move
    if move is None:
        return None
    return LostMove(by=move.by, since=journey.since, until=move.until, offered=move.offered, wanted=move.wanted)


def booking_is_gone(candidate_id: CandidateId, booking: Booking, now: datetime) -> Sorry:
    """Return the news that the company cannot keep an interview: an apology with fresh slots follows from it."""
    return Sorry(
        candidate_id=candidate_id,
        news=BookingCancelled(
            update_id=unheard_of(now),
            booking_id=booking.id,
            revision=booking.revision,
            by=Actor.ADMIN,
            by_id=NOBODY,
        ),
    )


def wanted_slot_is_gone(candidate_id: CandidateId, booking: Booking, now: datetime) -> Sorry:
    """Return the news that an interview stays at its time: the wanted one is somebody else's."""
    return Sorry(
        candidate_id=candidate_id,
        news=MoveRefused(
            update_id=unheard_of(now),
            booking_id=booking.id,
            revision=booking.revision,
            by=Actor.ADMIN,
            by_id=NOBODY,
        ),
    )


def offer_is_gone(journey: Journey) -> list[Sorry]:
    """Return the news that the slot on offer is gone, if one is."""
    if journey.offer is None:
        return []
    return [Sorry(candidate_id=journey.candidate_id, news=OfferWithdrawn(slot_id=journey.offer.slot_id))]


async def say_sorry(journeys: Journeys, sorries: list[Sorry]) -> None:
    """Tell the journeys; one that has ended meanwhile needs to hear nothing."""
    for each in sorries:
        await journeys.tell(each.candidate_id, each.news)


def unheard_of(now: datetime) -> int:
    """Return an update id that Telegram never gives: its own are positive."""
    return -int(now.timestamp() * 1_000_000)
