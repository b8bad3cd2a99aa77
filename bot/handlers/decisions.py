"""What recruiters press about a booking. Only the booking's recruiter may; the journey decides what comes of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, assert_never

from aiogram.types import CallbackQuery

from bot.callbacks import Decision, DecisionPress
from bot.handlers.desk import Desk
from bot.handlers.passing_on import pressed
from bot.handlers.replies import answer_press, refuse_stranger, replace_buttons, replace_message
from bot.keyboards.decisions import kb_approval, kb_reject
from bot.views.requests import card_as_it_stands
from database.booking_cards import BookingCard, booking_card
from database.recruiters import Recruiter, recruiter_by_telegram
from domain.booking import Actor, BookingStatus
from workflows.messages import (
    AboutBooking,
    BookingApproved,
    BookingCancelled,
    BookingRejected,
    MoveRefused,
    OtherTimeAsked,
    OutcomeGiven,
)


@dataclass(frozen=True, kw_only=True)
class Decided:
    """A press that was found to be allowed: who pressed what, about which booking as it is now."""

    callback: CallbackQuery
    press: DecisionPress
    desk: Desk
    recruiter: Recruiter
    booking: BookingCard

    async def tell(self, news: Callable[..., AboutBooking], **details: Any) -> None:
        """Tell the booking's journey; if it is closed already, show the card as it stands."""
        told = news(
            **pressed(self.callback, self.desk),
            booking_id=self.press.booking_id,
            revision=self.press.revision,
            by=Actor.RECRUITER,
            by_id=self.recruiter.id,
            **details,
        )
        if not await self.desk.journeys.tell(self.booking.candidate_id, told):
            await self.explain()

    async def explain(self) -> None:
        """Turn the pressed message into the card as it stands, or send it where that message is out of reach."""
        card = await card_as_it_stands(
            self.desk.writer(city_id=self.booking.city_id), self.booking, "explain_to_recruiter"
        )
        await replace_message(self.callback, card)


async def handle_decision(callback: CallbackQuery, callback_data: DecisionPress, desk: Desk) -> None:  # noqa: C901, PLR0912 - one line a button is the table
    """Check who pressed, answer the press, and go by the button."""
    recruiter = await recruiter_by_telegram(desk.session, callback.from_user.id)
    booking = await booking_card(desk.session, callback_data.booking_id)
    if recruiter is None or booking is None or booking.recruiter_id != recruiter.id:
        await refuse_stranger(callback, desk, "bookings", callback_data.booking_id)
        return
    await answer_press(callback)
    decided = Decided(callback=callback, press=callback_data, desk=desk, recruiter=recruiter, booking=booking)
    match callback_data.decision:
        case Decision.APPROVE:
            await handle_approve_slot(decided)
        case Decision.OTHER_TIME:
            await decided.tell(OtherTimeAsked)
        case Decision.REJECT:
            await handle_reject_slot(decided)
        case Decision.REJECT_TIME:
            await decided.tell(BookingRejected, person=False)
        case Decision.REJECT_PERSON:
            await decided.tell(BookingRejected, person=True)
        case Decision.BACK:
            await handle_go_back(decided)
        case Decision.KEEP_TIME:
            await decided.tell(MoveRefused)
        case Decision.CANCEL:
            await decided.tell(BookingCancelled)
        case Decision.MET:
            await decided.tell(OutcomeGiven, outcome=BookingStatus.MET)
        case Decision.MISSED:
            await decided.tell(OutcomeGiven, outcome=BookingStatus.MISSED)
        case Decision.DO_NOT_KNOW:
            await decided.tell(OutcomeGiven, outcome=BookingStatus.ENDED)
        case _:
            assert_never(callback_data.decision)


async def handle_approve_slot(decided: Decided) -> None:
    """Pass the approval on; congratulation and card come from the journey."""
    await decided.tell(BookingApproved)


async def handle_reject_slot(decided: Decided) -> None:
    """Ask back which is meant, the time or the person; a request that is answered already is shown as it is."""
    if is_open(decided):
        await replace_buttons(decided.callback, kb_reject(decided.press.booking_id, decided.press.revision))
    else:
        await decided.explain()


async def handle_go_back(decided: Decided) -> None:
    """Show the three answers again."""
    if is_open(decided):
        await replace_buttons(decided.callback, kb_approval(decided.press.booking_id, decided.press.revision))
    else:
        await decided.explain()


def is_open(decided: Decided) -> bool:
    """Tell whether the request that was pressed still waits for its answer."""
    booking = decided.booking
    return booking.status is BookingStatus.PENDING and booking.revision == decided.press.revision
