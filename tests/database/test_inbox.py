"""The inbox: stored once, handled in order per person, by any number of processes, losing nothing."""

import asyncio
from collections import defaultdict
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from database.inbox import (
    ClaimedUpdate,
    IncomingUpdate,
    claim_next,
    lag,
    mark_failed,
    mark_handled,
    next_try_at,
    store_updates,
)
from tests.database.world import NOW, World

BOT = 7
SECOND = timedelta(seconds=1)


def update_of(person: int, number: int) -> IncomingUpdate:
    return IncomingUpdate(update_id=number, person_key=person, payload={"text": f"№ {number}"})


async def arrive(world: World, *updates: IncomingUpdate) -> int:
    async with world.sessions.begin() as session:
        return await store_updates(session, BOT, updates)


async def must_claim(session: AsyncSession) -> ClaimedUpdate:
    claimed = await claim_next(session, now=NOW)
    assert claimed is not None
    return claimed


async def test_an_update_is_stored_once_however_often_it_arrives(world: World) -> None:
    assert await arrive(world, update_of(1, 10), update_of(2, 11)) == 2
    assert await arrive(world, update_of(1, 10), update_of(1, 12)) == 1
    assert await arrive(world) == 0
    async with world.sessions() as session:
        assert (await lag(session)).waiting == 3


async def test_the_payload_comes_back_as_it_arrived(world: World) -> None:
    await arrive(world, update_of(1, 10))
    async with world.sessions() as session:
        claimed = await must_claim(session)
    assert (claimed.bot_id, claimed.update_id, claimed.person_key) == (BOT, 10, 1)
    assert claimed.payload == {"text": "№ 10"}


async def test_ids_that_start_anew_do_not_change_the_order_of_arrival(world: World) -> None:
    await arrive(world, update_of(1, 900))
    await arrive(world, update_of(1, 5))
    async with world.sessions.begin() as session:
        assert (await must_claim(session)).update_id == 900


async def test_two_at_once_never_serve_one_person(world: World) -> None:
    await arrive(world, update_of(1, 10), update_of(1, 11), update_of(2, 12))
    async with world.sessions() as first, world.sessions() as second, world.sessions() as third:
        assert (await must_claim(first)).update_id == 10
        assert (await must_claim(second)).update_id == 12
        assert await claim_next(third, now=NOW) is None


async def test_who_claims_sees_whose_updates_wait_behind_it(world: World) -> None:
    await arrive(world, update_of(1, 10), update_of(2, 11), update_of(2, 12))
    seen = []
    for _ in range(3):
        async with world.sessions.begin() as session:
            claimed = await must_claim(session)
            seen.append((claimed.others_wait, claimed.another_waits))
            await mark_handled(session, claimed)
    assert seen == [(True, False), (False, True), (False, False)]


async def test_the_next_update_of_a_person_follows_when_the_one_before_is_handled(world: World) -> None:
    await arrive(world, update_of(1, 10), update_of(1, 11))
    for expected in (10, 11):
        async with world.sessions.begin() as session:
            claimed = await must_claim(session)
            assert claimed.update_id == expected
            await mark_handled(session, claimed)
    async with world.sessions() as session:
        assert await claim_next(session, now=NOW) is None


async def test_an_update_whose_handler_died_is_claimed_again(world: World) -> None:
    await arrive(world, update_of(1, 10))
    for _ in range(2):
        async with world.sessions() as dying:
            assert (await must_claim(dying)).update_id == 10


async def test_who_lost_the_connection_does_not_bring_back_what_was_handled_meanwhile(world: World) -> None:
    await arrive(world, update_of(1, 10))
    async with world.sessions() as lost:
        claimed = await must_claim(lost)
    async with world.sessions.begin() as session:
        await mark_handled(session, await must_claim(session))
    for tries in (5, 1):
        async with world.sessions.begin() as session:
            await mark_failed(session, claimed, error="connection lost", next_try_at=NOW, tries=tries)
        assert await world.ask("SELECT status FROM telegram_updates") == "handled"


async def test_a_failed_update_waits_for_its_next_try_and_holds_up_only_its_person(world: World) -> None:
    await arrive(world, update_of(1, 10), update_of(1, 11), update_of(2, 12))
    async with world.sessions.begin() as session:
        claimed = await must_claim(session)
        assert await mark_failed(session, claimed, error="boom", next_try_at=NOW + SECOND, tries=3) is False
    async with world.sessions.begin() as session:
        assert await next_try_at(session) == NOW + SECOND
        other = await must_claim(session)
        assert other.update_id == 12
        await mark_handled(session, other)
    async with world.sessions() as session:
        assert await claim_next(session, now=NOW) is None
        later = await claim_next(session, now=NOW + SECOND)
    assert later is not None
    assert (later.update_id, later.attempts) == (10, 1)


async def test_a_poison_update_is_parked_and_blocks_nobody(world: World) -> None:
    await arrive(world, update_of(1, 10), update_of(1, 11))
    parked = []
    for _ in range(3):
        async with world.sessions.begin() as session:
            claimed = await must_claim(session)
            parked.append(await mark_failed(session, claimed, error="boom" * 1000, next_try_at=NOW, tries=3))
    assert parked == [False, False, True]
    async with world.sessions() as session:
        assert (await must_claim(session)).update_id == 11
        behind = await lag(session)
    assert (behind.waiting, behind.parked) == (1, 1)


async def test_an_empty_inbox_is_not_behind(world: World) -> None:
    async with world.sessions() as session:
        behind = await lag(session)
    assert (behind.waiting, behind.oldest, behind.parked) == (0, None, 0)


async def test_many_workers_handle_everything_once_and_in_order(world: World) -> None:
    people, each = 12, 8
    await arrive(world, *(update_of(number % people, number) for number in range(people * each)))
    handled: dict[int, list[int]] = defaultdict(list)
    busy: set[int] = set()

    async def work() -> None:
        while True:
            async with world.sessions.begin() as session:
                claimed = await claim_next(session, now=NOW)
                if claimed is None:
                    if (await lag(session)).waiting == 0:
                        return
                    await asyncio.sleep(0.005)
                    continue
                assert claimed.person_key not in busy
                busy.add(claimed.person_key)
                handled[claimed.person_key].append(claimed.update_id)
                await mark_handled(session, claimed)
                busy.remove(claimed.person_key)

    await asyncio.gather(*(work() for _ in range(6)))
    assert handled == {person: list(range(person, people * each, people)) for person in range(people)}
