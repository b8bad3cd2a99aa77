"""`reserve_slot`: each outcome in its precedence, refusals that write nothing, races that end in outcomes."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from database.engine import DatabaseSettings, build_engine, build_sessions
from domain.booking import BookingStatus
from domain.reservation import ReservationOutcome
from tests.database.scene import (
    LONE_TROUBLES,
    TROUBLES,
    Scene,
    Trouble,
    let_somebody_else_take_it,
    set_scene,
    switch_the_recruiter_off,
    take_it_before,
    withdraw_it,
)
from tests.database.world import HOUR, NOW, World

ROW = "SELECT slots::text || ' ' || xmin || ' ' || ctid FROM slots WHERE id = :slot"
RACERS = 200
CONNECTIONS = 20
ROUNDS = 200


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    """Engine with far fewer connections than there are racers, as in life."""
    engine = build_engine(DatabaseSettings(database_url, pool_size=CONNECTIONS))
    yield engine
    await engine.dispose()


@pytest.fixture
async def scene(engine: AsyncEngine) -> Scene:
    """A pick that would succeed."""
    return await set_scene(World(build_sessions(engine)))


def by_name(value: object) -> str | None:
    return getattr(value, "__name__", None)


async def test_a_free_slot_is_reserved_and_pending(scene: Scene) -> None:
    answer = await scene.world.reserve(scene.slot, scene.candidate, scene.city)
    assert answer.outcome is ReservationOutcome.RESERVED
    assert (answer.recruiter_id, answer.city_id) == (scene.recruiter, scene.city)
    assert answer.starts_at == NOW + 24 * HOUR
    status = await scene.world.ask("SELECT status FROM slots WHERE id = :slot", slot=scene.slot)
    holder = await scene.world.ask("SELECT candidate_tg_id FROM slots WHERE id = :slot", slot=scene.slot)
    assert status == BookingStatus.PENDING
    assert holder == await scene.world.ask("SELECT telegram_id FROM candidates WHERE id = :id", id=scene.candidate)


@pytest.mark.parametrize(("trouble", "outcome"), LONE_TROUBLES, ids=by_name)
async def test_each_trouble_has_its_own_answer(scene: Scene, trouble: Trouble, outcome: ReservationOutcome) -> None:
    await trouble(scene)
    assert await scene.pick() is outcome


async def test_of_several_troubles_the_first_is_told(scene: Scene) -> None:
    for number, (trouble, outcome) in enumerate(TROUBLES):
        await trouble(scene)
        assert await scene.pick(f"pick {number}") is outcome


@pytest.mark.parametrize(
    ("last", "outcome"),
    [
        (let_somebody_else_take_it, ReservationOutcome.SLOT_TAKEN),
        (take_it_before, ReservationOutcome.ALREADY_RESERVED),
        (withdraw_it, ReservationOutcome.SLOT_GONE),
    ],
    ids=by_name,
)
async def test_who_holds_the_slot_comes_before_all_other_troubles(
    scene: Scene, last: Trouble, outcome: ReservationOutcome
) -> None:
    await last(scene)
    for trouble, _ in TROUBLES[1:]:
        await trouble(scene)
    assert await scene.pick() is outcome


async def test_a_withdrawn_slot_is_gone_even_for_who_holds_it(scene: Scene) -> None:
    await take_it_before(scene)
    await scene.world.run("UPDATE slots SET withdrawn_at = now() WHERE id = :id", id=scene.slot)
    assert await scene.pick() is ReservationOutcome.SLOT_GONE


async def test_any_recruiter_is_never_the_wrong_one(scene: Scene) -> None:
    scene.expected_recruiter = None
    assert await scene.pick() is ReservationOutcome.RESERVED


async def test_a_slot_exactly_at_the_minimum_notice_can_be_reserved(scene: Scene) -> None:
    slot = await scene.world.slot(scene.recruiter, scene.city, hours=1)
    answer = await scene.world.reserve(slot, scene.candidate, scene.city)
    assert answer.outcome is ReservationOutcome.RESERVED


@pytest.mark.parametrize(("trouble", "outcome"), LONE_TROUBLES[:-1], ids=by_name)
async def test_a_refusal_leaves_the_slot_untouched(scene: Scene, trouble: Trouble, outcome: ReservationOutcome) -> None:
    await trouble(scene)
    before = await scene.world.ask(ROW, slot=scene.slot)
    counts = [await scene.count(table) for table in ("bookings", "slot_claims", "booking_events")]
    assert await scene.pick() is outcome
    assert await scene.world.ask(ROW, slot=scene.slot) == before
    assert [await scene.count(table) for table in ("bookings", "slot_claims", "booking_events")] == counts


async def test_the_answers_name_the_booking_that_they_speak_of(scene: Scene) -> None:
    first = await scene.world.reserve(scene.slot, scene.candidate, scene.city)
    again = await scene.world.reserve(scene.slot, scene.candidate, scene.city)
    other_slot = await scene.world.slot(scene.recruiter, scene.city, hours=48)
    second = await scene.world.reserve(other_slot, scene.candidate, scene.city)
    assert again.outcome is ReservationOutcome.ALREADY_RESERVED
    assert again.booking_id == first.booking_id
    assert second.outcome is ReservationOutcome.DUPLICATE_CANDIDATE
    assert (second.booking_id, second.existing_booking_id) == (None, first.booking_id)


async def test_a_key_that_was_answered_gets_the_same_answer(scene: Scene) -> None:
    first = await scene.world.reserve(scene.slot, scene.candidate, scene.city, booking_key="k")
    again = await scene.world.reserve(scene.slot, scene.candidate, scene.city, booking_key="k")
    assert again == first
    assert await scene.count("bookings") == 1


async def test_a_refusal_stays_a_refusal_under_its_key(scene: Scene) -> None:
    """A pick that was given up as lost must not book when its last copy arrives late."""
    await switch_the_recruiter_off(scene)
    assert await scene.pick("k") is ReservationOutcome.RECRUITER_INACTIVE
    await scene.world.run("UPDATE recruiters SET active = true")
    assert await scene.pick("k") is ReservationOutcome.RECRUITER_INACTIVE
    assert await scene.pick("another key") is ReservationOutcome.RESERVED


async def test_a_stored_answer_comes_before_everything_else(scene: Scene) -> None:
    assert await scene.pick("k") is ReservationOutcome.RESERVED
    await scene.world.run(
        "UPDATE bookings SET status = 'declined', ended_at = :now WHERE candidate_id = :id", now=NOW, id=scene.candidate
    )
    await withdraw_it(scene)
    assert await scene.pick("k") is ReservationOutcome.RESERVED
    assert await scene.pick("another key") is ReservationOutcome.SLOT_GONE


async def test_copies_of_one_pick_at_once_get_one_answer(scene: Scene) -> None:
    answers = await asyncio.gather(
        *(scene.world.reserve(scene.slot, scene.candidate, scene.city, booking_key="k") for _ in range(10))
    )
    assert {answer.outcome for answer in answers} == {ReservationOutcome.RESERVED}
    assert len({answer.booking_id for answer in answers}) == 1
    assert await scene.count("bookings") == 1


@pytest.mark.parametrize("places", [1, 5])
async def test_two_hundred_people_racing_for_a_few_slots_fill_exactly_those(scene: Scene, places: int) -> None:
    slots = await scene.world.slots(scene.recruiter, scene.city, count=places, hours=50)
    people = await scene.world.candidates(RACERS)
    answers = await asyncio.gather(
        *(scene.world.reserve(slots[number % places], person, scene.city) for number, person in enumerate(people))
    )
    assert Counter(answer.outcome for answer in answers) == {
        ReservationOutcome.RESERVED: places,
        ReservationOutcome.SLOT_TAKEN: RACERS - places,
    }
    held = await scene.world.ask("SELECT array_agg(slot_id ORDER BY slot_id) FROM slot_claims")
    assert held == slots == sorted(answer.slot_id for answer in answers if answer.booking_id is not None)


async def test_one_person_racing_for_two_slots_gets_one_in_every_round(scene: Scene) -> None:
    people = await scene.world.candidates(ROUNDS)
    slots = await scene.world.slots(scene.recruiter, scene.city, count=2 * ROUNDS, hours=50)
    for person, first, second in zip(people, slots[::2], slots[1::2], strict=True):
        answers = await asyncio.gather(*(scene.world.reserve(slot, person, scene.city) for slot in (first, second)))
        assert Counter(answer.outcome for answer in answers) == {
            ReservationOutcome.RESERVED: 1,
            ReservationOutcome.DUPLICATE_CANDIDATE: 1,
        }
    assert await scene.count("slot_claims") == ROUNDS


async def test_a_freed_slot_can_be_reserved_again_and_remembers_who_had_it(scene: Scene) -> None:
    await take_it_before(scene)
    await scene.world.run("UPDATE bookings SET status = 'cancelled', ended_at = :now", now=NOW)
    next_person = await scene.world.candidate()
    answer = await scene.world.reserve(scene.slot, next_person, scene.city)
    assert answer.outcome is ReservationOutcome.RESERVED
    assert await scene.count("bookings") == 2
