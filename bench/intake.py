"""Updates that the bot's webhook takes in, beside an endpoint that only parses JSON and inserts one row.

The bot is the real process. First what it takes in is marked as handled at once, so that taking in is all that it does;
then it handles at the same time what it takes in, with the same processor. By turns: a burst for ours, one for the
bare one.
"""

import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bench.figure import Figure, Goal, paired_ratio
from bench.house import House, answers, open_house
from bench.intake_calls import rate_of
from bench.offices import OFFICE
from database.engine import DatabaseSettings, build_engine, plain_url
from otklik.embedded.child import BARE_ENVIRONMENT, child, tethered, until_ready
from otklik.embedded.ports import LOOPBACK, free_ports

BARE = str(Path(__file__).parent / "intake_bare.py")
POOL = 10  # as many connections as a process of ours has where nothing else is said
BARE_TABLE = "CREATE TABLE bare_updates (id bigint PRIMARY KEY, payload jsonb NOT NULL)"
HANDLED_AT_ONCE = """
    CREATE FUNCTION handled_at_once() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN NEW.status := 'handled'; RETURN NEW; END $$
"""
BEFORE_INSERT = """
    CREATE TRIGGER handled_at_once BEFORE INSERT ON telegram_updates FOR EACH ROW EXECUTE FUNCTION handled_at_once()
"""
HANDLED_AS_EVER = "DROP TRIGGER handled_at_once ON telegram_updates"
GOAL = Goal(at_least=0.7)


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """Rounds, updates of a burst, updates of one that is handled too, and connections that bring them."""

    rounds: int
    updates: int
    handled: int
    connections: int


QUICK = Sizes(rounds=2, updates=400, handled=60, connections=40)
FULL = Sizes(rounds=9, updates=4000, handled=500, connections=40)


async def measure(sizes: Sizes) -> Sequence[Figure]:
    """Measure taking in alone, then taking in and handling."""
    async with open_house(OFFICE) as house, bare_endpoint(house.database_url) as bare:
        engine = build_engine(DatabaseSettings(house.database_url, pool_size=1))
        await execute(engine, HANDLED_AT_ONCE, BEFORE_INSERT)
        alone = await rates(house, bare, sizes, sizes.updates)
        await execute(engine, HANDLED_AS_EVER)
        busy = await rates(house, bare, sizes, sizes.handled)
        await engine.dispose()
    return [figure("taking in alone", *alone, GOAL), figure("handling meanwhile", *busy, None)]


@asynccontextmanager
async def bare_endpoint(url: str) -> AsyncIterator[str]:
    """Run the bare endpoint while inside; yield its address."""
    engine = build_engine(DatabaseSettings(url, pool_size=1))
    await execute(engine, BARE_TABLE)
    await engine.dispose()
    (port,) = free_ports(1)
    arguments = [plain_url(url), str(port), str(POOL)]
    command = tethered([sys.executable, BARE, *arguments], on_parent_death=signal.SIGKILL)
    log = Path("/dev/null")
    async with child(command, log=log, stopped_by=signal.SIGTERM, grace=5, environment=BARE_ENVIRONMENT) as process:
        await until_ready("bare endpoint", process, log, answers(port))
        yield f"http://{LOOPBACK}:{port}/hook"


async def execute(engine: AsyncEngine, *statements: str) -> None:
    """Execute statements, each by itself."""
    async with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        for each in statements:
            await connection.execute(text(each))


async def rates(house: House, bare: str, sizes: Sizes, updates: int) -> tuple[list[float], list[float]]:
    """Return updates a second of ours and of the bare one, round by round; a first, small round is for warming."""
    ours: list[float] = []
    theirs: list[float] = []
    for hook in (house.hook, bare):
        await rate_of(hook, updates // 10, sizes.connections)
    for number in range(sizes.rounds):
        pairs = [(house.hook, ours), (bare, theirs)]
        for hook, found in pairs if number % 2 else pairs[::-1]:
            found.append(await rate_of(hook, updates, sizes.connections))
    return ours, theirs


def figure(case: str, ours: Sequence[float], bare: Sequence[float], goal: Goal | None) -> Figure:
    """Return medians and the median of each round's own ratio."""
    return Figure(
        benchmark="intake",
        case=case,
        unit="updates a second",
        ours=median(ours),
        bare=median(bare),
        value=paired_ratio(ours, bare),
        goal=goal,
    )
