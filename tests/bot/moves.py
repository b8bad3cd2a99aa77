"""Wishes to move, as the deeds write them down, and times to move to."""

from datetime import timedelta

from database.moves.wanted_slots import claim_wanted
from database.moves.wish import request_move
from domain.booking import Actor
from domain.ids import SlotId
from domain.moves import ClaimOutcome
from tests.bot.letters import UNTIL
from tests.bot.seeded import Seeded
from tests.database.world import NOW

NO_NOTICE = timedelta()


async def own_slots(seeded: Seeded, *, count: int = 2, hours: float = 48) -> list[SlotId]:
    """Add free slots of the booking's recruiter in its city, one an hour."""
    added = await seeded.world.slots(seeded.recruiter, seeded.city, count=count, hours=hours)
    return [SlotId(slot_id) for slot_id in added]


async def ask_to_move(seeded: Seeded, *, wish: str | None = None) -> None:
    """The candidate asks for another time."""
    async with seeded.world.sessions.begin() as session:
        await request_move(
            session,
            booking_id=seeded.booking,
            revision=1,
            candidate_id=seeded.candidate,
            wish=wish,
            now=NOW,
            answer_until=UNTIL,
        )


async def offer_times(seeded: Seeded, *slot_ids: SlotId) -> None:
    """The recruiter asks for another time and offers these."""
    async with seeded.world.sessions.begin() as session:
        await request_move(
            session,
            booking_id=seeded.booking,
            revision=1,
            candidate_id=seeded.candidate,
            now=NOW,
            answer_until=UNTIL,
            asked_by=Actor.RECRUITER,
            asked_by_id=seeded.recruiter,
            offered=slot_ids,
        )


async def want(seeded: Seeded, slot_id: SlotId) -> None:
    """The candidate picks a slot, which is held for them."""
    async with seeded.world.sessions.begin() as session:
        outcome = await claim_wanted(
            session, booking_id=seeded.booking, revision=1, slot_id=slot_id, now=NOW, minimum_notice=NO_NOTICE
        )
    assert outcome is ClaimOutcome.CLAIMED
