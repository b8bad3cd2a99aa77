"""Times that a recruiter types: understood, shown, confirmed by a button, judged again, saved in one transaction.

Nothing is kept in between: the button stands under an answer to the recruiter's own message, which is read again.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, timedelta

from aiogram.types import CallbackQuery, Message

from bot.card import Card
from bot.handlers.desk import Desk
from bot.handlers.replies import replace_message, reply, say
from bot.handlers.schedule import recruiter_who_pressed
from bot.keyboards.schedule import kb_to_own_slots
from bot.schedule_callbacks import TypedTimesPress
from bot.slot_words.judging import Judged, Refusal, judge
from bot.slot_words.reader import read_times
from bot.slot_words.reading import MisreadError, Reading
from bot.views.typed_times import fingerprint, misread_times, saved_times, typed_times
from bot.wording import DEFAULT_LANGUAGE
from database.people.recruiters import Recruiter
from database.slots.open_slots import slots_of_recruiter
from database.slots.schedule import served_cities, store_slots
from domain import timezones
from domain.ids import CityId

DAY = timedelta(days=1)


async def take_typed_times(message: Message, recruiter: Recruiter, desk: Desk) -> bool:
    """Answer words that are times, or were meant to be; False for any other."""
    cities = await served_cities(desk.session, recruiter.id)
    try:
        reading = _read(message, recruiter, cities)
    except MisreadError as error:
        if error.meant_times:
            await say(message, await misread_times(desk.writer(), error))
        return error.meant_times
    if not cities:
        await reply(message, desk, "times_without_city")
        return True
    if len(cities) == 1:
        reading = replace(reading, city_id=next(iter(cities)))
    judged = await _judged(reading, recruiter, desk)
    card = await typed_times(desk.writer(), recruiter, reading, judged, cities=cities)
    await say(message, card, answers=message.message_id)
    return True


async def handle_how_to_add(callback: CallbackQuery, desk: Desk) -> None:
    """Show by examples how times are written."""
    recruiter = await recruiter_who_pressed(callback, desk)
    if recruiter is not None:
        cities = await served_cities(desk.session, recruiter.id)
        city = list(cities.values())[-1] if len(cities) > 1 else None
        await reply(callback, desk, "how_to_add", city=city)


async def handle_typed_times(callback: CallbackQuery, callback_data: TypedTimesPress, desk: Desk) -> None:
    """Take the city, or save; what does not read as it was shown any more is shown anew."""
    recruiter = await recruiter_who_pressed(callback, desk)
    if recruiter is None:
        return
    cities = await served_cities(desk.session, recruiter.id)
    words = callback.message.reply_to_message if isinstance(callback.message, Message) else None
    if words is None or callback_data.city_id not in cities:
        await _say_again(callback, desk)
        return
    try:
        reading = replace(_read(words, recruiter, cities), city_id=callback_data.city_id)
    except MisreadError as error:
        await replace_message(callback, await misread_times(desk.writer(), error))
        return
    judged = await _judged(reading, recruiter, desk)
    if callback_data.sure and callback_data.fingerprint == fingerprint(reading):
        await store_slots(desk.session, recruiter_id=recruiter.id, city_id=callback_data.city_id, slots=judged.fitting)
        card = await _what_stands_now(reading, recruiter, desk, city=cities[callback_data.city_id])
    else:
        card = await typed_times(desk.writer(), recruiter, reading, judged, cities=cities)
    await replace_message(callback, card)


async def handle_drop_times(callback: CallbackQuery, desk: Desk) -> None:
    """Save nothing."""
    if await recruiter_who_pressed(callback, desk) is not None:
        await replace_message(callback, Card(text=await desk.writer().say("replies/times_dropped")))


def _read(words: Message, recruiter: Recruiter, cities: Mapping[CityId, str]) -> Reading:
    """Read the recruiter's message by the recruiter's clock at the moment at which it was sent."""
    written = timezones.local(words.date, recruiter.zone).replace(tzinfo=None)
    return read_times(words.text or "", written=written, cities=cities, language=DEFAULT_LANGUAGE)


async def _judged(reading: Reading, recruiter: Recruiter, desk: Desk) -> Judged:
    """Judge the times against the slots that stand around them now."""
    # Two days on each side is more than any zone and any length of a slot.
    since = reading.times[0].starts.replace(tzinfo=UTC) - 2 * DAY
    until = reading.times[-1].starts.replace(tzinfo=UTC) + 2 * DAY
    standing = await slots_of_recruiter(desk.session, recruiter.id, since=since, until=until)
    return judge(reading.times, zone=recruiter.zone, standing=standing, now=desk.now)


async def _what_stands_now(reading: Reading, recruiter: Recruiter, desk: Desk, *, city: str) -> Card:
    """Say which of the times stand in the schedule, whoever put them there, so that a second press says the same."""
    judged = await _judged(reading, recruiter, desk)
    saved = [each.beside for each in judged.refused if each.refusal is Refusal.STANDING and each.beside]
    refused = [each for each in judged.refused if each.refusal is not Refusal.STANDING]
    return await saved_times(desk.writer(), recruiter, saved, refused, city=city)


async def _say_again(callback: CallbackQuery, desk: Desk) -> None:
    """Ask for the times anew: the message they stood in is gone, or the city is not served any more."""
    text = await desk.writer().say("replies/times_lost")
    await replace_message(callback, Card(text=text, keyboard=kb_to_own_slots()))
