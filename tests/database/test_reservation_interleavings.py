"""Reservations that meet each other half-way: commits, rollbacks, withdrawals and psql in between."""

import asyncio
from collections import Counter

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from database.bookings.reservation import reserve_slot
from database.engine import build_sessions
from database.slots.open_slots import WithdrawOutcome, withdraw_slot
from domain.reservation import ReservationOutcome
from tests.database.scene import Scene, set_scene
from tests.database.world import HOUR, NOW, World, statements_of

ROUNDS = 40


@pytest.fixture
async def scene(world: World) -> Scene:
    """A pick that would succeed."""
    return await set_scene(world)


async def test_a_pick_racing_with_a_withdrawal_has_one_winner(scene: Scene) -> None:
    async def withdraw(slot: int) -> WithdrawOutcome:
        async with scene.world.sessions.begin() as session:
            return await withdraw_slot(session, slot, now=NOW)

    for number in range(ROUNDS):
        slot = await scene.world.slot(scene.recruiter, scene.city, hours=50 + number)
        person = await scene.world.candidate()
        answer, withdrawal = await asyncio.gather(scene.world.reserve(slot, person, scene.city), withdraw(slot))
        assert (answer.outcome, withdrawal) in {
            (ReservationOutcome.RESERVED, WithdrawOutcome.HELD),
            (ReservationOutcome.SLOT_GONE, WithdrawOutcome.WITHDRAWN),
        }


async def test_a_reservation_waits_for_one_that_is_being_written_and_judges_anew(scene: Scene) -> None:
    """The winner has written but not committed; whoever looks meanwhile must not believe that the slot is free."""
    rival = await scene.world.candidate()
    async with scene.world.sessions() as winner:
        await reserve_slot(
            winner,
            slot_id=scene.slot,
            candidate_id=rival,
            expected_recruiter_id=None,
            expected_city_id=scene.city,
            booking_key="the winner",
            now=NOW,
            minimum_notice=HOUR,
        )
        late = asyncio.create_task(scene.pick())
        await asyncio.sleep(0.2)
        assert not late.done()
        await winner.commit()
    assert await late is ReservationOutcome.SLOT_TAKEN


async def test_a_reservation_rolled_back_leaves_the_slot_to_the_next(scene: Scene) -> None:
    rival = await scene.world.candidate()
    async with scene.world.sessions() as loser:
        await reserve_slot(
            loser,
            slot_id=scene.slot,
            candidate_id=rival,
            expected_recruiter_id=None,
            expected_city_id=scene.city,
            booking_key="given up",
            now=NOW,
            minimum_notice=HOUR,
        )
        late = asyncio.create_task(scene.pick())
        await asyncio.sleep(0.2)
        await loser.rollback()
    assert await late is ReservationOutcome.RESERVED


async def test_a_booking_written_past_the_lock_is_an_outcome_and_no_exception(scene: Scene) -> None:
    """Somebody in psql gives the candidate a booking while the pick is under way."""
    other = await scene.world.slot(scene.recruiter, scene.city, hours=48)
    async with scene.world.sessions() as psql:
        await psql.execute(
            text("""
                INSERT INTO bookings (candidate_id, slot_id, recruiter_id, city_id, booking_key,
                    requested_at, changed_at, changed_by, changed_by_id)
                VALUES (:candidate, :slot, :recruiter, :city, 'psql', now(), now(), 'admin', 0)
            """),
            {"candidate": scene.candidate, "slot": other, "recruiter": scene.recruiter, "city": scene.city},
        )
        late = asyncio.create_task(scene.pick())
        await asyncio.sleep(0.2)
        await psql.commit()
    assert await late is ReservationOutcome.DUPLICATE_CANDIDATE


async def test_a_pick_of_a_free_slot_by_nobody_never_books(scene: Scene) -> None:
    with pytest.raises(DBAPIError, match="could not be judged"):
        await scene.world.reserve(scene.slot, 999_999, scene.city)
    assert await scene.count("bookings") == 0


async def test_a_reservation_costs_one_statement_and_so_does_a_refusal(scene: Scene, engine: AsyncEngine) -> None:
    for outcome in (ReservationOutcome.RESERVED, ReservationOutcome.ALREADY_RESERVED):
        with statements_of(engine) as statements:
            assert await scene.pick(f"key of {outcome}") is outcome
        assert len(statements) == 1


async def test_a_reservation_needs_no_transaction_around_it(scene: Scene, engine: AsyncEngine) -> None:
    alone = build_sessions(engine.execution_options(isolation_level="AUTOCOMMIT"))
    people = [await scene.world.candidate() for _ in range(10)]
    world = World(alone)
    answers = await asyncio.gather(*(world.reserve(scene.slot, person, scene.city) for person in people))
    assert Counter(answer.outcome for answer in answers) == {
        ReservationOutcome.RESERVED: 1,
        ReservationOutcome.SLOT_TAKEN: 9,
    }


@pytest.mark.parametrize(
    ("alone", "slot_is_there", "waits"), [(True, False, "off"), (True, True, "on"), (False, False, "on")]
)
async def test_only_a_refusal_that_is_a_transaction_of_its_own_does_not_wait_for_the_disk(
    scene: Scene, alone: bool, slot_is_there: bool, waits: str
) -> None:
    pick = text("SELECT reserve_slot('key', :slot, :candidate, NULL, :city, :now, :now, :alone)")
    believed = {"candidate": scene.candidate, "city": scene.city, "now": NOW, "alone": alone}
    async with scene.world.sessions() as session:
        await session.execute(text("SET LOCAL synchronous_commit = on"))
        await session.execute(pick, {"slot": scene.slot if slot_is_there else 999_999} | believed)
        assert await session.scalar(text("SHOW synchronous_commit")) == waits
