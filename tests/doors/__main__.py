"""`python -m tests.doors`: throw as much at the doors as is wished, print what became of it, fail where it should not have.

A seed repeats the run. Each door has a fresh database; Temporal and the stand-in are there for the words.
"""

import argparse
import asyncio
import contextlib
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

from migrations.migrator import upgrade
from otklik.codec import EncryptionCodec
from otklik.embedded.postgres import embedded_postgres
from otklik.embedded.temporal import embedded_temporal
from otklik.search_attributes import SEARCH_ATTRIBUTES
from tests.conftest import FAST, ROOMY
from tests.doors.dice import Dice
from tests.doors.front import Front, opened_front
from tests.doors.polling_door import throw_at_polling
from tests.doors.presses_door import throw_presses
from tests.doors.webhook_door import throw_at_webhook
from tests.doors.words_door import STATIONS, Words
from tests.doors.words_house import open_house
from tests.standin.stage import Stage, start_process, stop_process
from workflows.connection import TemporalSettings, connect

SHOWN = 20
AT_EACH_STAGE = 10
WORDS_AMONG_ALL = 20  # one in so many examples is words: a whole journey answers them
Throw = Callable[[Front, Dice, int], Awaitable[Counter[str]]]
DOORS: dict[str, Throw] = {"webhook": throw_at_webhook, "polling": throw_at_polling, "presses": throw_presses}


async def throw_words(count: int, seed: int) -> tuple[Counter[str], list[str]]:
    """Let as many journeys live as are needed to say that much."""
    counted: Counter[str] = Counter()
    found: list[str] = []
    async with fresh_database() as url, temporal() as address, stand_in() as stage:
        client = await connect(TemporalSettings(address=address), codec=EncryptionCodec([bytes(32)]))
        for number in range(max(1, count // (AT_EACH_STAGE * STATIONS))):
            async with open_house(stage, client, url) as house:
                said = Words(house, Dice(seed + number), AT_EACH_STAGE)
                await said.live()
            counted += said.counted
            found += said.found
    return counted, found


async def throw(door: str, count: int, seed: int) -> tuple[Counter[str], list[str]]:
    """Throw that much at the door; return how many of each kind became what, and what should not have happened."""
    if door == "words":
        return await throw_words(count, seed)
    async with fresh_database() as url, opened_front(url) as front:
        return await DOORS[door](front, Dice(seed), count), front.found


@contextlib.asynccontextmanager
async def fresh_database() -> AsyncIterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        async with embedded_postgres(Path(folder), [*FAST, *ROOMY]) as url:
            await upgrade(url)
            yield url


@contextlib.asynccontextmanager
async def temporal() -> AsyncIterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        async with embedded_temporal(Path(folder), SEARCH_ATTRIBUTES) as address:
            yield address


@contextlib.asynccontextmanager
async def stand_in() -> AsyncIterator[Stage]:
    process, url = start_process()
    stage = Stage.at(url)
    try:
        yield stage
    finally:
        await stage.close()
        stop_process(process)


def main() -> int:
    """Return 1 where anything should not have happened."""
    parser = argparse.ArgumentParser(prog="python -m tests.doors")
    parser.add_argument("--examples", type=int, default=5000, help="how many in all")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--door", choices=[*DOORS, "words"], action="append", help="only this one; all without it")
    asked = parser.parse_args()
    doors = asked.door or [*DOORS, "words"]
    broken = 0
    for door in doors:
        share = asked.examples // WORDS_AMONG_ALL if door == "words" else asked.examples // len(doors)
        began = time.monotonic()
        counted, found = asyncio.run(throw(door, share, asked.seed))
        took = time.monotonic() - began
        sys.stdout.write(f"{door}: {counted.total():,} in {took:.0f} s, seed {asked.seed}\n")
        sys.stdout.writelines(f"{number:9,}  {kind}\n" for kind, number in sorted(counted.items()))
        sys.stdout.writelines(f"  should not have happened: {line[:1500]}\n" for line in found[:SHOWN])
        broken += len(found)
    sys.stdout.write(f"should not have happened: {broken}\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
