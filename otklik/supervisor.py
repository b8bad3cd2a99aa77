"""Starts the parts together, keeps them running, and stops them in reverse order."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence

from otklik.console import Console
from otklik.errors import CannotStartError
from otklik.part import Part, PartAtWork


@contextlib.asynccontextmanager
async def running(stages: Sequence[Sequence[Part]], console: Console) -> AsyncIterator[list[PartAtWork]]:
    """Run all parts while inside; entered when every one serves, left when every one has ended.

    All start at once, because each waits for what it needs and they take long to load; the stages are the order
    in which they are stopped, last first. Raises `CannotStartError` when one ends before it serves.
    """
    crew = [[PartAtWork(part, console) for part in stage] for stage in stages]
    everybody = [worker for stage in crew for worker in stage]
    try:
        await _bring_up(everybody, console)
        for worker in everybody:
            worker.keep_running()
        yield everybody
    finally:
        console.say("stopping …")
        await _shut_down(crew)
        console.say("stopped.")


async def _bring_up(everybody: Sequence[PartAtWork], console: Console) -> None:
    try:
        async with asyncio.TaskGroup() as group:
            for worker in everybody:
                group.create_task(_until_ready(worker, console))
    except BaseExceptionGroup as failures:
        reasons = failures.subgroup(CannotStartError)
        if reasons is None:
            raise
        raise _first(reasons) from None


async def _until_ready(worker: PartAtWork, console: Console) -> None:
    clock = asyncio.get_running_loop().time
    began = clock()
    await worker.until_ready()
    word = "is done" if worker.part.is_ready is None else "is ready"
    console.say(f"{worker.part.name} {word} ({clock() - began:.1f} s)")


async def _shut_down(crew: Sequence[Sequence[PartAtWork]]) -> None:
    try:
        for stage in reversed(crew):
            await asyncio.gather(*(worker.stop() for worker in stage))
    except asyncio.CancelledError:
        # Somebody is out of patience.
        for worker in (worker for stage in crew for worker in stage):
            worker.kill()
        raise


def _first(reasons: BaseException) -> BaseException:
    """Return one reason out of a tree of them: the others fell over for the same."""
    first = reasons
    while isinstance(first, BaseExceptionGroup):
        first = first.exceptions[0]
    return first
