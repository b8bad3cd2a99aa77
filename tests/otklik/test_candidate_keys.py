"""The keys themselves: one for each candidate however many ask, wrapped, remembered shortly, destroyed with them."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator

import pytest

from database.engine import DatabaseSettings, build_engine
from database.people.candidate_keys import keys_by_master
from database.people.erasure import erase_candidate
from domain.erased import CandidateErasedError
from domain.ids import CandidateId
from otklik.candidate_keys import LIFETIME, REMEMBERED
from otklik.key_wrapping import KeyWrapping, UnwrappableKeyError
from otklik.payload_keys import key_id
from tests.database.world import NOW
from tests.otklik.keyed import MASTER, Processes

MAKER = """
import asyncio, sys
from database.engine import DatabaseSettings, build_engine, build_sessions
from otklik.candidate_keys import CandidateKeys
from otklik.key_wrapping import KeyWrapping

async def main():
    engine = build_engine(DatabaseSettings(sys.argv[1]))
    keys = CandidateKeys(build_sessions(engine), KeyWrapping([bytes.fromhex(sys.argv[2])]))
    print("ready", flush=True)
    sys.stdin.readline()
    print(*[(await keys.ensure(number)).id.decode() for number in range(1, 31)])
    await engine.dispose()

asyncio.run(main())
"""


@pytest.fixture
async def processes(database_url: str) -> AsyncIterator[Processes]:
    engine = build_engine(DatabaseSettings(database_url))
    yield Processes(engine)
    await engine.dispose()


async def test_only_so_many_keys_are_remembered_and_none_for_longer_than_it_may_be_used(processes: Processes) -> None:
    keys = processes.keys()
    remembered = keys._remembered  # noqa: SLF001 - what stays in memory can be seen there alone
    first, second = await processes.world.candidates(2)
    cipher = await keys.ensure(CandidateId(first))
    remembered.update({CandidateId(-number): (LIFETIME, cipher) for number in range(REMEMBERED)})
    await keys.ensure(CandidateId(second))
    assert len(remembered) <= REMEMBERED
    assert first not in remembered
    processes.now = LIFETIME
    await keys.ensure(CandidateId(first))
    assert list(remembered) == [first]


async def test_whoever_asks_at_once_gets_one_key(processes: Processes) -> None:
    candidate = CandidateId(await processes.world.candidate())
    made = await asyncio.gather(*(processes.keys().ensure(candidate) for _ in range(8)))
    assert len({each.id for each in made}) == 1


async def test_two_processes_at_once_make_one_key_for_each_candidate(processes: Processes, database_url: str) -> None:
    await processes.world.candidates(30)
    command = [sys.executable, "-c", MAKER, database_url, MASTER.hex()]
    both = [await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE) for _ in range(2)]
    for each in both:
        assert each.stdout is not None
        assert await asyncio.wait_for(each.stdout.readline(), 60) == b"ready\n"
    answers = await asyncio.gather(*(each.communicate(b"go\n") for each in both))
    [first, second] = [answer.split() for answer, _ in answers]
    assert first == second
    assert len(set(first)) == 30


async def test_no_key_is_made_while_its_candidate_is_being_erased(processes: Processes) -> None:
    candidate = await processes.world.candidate()
    async with processes.world.sessions.begin() as erasing:
        await erase_candidate(erasing, candidate, now=NOW)
        asked = asyncio.create_task(processes.keys().ensure(CandidateId(candidate)))
        _, waiting = await asyncio.wait([asked], timeout=0.5)
        assert waiting
    with pytest.raises(CandidateErasedError):
        await asked
    assert await processes.world.ask("SELECT count(*) FROM candidate_keys") == 0


async def test_who_is_not_there_has_no_key(processes: Processes) -> None:
    with pytest.raises(LookupError, match="there is no candidate 999"):
        await processes.keys().ensure(CandidateId(999))


async def test_keys_cannot_be_swapped_between_candidates(processes: Processes) -> None:
    first, second = await processes.world.candidates(2)
    for candidate in (first, second):
        await processes.keys().ensure(CandidateId(candidate))
    await processes.world.run(
        "UPDATE candidate_keys SET wrapped_key = (SELECT wrapped_key FROM candidate_keys WHERE candidate_id = :other)",
        other=second,
    )
    with pytest.raises(UnwrappableKeyError, match="altered"):
        await processes.keys().key_of(CandidateId(first))


async def test_the_master_key_is_never_in_the_database_and_names_itself_by_its_id(processes: Processes) -> None:
    await processes.keys().ensure(CandidateId(await processes.world.candidate()))
    async with processes.world.sessions() as session:
        assert await keys_by_master(session) == {key_id(MASTER).decode(): 1}
    assert await processes.world.ask("SELECT length(wrapped_key) FROM candidate_keys") == 60


async def test_no_key_shows_in_any_representation(processes: Processes) -> None:
    candidate = CandidateId(await processes.world.candidate())
    wrapping = KeyWrapping([MASTER])
    new = wrapping.new_key(candidate)
    key = wrapping.unwrap(new, candidate)
    shown = repr([new, await processes.keys().ensure(candidate), processes.codec(), processes.keys(), wrapping])
    assert not any(repr(secret)[2:-1] in shown or secret.hex() in shown for secret in (key, new.wrapped, MASTER))
