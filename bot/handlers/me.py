"""/me: what is known of whoever asks; and for candidates the way to have it erased, asked back once."""

from typing import assert_never

from aiogram.types import CallbackQuery, Message

from bot.callbacks import ErasurePress, ErasureStep
from bot.card import Card
from bot.handlers.desk import Desk
from bot.handlers.passing_on import pressed
from bot.handlers.replies import answer_outdated, answer_press, replace_buttons, replace_message, reply, say
from bot.views.known import erasure_question, known_of_candidate, known_of_recruiter
from database.people.candidates import CandidateProfile, candidate_by_telegram
from database.people.erasure import erase_candidate
from database.people.recruiters import recruiter_by_telegram
from workflows.messages import ErasureAsked


async def handle_me(message: Message, desk: Desk) -> None:
    """Show what is known of the person who asks."""
    person = message.from_user
    recruiter = await recruiter_by_telegram(desk.session, person.id) if person else None
    if recruiter is not None:
        await say(message, await known_of_recruiter(desk.writer(), recruiter))
        return
    candidate = await candidate_by_telegram(desk.session, person.id) if person else None
    if candidate is None:
        await reply(message, desk, "nothing_known")
        return
    writer = desk.writer(candidate.language, candidate.city_id)
    await say(message, await known_of_candidate(writer, candidate), writer.language)


async def handle_erasure(callback: CallbackQuery, callback_data: ErasurePress, desk: Desk) -> None:
    """Ask whether the candidate means it, and do it; a button of who they were before an erasure does nothing."""
    candidate = await candidate_by_telegram(desk.session, callback.from_user.id)
    if candidate is None or candidate.id != callback_data.candidate_id:
        await answer_outdated(callback, desk)
        return
    answer_press(callback, desk)
    writer = desk.writer(candidate.language, candidate.city_id)
    match callback_data.step:
        case ErasureStep.ASK:
            await replace_message(callback, await erasure_question(writer, candidate), writer.language)
        case ErasureStep.BACK:
            await replace_message(callback, await known_of_candidate(writer, candidate), writer.language)
        case ErasureStep.SURE:
            await erase(callback, candidate, desk)
        case _:
            assert_never(callback_data.step)


async def erase(callback: CallbackQuery, candidate: CandidateProfile, desk: Desk) -> None:
    """Let the journey end and erase when all has been said; without an open one, erase right here."""
    if await desk.journeys.tell(candidate.id, ErasureAsked(**pressed(callback, desk))):
        await replace_buttons(callback, None)
        return
    async with desk.sessions.begin() as erasing:
        await erase_candidate(erasing, candidate.id, now=desk.now)
    text = await desk.writer(candidate.language, candidate.city_id).say("replies/erased")
    await replace_message(callback, Card(text=text))
