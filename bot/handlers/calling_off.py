"""A recruiter cancels an interview: asked back what will happen to the candidate, done at the second press."""

from typing import assert_never

from aiogram.types import CallbackQuery

from bot.card import Card
from bot.handlers.decided import Decided, let_in
from bot.handlers.desk import Desk
from bot.handlers.replies import replace_message, say
from bot.keyboards.schedule import kb_call_off
from bot.schedule_callbacks import CallingOff, CallOffPress
from bot.views.contexts import about, given_name
from bot.views.requests import card_as_it_stands
from database.bookings.cards import BookingCard, booking_card
from database.slots.schedule import holder_of
from domain.booking import Claim
from domain.ids import SlotId
from workflows.messages import BookingCancelled


async def ask_before_calling_off(decided: Decided) -> None:
    """Turn the card into the question; what cannot be cancelled any more is shown as it is."""
    if _is_current(decided):
        await replace_message(decided.callback, await _question(decided.desk, decided.booking, just_taken=False))
    else:
        await decided.explain()


async def handle_call_off(callback: CallbackQuery, callback_data: CallOffPress, desk: Desk) -> None:
    """Cancel, with the slot or without it, or go back; what changed meanwhile is shown as it is."""
    decided = await let_in(callback, desk, callback_data.booking_id, callback_data.revision)
    if decided is None:
        return
    if not _is_current(decided):
        await decided.explain()
        return
    match callback_data.answer:
        case CallingOff.WITH_SLOT:
            await _call_off(decided, withdraws_slot=True)
        case CallingOff.KEEPING_SLOT:
            await _call_off(decided, withdraws_slot=False)
        case CallingOff.BACK:
            writer = desk.writer(city_id=decided.booking.city_id)
            await replace_message(callback, await card_as_it_stands(writer, decided.booking, "update_card"))
        case _:
            assert_never(callback_data.answer)


async def tell_who_took_it(callback: CallbackQuery, desk: Desk, slot_id: SlotId) -> None:
    """Say who holds the slot that was to be withdrawn, with the question; a wish to move there is shown on its card."""
    holder = await holder_of(desk.session, slot_id)
    booking = await booking_card(desk.session, holder.booking_id) if holder else None
    if holder is None or booking is None:
        return
    if holder.claim is Claim.CURRENT:
        await say(callback, await _question(desk, booking, just_taken=True))
    else:
        writer = desk.writer(city_id=booking.city_id)
        await say(callback, await card_as_it_stands(writer, booking, "explain_to_recruiter"))


def _is_current(decided: Decided) -> bool:
    """Tell whether there is something to cancel: the booking as the button knew it, and not over yet."""
    return decided.booking.stands_at(decided.revision) and decided.desk.now < decided.booking.ends_at


async def _question(desk: Desk, booking: BookingCard, *, just_taken: bool) -> Card:
    writer = desk.writer(city_id=booking.city_id)
    text = await writer.say(
        "replies/confirm_call_off",
        **about(booking),
        name=given_name(booking.candidate_name),
        just_taken=just_taken,
    )
    return Card(text=text, keyboard=kb_call_off(booking.booking_id, booking.revision))


async def _call_off(decided: Decided, *, withdraws_slot: bool) -> None:
    """Say that it is being done, on whichever message was pressed, and tell the journey, which edits the card."""
    writer = decided.desk.writer(city_id=decided.booking.city_id)
    text = await writer.say("replies/calling_off", **about(decided.booking), withdraws_slot=withdraws_slot)
    await replace_message(decided.callback, Card(text=text))
    await decided.tell(BookingCancelled, withdraws_slot=withdraws_slot)
