"""A recruiter answers what a candidate wrote: asked by a button, then written as plain words, passed on by the journey.

Who may answer whom is looked up in the database at the press and again when the words come.
"""

from aiogram.types import CallbackQuery, Message

from bot.callbacks import DropReplyPress, ReplyPress
from bot.card import Card
from bot.handlers.desk import Desk
from bot.handlers.prompted import MINUTES, words_asked_for
from bot.handlers.reasons import take_reason
from bot.handlers.replies import (
    answer_outdated,
    answer_press,
    refuse_stranger,
    replace_message,
    reply,
    say,
)
from bot.handlers.typed_times import take_typed_times
from bot.keyboards.relay import kb_chat, kb_drop_reply
from bot.views.contexts import NO_NAME
from database.people.candidates import CandidateProfile, candidate_profile
from database.people.prompts import Prompt, drop_prompt, may_reply, open_prompt, prompt_of
from database.people.recruiters import Recruiter, recruiter_by_telegram
from database.tables import PromptPurpose
from workflows.occasions import RecruiterReplied
from workflows.words_relay import StrayWords


async def handle_begin_reply(callback: CallbackQuery, callback_data: ReplyPress, desk: Desk) -> None:
    """Ask for the answer and remember whom it is for; strangers are refused."""
    recruiter = await recruiter_by_telegram(desk.session, callback.from_user.id)
    candidate = await candidate_profile(desk.session, callback_data.candidate_id)
    if recruiter is None or candidate is None or not await may_reply(desk.session, recruiter.id, candidate.id):
        await refuse_stranger(callback, desk, "candidates", callback_data.candidate_id)
        return
    answer_press(callback, desk)
    await open_prompt(desk.session, recruiter_id=recruiter.id, candidate_id=candidate.id, now=desk.now)
    words = await desk.writer().say("replies/ask_for_reply", full_name=candidate.name or NO_NAME, minutes=MINUTES)
    await say(callback, Card(text=words, keyboard=kb_drop_reply(candidate.id)))


async def handle_drop_reply(callback: CallbackQuery, callback_data: DropReplyPress, desk: Desk) -> None:
    """Forget whom the next words were for."""
    recruiter = await recruiter_by_telegram(desk.session, callback.from_user.id)
    candidate_id = callback_data.candidate_id
    if recruiter is None or not await drop_prompt(desk.session, recruiter_id=recruiter.id, candidate_id=candidate_id):
        await answer_outdated(callback, desk)
        return
    answer_press(callback, desk)
    await replace_message(callback, Card(text=await desk.writer().say("replies/reply_dropped")))


async def take_message_of_recruiter(message: Message, recruiter: Recruiter, desk: Desk) -> None:
    """Take a recruiter's words for what they were asked to write, else for times of theirs; nobody else is meant."""
    prompt = await prompt_of(desk.session, recruiter.id)
    if prompt is None:
        if not await take_typed_times(message, recruiter, desk):
            await reply(message, desk, "recruiter_words")
    elif prompt.purpose is PromptPurpose.REJECT_TIME:
        await take_reason(message, prompt, recruiter, desk)
    else:
        await take_reply(message, prompt, recruiter, desk)


async def take_reply(message: Message, prompt: Prompt, recruiter: Recruiter, desk: Desk) -> None:
    """Pass the recruiter's words on, if they may still answer this candidate."""
    words = await words_asked_for(message, prompt, recruiter, desk)
    if words is None:
        return
    candidate = await candidate_profile(desk.session, prompt.candidate_id)
    if candidate is None or not await may_reply(desk.session, recruiter.id, candidate.id):
        await reply(message, desk, "reply_not_yours")
    else:
        await _pass_on(message, words, recruiter, candidate, desk)


async def _pass_on(message: Message, words: str, recruiter: Recruiter, candidate: CandidateProfile, desk: Desk) -> None:
    """Tell the candidate's journey, and the recruiter what became of it."""
    full_name = candidate.name or NO_NAME
    replied = RecruiterReplied(update_id=desk.update_id, recruiter_id=recruiter.id, text=words)
    is_passed = await desk.journeys.tell(candidate.id, replied)
    if not is_passed and candidate.blocked_at is None:
        stray = StrayWords(candidate_id=candidate.id, update_id=desk.update_id, text=words, by=recruiter.id)
        await desk.journeys.relay(stray)
        is_passed = True
    if is_passed:
        await reply(message, desk, "reply_passed", full_name=full_name)
        return
    text = await desk.writer().say("replies/reply_without_journey", full_name=full_name, username=candidate.username)
    await say(message, Card(text=text, keyboard=kb_chat(candidate.username)))
