"""What people write without pressing anything, what leads nowhere any more, and who blocks the bot."""

from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from bot.card import Card
from bot.handlers.desk import Desk
from bot.handlers.passing_on import tell
from bot.handlers.relay import take_message_of_recruiter
from bot.handlers.replies import answer_outdated, offer_beginning, say
from database.people.candidates import CandidateProfile, candidate_by_telegram, mark_blocked, mark_unblocked
from database.people.recruiters import mark_recruiter_blocked, mark_recruiter_unblocked, recruiter_by_telegram
from workflows.messages import BotBlocked, BotUnblocked, TextWritten, ThingSent
from workflows.words_relay import StrayWords


async def handle_text(message: Message, desk: Desk) -> None:
    """Pass words on as an answer or for a person to read; nothing that was written is thrown away."""
    candidate = await who_writes(message, desk)
    if candidate is None:
        return
    words = message.text or ""
    if await desk.journeys.tell(candidate.id, TextWritten(update_id=desk.update_id, text=words)):
        return
    stray = StrayWords(candidate_id=candidate.id, update_id=desk.update_id, text=words, city_id=candidate.city_id)
    await desk.journeys.relay(stray)
    written = await desk.writer(candidate.language, candidate.city_id).say("replies/words_passed_on")
    await say(message, Card(text=written))


async def handle_thing(message: Message, desk: Desk) -> None:
    """Pass on that a sticker, a voice message or the like came."""
    candidate = await who_writes(message, desk)
    if candidate is not None:
        await tell(message, desk, candidate, ThingSent(update_id=desk.update_id))


async def who_writes(message: Message, desk: Desk) -> CandidateProfile | None:
    """Return the candidate who wrote; what recruiters and people we never met write ends here."""
    person = message.from_user
    if person is None:
        return None
    recruiter = await recruiter_by_telegram(desk.session, person.id)
    if recruiter is not None:
        await take_message_of_recruiter(message, recruiter, desk)
        return None
    candidate = await candidate_by_telegram(desk.session, person.id)
    if candidate is None:
        await offer_beginning(message, desk, None)
    return candidate


async def handle_outdated_button(callback: CallbackQuery, desk: Desk) -> None:
    """Answer a button of an earlier version, or forged data."""
    await answer_outdated(callback, desk)


async def handle_blocked(event: ChatMemberUpdated, desk: Desk) -> None:
    """Note that the person blocked the bot; a recruiter's requests wait in the admins' queue from here on."""
    recruiter = await recruiter_by_telegram(desk.session, event.from_user.id)
    if recruiter is not None:
        await mark_recruiter_blocked(desk.session, recruiter.id, now=desk.now)
    candidate = await candidate_by_telegram(desk.session, event.from_user.id)
    if candidate is not None:
        await mark_blocked(desk.session, candidate.id, now=desk.now)
        await desk.journeys.tell(candidate.id, BotBlocked(update_id=desk.update_id))


async def handle_unblocked(event: ChatMemberUpdated, desk: Desk) -> None:
    """Note that the person unblocked the bot."""
    recruiter = await recruiter_by_telegram(desk.session, event.from_user.id)
    if recruiter is not None:
        await mark_recruiter_unblocked(desk.session, recruiter.id)
    candidate = await candidate_by_telegram(desk.session, event.from_user.id)
    if candidate is not None:
        await mark_unblocked(desk.session, candidate.id)
        await desk.journeys.tell(candidate.id, BotUnblocked(update_id=desk.update_id))
