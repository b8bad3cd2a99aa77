"""What a recruiter writes after a button has asked for it: whether it can be taken, whatever it is for."""

from datetime import timedelta

from aiogram.types import Message

from bot import telegram_html
from bot.handlers.desk import Desk
from bot.handlers.replies import reply
from bot.views.relay import LONGEST_WORDS
from database.people.prompts import Prompt, drop_prompt
from database.people.recruiters import Recruiter

REPLY_WITHIN = timedelta(minutes=15)  # after that, nobody remembers what the next message was for
MINUTES = REPLY_WITHIN // timedelta(minutes=1)


async def words_asked_for(message: Message, prompt: Prompt, recruiter: Recruiter, desk: Desk) -> str | None:
    """Return the words, which are not waited for any more from here on; None where the recruiter was told why not.

    What comes too late ends the waiting, what cannot be passed on leaves it open.
    """
    if desk.now - prompt.asked_at > REPLY_WITHIN:
        await drop_prompt(desk.session, recruiter_id=recruiter.id, candidate_id=prompt.candidate_id)
        await reply(message, desk, "reply_too_late", minutes=MINUTES)
        return None
    if not message.text:
        await reply(message, desk, "reply_needs_words")
        return None
    if telegram_html.units(message.text) > LONGEST_WORDS:
        await reply(message, desk, "reply_too_long", most=LONGEST_WORDS)
        return None
    await drop_prompt(desk.session, recruiter_id=recruiter.id, candidate_id=prompt.candidate_id)
    return message.text
