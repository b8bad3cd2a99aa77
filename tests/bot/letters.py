"""Letters about the seeded people, written by the real composer."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.card import Card, Envelope
from bot.composer import compose
from domain.stages import Stage
from tests.bot.seeded import Seeded
from tests.database.world import NOW
from workflows.effects import AnyLetter
from workflows.steps import SendLetter

UNTIL = NOW + timedelta(hours=6)


def order(seeded: Seeded, letter: AnyLetter, *, now: datetime = NOW) -> SendLetter:
    return SendLetter(candidate_id=seeded.candidate, letter=letter, occurrence=1, stage=Stage.SCREENING, now=now)


async def envelope_of(session: AsyncSession, seeded: Seeded, letter: AnyLetter) -> Envelope:
    envelope = await compose(session, order(seeded, letter))
    assert envelope is not None
    return envelope


async def card_of(session: AsyncSession, seeded: Seeded, letter: AnyLetter) -> Card:
    return (await envelope_of(session, seeded, letter)).card


def captions(card: Card) -> list[str]:
    return [button.text for row in card.keyboard.inline_keyboard for button in row] if card.keyboard else []


def about(seeded: Seeded) -> dict[str, Any]:
    return {"booking_id": seeded.booking, "revision": 1}


def pressed(card: Card) -> list[str]:
    return (
        [b.callback_data for row in card.keyboard.inline_keyboard for b in row if b.callback_data]
        if card.keyboard
        else []
    )
