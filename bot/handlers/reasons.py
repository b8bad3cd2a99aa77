"""A recruiter writes why a time does not suit: asked by a button, then written as plain words for the candidate.

Whose booking it is and whether it still waits for an answer is looked up at the press and again when the words come.
"""

from aiogram.types import Message

from bot.card import Card
from bot.handlers.decided import Decided
from bot.handlers.desk import Desk
from bot.handlers.prompted import MINUTES, words_asked_for
from bot.handlers.replies import reply, say
from bot.keyboards.relay import kb_drop_reply
from bot.views.contexts import NO_NAME
from bot.views.requests import card_as_it_stands
from database.bookings.cards import BookingCard, booking_card
from database.people.prompts import Prompt, open_prompt
from database.people.recruiters import Recruiter
from database.tables import PromptPurpose
from domain.booking import Actor, BookingStatus
from workflows.messages import BookingRejected


async def ask_for_reason(decided: Decided) -> None:
    """Ask for the reason and remember which booking it is for."""
    booking, desk = decided.booking, decided.desk
    await open_prompt(
        desk.session,
        recruiter_id=decided.recruiter.id,
        candidate_id=booking.candidate_id,
        now=desk.now,
        purpose=PromptPurpose.REJECT_TIME,
        booking_id=booking.booking_id,
        revision=decided.revision,
    )
    words = await desk.writer().say(
        "replies/ask_for_reason", full_name=booking.candidate_name or NO_NAME, minutes=MINUTES
    )
    await say(decided.callback, Card(text=words, keyboard=kb_drop_reply(booking.candidate_id)))


async def take_reason(message: Message, prompt: Prompt, recruiter: Recruiter, desk: Desk) -> None:
    """Reject the booking with the recruiter's words, and say what became of them."""
    words = await words_asked_for(message, prompt, recruiter, desk)
    if words is None:
        return
    booking = await booking_card(desk.session, prompt.booking_id) if prompt.booking_id else None
    if booking is None or booking.recruiter_id != recruiter.id:
        await reply(message, desk, "reply_not_yours")
    elif not waits_for_answer(booking, prompt.revision) or not await _reject(booking, recruiter, desk, words):
        await reply(message, desk, "reason_too_late")
        await say(message, await card_as_it_stands(desk.writer(), booking, "explain_to_recruiter"))
    else:
        await reply(message, desk, "reason_passed", full_name=booking.candidate_name or NO_NAME)


def waits_for_answer(booking: BookingCard, revision: int | None) -> bool:
    """Tell whether the request that was asked about still waits for its answer."""
    return booking.status is BookingStatus.PENDING and booking.revision == revision


async def _reject(booking: BookingCard, recruiter: Recruiter, desk: Desk, words: str) -> bool:
    """Tell the journey; False where it is closed already."""
    rejected = BookingRejected(
        update_id=desk.update_id,
        booking_id=booking.booking_id,
        revision=booking.revision,
        by=Actor.RECRUITER,
        by_id=recruiter.id,
        person=False,
        reason=words,
    )
    return await desk.journeys.tell(booking.candidate_id, rejected)
