"""Noting in the send ledger that a letter is about to go out, or finding there what became of it before."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.card import Envelope
from database.first_sends import begin_first_send
from database.ledger import AlreadySent, Begun, Interrupted, SendKey, begin_send
from database.people.candidates import set_stage
from workflows.steps import SendLetter

Noted = Begun | AlreadySent | Interrupted


async def note_first_sending(session: AsyncSession, order: SendLetter, envelope: Envelope) -> Begun | None:
    """Note it in one statement, as nearly every letter can be; None where it was noted before, or has no chat."""
    if envelope.chat_id is None:
        return None
    key = key_of(order, envelope)
    return await begin_first_send(session, key, chat_id=envelope.chat_id, stage=order.stage)


async def note_sending(session: AsyncSession, order: SendLetter, envelope: Envelope, part: str = "") -> Noted | None:
    """Note it, and in which stage the candidate is; None where there is no chat to send it to."""
    if envelope.chat_id is None:
        return None
    key = key_of(order, envelope, part)
    noted = await begin_send(session, key, chat_id=envelope.chat_id, rather_twice=not order.letter.ONCE)
    await set_stage(session, order.candidate_id, order.stage)
    return noted


def key_of(order: SendLetter, envelope: Envelope, part: str = "") -> SendKey:
    """Return what makes this letter the same letter when it is tried again.

    A letter that may go out only once is one per booking revision, whoever orders it. Any other is told apart by the
    journey's instant and count: a later journey of the same candidate counts from the beginning again.
    """
    once_per_revision = order.letter.ONCE and envelope.booking_id is not None
    return SendKey(
        candidate_id=order.candidate_id,
        kind=envelope.kind + part,
        booking_id=envelope.booking_id or 0,
        revision=envelope.revision,
        occurrence=0 if once_per_revision else order.moment,
    )
