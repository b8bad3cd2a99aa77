"""A candidate's press about a booking of theirs: let in, and told to their journey."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiogram.types import CallbackQuery

from bot.handlers.desk import Desk
from bot.handlers.passing_on import pressed, tell
from bot.handlers.replies import answer_press, refuse_stranger
from database.bookings.cards import BookingCard, booking_card
from database.people.candidates import CandidateProfile, candidate_by_telegram
from domain.booking import Actor
from domain.ids import BookingId
from workflows.messages import AboutBooking


@dataclass(frozen=True, kw_only=True)
class OwnBooking:
    """A press that was found to be allowed: by its candidate, about the booking as it is now, in which revision."""

    callback: CallbackQuery
    revision: int
    desk: Desk
    candidate: CandidateProfile
    booking: BookingCard

    async def tell(self, news: Callable[..., AboutBooking], **details: Any) -> None:
        """Tell the candidate's journey; without an open one, say how to begin again."""
        told = news(
            **pressed(self.callback, self.desk),
            booking_id=self.booking.booking_id,
            revision=self.revision,
            by=Actor.CANDIDATE,
            by_id=self.candidate.id,
            **details,
        )
        await tell(self.callback, self.desk, self.candidate, told)


async def let_candidate_in(
    callback: CallbackQuery, desk: Desk, booking_id: BookingId, revision: int
) -> OwnBooking | None:
    """Answer the press of the booking's own candidate; anybody else is refused, and None is returned."""
    candidate = await candidate_by_telegram(desk.session, callback.from_user.id)
    booking = await booking_card(desk.session, booking_id)
    if candidate is None or booking is None or booking.candidate_id != candidate.id:
        await refuse_stranger(callback, desk, "bookings", booking_id)
        return None
    answer_press(callback, desk)
    return OwnBooking(callback=callback, revision=revision, desk=desk, candidate=candidate, booking=booking)
