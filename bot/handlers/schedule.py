"""A recruiter's own schedule: /today, /week, /slots, an interview's card, and a free time taken away."""

from aiogram.types import CallbackQuery, Message

from bot.card import Card
from bot.handlers.calling_off import tell_who_took_it
from bot.handlers.commands import handle_help
from bot.handlers.decided import let_in
from bot.handlers.desk import Desk
from bot.handlers.replies import answer_press, refuse_stranger, replace_message, say
from bot.schedule_callbacks import AgendaPress, InterviewPress, OwnSlotsPress, Span, WithdrawSlotPress
from bot.views.requests import card_as_it_stands
from bot.views.schedule import own_free_slots, weeks_agenda
from bot.views.today import todays_agenda
from database.people.recruiters import Recruiter, recruiter_by_telegram
from database.slots.open_slots import WithdrawOutcome, withdraw_slot
from database.slots.schedule import start_of_own_slot


async def handle_today(message: Message, desk: Desk) -> None:
    """Show a recruiter the interviews of their day."""
    recruiter = await _recruiter_or_help(message, desk)
    if recruiter is not None:
        await say(message, await todays_agenda(desk.writer(), recruiter, 0))


async def handle_week(message: Message, desk: Desk) -> None:
    """Show a recruiter the interviews of the next seven days."""
    recruiter = await _recruiter_or_help(message, desk)
    if recruiter is not None:
        await say(message, await weeks_agenda(desk.writer(), recruiter, 0))


async def handle_slots(message: Message, desk: Desk) -> None:
    """Show a recruiter which of their times are free, and how to add some."""
    recruiter = await _recruiter_or_help(message, desk)
    if recruiter is not None:
        await say(message, await own_free_slots(desk.writer(), recruiter, 0))


async def handle_turn_agenda(callback: CallbackQuery, callback_data: AgendaPress, desk: Desk) -> None:
    """Turn the pressed list into that page of the day or the week."""
    recruiter = await recruiter_who_pressed(callback, desk)
    if recruiter is not None:
        agenda = todays_agenda if callback_data.span is Span.TODAY else weeks_agenda
        await replace_message(callback, await agenda(desk.writer(), recruiter, callback_data.page))


async def handle_turn_own_slots(callback: CallbackQuery, callback_data: OwnSlotsPress, desk: Desk) -> None:
    """Turn the pressed list into that page of the free times."""
    recruiter = await recruiter_who_pressed(callback, desk)
    if recruiter is not None:
        await replace_message(callback, await own_free_slots(desk.writer(), recruiter, callback_data.page))


async def handle_open_interview(callback: CallbackQuery, callback_data: InterviewPress, desk: Desk) -> None:
    """Send the card of an interview with the buttons that are alive now."""
    decided = await let_in(callback, desk, callback_data.booking_id, 0)
    if decided is not None:
        writer = desk.writer(city_id=decided.booking.city_id)
        card = await card_as_it_stands(writer, decided.booking, "update_card")
        await say(callback, Card(text=card.text, keyboard=card.keyboard))


async def handle_withdraw_slot(callback: CallbackQuery, callback_data: WithdrawSlotPress, desk: Desk) -> None:
    """Take a free time away; if somebody took it first, say who, and ask what shall become of it."""
    recruiter = await recruiter_by_telegram(desk.session, callback.from_user.id)
    slot_id = callback_data.slot_id
    starts_at = await start_of_own_slot(desk.session, recruiter.id, slot_id) if recruiter else None
    if recruiter is None or starts_at is None:
        await refuse_stranger(callback, desk, "slots", slot_id)
        return
    answer_press(callback, desk)
    outcome = await withdraw_slot(desk.session, slot_id, now=desk.now)
    withdrawn = starts_at if outcome is WithdrawOutcome.WITHDRAWN else None
    card = await own_free_slots(desk.writer(), recruiter, callback_data.page, withdrawn=withdrawn)
    await replace_message(callback, card)
    if outcome is WithdrawOutcome.HELD:
        await tell_who_took_it(callback, desk, slot_id)


async def recruiter_who_pressed(callback: CallbackQuery, desk: Desk) -> Recruiter | None:
    """Answer the press of a recruiter; anybody else is refused, and None is returned."""
    recruiter = await recruiter_by_telegram(desk.session, callback.from_user.id)
    if recruiter is None:
        await refuse_stranger(callback, desk, "recruiters", 0)
        return None
    answer_press(callback, desk)
    return recruiter


async def _recruiter_or_help(message: Message, desk: Desk) -> Recruiter | None:
    person = message.from_user
    recruiter = await recruiter_by_telegram(desk.session, person.id) if person else None
    if recruiter is None:
        await handle_help(message, desk)
    return recruiter
