"""A recruiter's press about a booking of theirs: let in, and told to the booking's journey."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiogram.types import CallbackQuery

from bot.handlers.desk import Desk
from bot.handlers.passing_on import pressed
from bot.handlers.replies import answer_press, refuse_stranger, replace_message
from bot.views.requests import card_as_it_stands
from database.bookings.cards import BookingCard, booking_card
from database.people.recruiters import Recruiter, recruiter_by_telegram
from domain.booking import Actor
from domain.ids import BookingId
from workflows.messages import AboutBooking


@dataclass(frozen=True, kw_only=True)
class Decided:
    """A press that was found to be allowed: who pressed, about which booking as it is now, and in which revision."""

    callback: CallbackQuery
    revision: int
    desk: Desk
    recruiter: Recruiter
    booking: BookingCard

    async def tell(self, news: Callable[..., AboutBooking], **details: Any) -> bool:
        """Tell the booking's journey; if it is closed already, show the card as it stands and return False."""
        told = news(
            **pressed(self.callback, self.desk),
            booking_id=self.booking.booking_id,
            revision=self.revision,
            by=Actor.RECRUITER,
            by_id=self.recruiter.id,
            **details,
        )
        heard = await self.desk.journeys.tell(self.booking.candidate_id, told)
        if not heard:
            await self.explain()
        return heard

    async def explain(self) -> None:
        """Turn the pressed message into the card as it stands, or send it where that message is out of reach."""
        card = await card_as_it_stands(
            self.desk.writer(city_id=self.booking.city_id), self.booking, "explain_to_recruiter"
        )
        await replace_message(self.callback, card)


async def let_in(callback: CallbackQuery, desk: Desk, booking_id: BookingId, revision: int) -> Decided | None:
    """Answer the press of the booking's own recruiter; anybody else is refused, and None is returned."""
    recruiter = await recruiter_by_telegram(desk.session, callback.from_user.id)
    booking = await booking_card(desk.session, booking_id)
    if recruiter is None or booking is None or booking.recruiter_id != recruiter.id:
        await refuse_stranger(callback, desk, "bookings", booking_id)
        return None
    answer_press(callback, desk)
    return Decided(callback=callback, revision=revision, desk=desk, recruiter=recruiter, booking=booking)
