"""What a trial of faults draws from its seed, and how it cuts a connection."""

import asyncio
import contextlib
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator

import pytest

from proof.chaos.plan import WEIGHTS, Kind, Plan, plan_of
from proof.chaos.script import Ending, draw_script
from proof.chaos.severing import cut_connections

CONNECTS = """
import socket, sys
connection = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
print("connected", flush=True)
print("cut" if connection.recv(1) == b"" else "spoken to", flush=True)
"""


def test_a_seed_repeats_its_faults_arrivals_and_scripts() -> None:
    plan, again, other = (Plan(journeys=9, minutes=3, faults=40, seed=seed) for seed in (5, 5, 6))
    assert plan.draw_faults() == again.draw_faults() != other.draw_faults()
    assert plan.draw_arrivals() == again.draw_arrivals() != other.draw_arrivals()
    scripts = [[draw_script(seed, place) for place in range(40)] for seed in (5, 5, 6)]
    assert scripts[0] == scripts[1] != scripts[2]


def test_faults_come_one_after_another_and_in_the_end_all_of_them() -> None:
    faults = Plan(journeys=1, minutes=60, faults=600, seed=1).draw_faults()
    assert [fault.at for fault in faults] == sorted(fault.at for fault in faults)
    assert faults[-1].at == pytest.approx(3600, rel=0.1)
    assert {(fault.kind, fault.part) for fault in faults} == set(WEIGHTS)
    assert {kind for kind, _ in WEIGHTS} == set(Kind)


def test_every_ending_is_drawn_sooner_or_later() -> None:
    assert {draw_script(1, place).ending for place in range(200)} == set(Ending)


@pytest.mark.parametrize(
    ("minutes", "faults", "expected"), [(None, None, (3.0, 30)), (None, 50, (5.0, 50)), (2.0, None, (2.0, 20))]
)
def test_minutes_and_faults_follow_from_each_other(
    minutes: float | None, faults: int | None, expected: tuple[float, int]
) -> None:
    plan = plan_of(journeys=1, minutes=minutes, faults=faults, seed=1)
    assert (plan.minutes, plan.faults) == expected


@contextlib.asynccontextmanager
async def listening() -> AsyncIterator[int]:
    """Accept connections on a port and say nothing."""

    async def hold(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    server = await asyncio.start_server(hold, "127.0.0.1")
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


async def test_a_connection_of_a_child_is_cut_and_those_to_other_ports_stay() -> None:
    async with listening() as port, listening() as other:
        command = (sys.executable, "-c", CONNECTS, str(port))
        process = await asyncio.create_subprocess_exec(*command, stdout=PIPE)
        assert process.stdout is not None
        try:
            assert await process.stdout.readline() == b"connected\n"
            assert cut_connections(process.pid, other) == 0
            assert cut_connections(process.pid, port) == 1
            assert await asyncio.wait_for(process.stdout.readline(), 5) == b"cut\n"
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
