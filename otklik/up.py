"""`otklik up`: everything at once on one machine, in one terminal."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator, Iterator, Sequence

from otklik.addresses import Addresses, choose_addresses
from otklik.console import Console
from otklik.crew import Crew
from otklik.embedded.postgres import prepared_cluster
from otklik.invitations import offered_invitations
from otklik.part import PartAtWork
from otklik.payload_keys import embedded_keys
from otklik.running import Running, announced, claimed
from otklik.settings import Settings
from otklik.supervisor import running

STOPPED_BY = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextlib.asynccontextmanager
async def everything(
    settings: Settings, console: Console, *, addresses: Addresses | None = None, colours: bool = False
) -> AsyncIterator[Running]:
    """Run all parts while inside; raises `CannotStartError` when that cannot be."""
    with claimed(settings.data_dir):
        addresses = addresses or choose_addresses(settings)
        crew = await _crew(settings, addresses, console, colours=colours)
        async with running(crew.stages(), console) as parts:
            found = _described(crew, addresses, parts)
            with announced(settings.data_dir, found):
                yield found


async def up(settings: Settings) -> None:
    """Run until Ctrl-C or SIGTERM; a second one ends everything at once."""
    colours = settings.wants_colours(on_terminal=sys.stdout.isatty())
    console = Console(sys.stdout, colours=colours)
    clock = asyncio.get_running_loop().time
    began = clock()
    console.say("Otklik starts.")
    async with everything(settings, console, colours=colours) as found:
        console.say(await _welcome(found, settings, seconds=clock() - began))
        await asyncio.Event().wait()


@contextlib.contextmanager
def cancelled_by_signals() -> Iterator[None]:
    """Cancel the current task at each signal that asks to stop."""
    loop = asyncio.get_running_loop()
    task = asyncio.current_task()
    if task is None:
        raise RuntimeError("this is for tasks")
    for number in STOPPED_BY:
        loop.add_signal_handler(number, task.cancel)
    try:
        yield
    finally:
        for number in STOPPED_BY:
            loop.remove_signal_handler(number)


async def _crew(settings: Settings, addresses: Addresses, console: Console, *, colours: bool) -> Crew:
    cluster = None
    if settings.database_url is None:
        if not (settings.data_dir / "postgres").exists():
            console.say("making the database's files …")
        cluster = await prepared_cluster(settings.data_dir)
    if settings.temporal_address is None and settings.payload_key is None:
        embedded_keys(settings.data_dir)
    crew = Crew(settings=settings, addresses=addresses, cluster=cluster, colours=colours)
    names = [part.name for stage in crew.stages() for part in stage]
    console.say(f"starting {', '.join(names)} …")
    return crew


def _described(crew: Crew, addresses: Addresses, parts: Sequence[PartAtWork]) -> Running:
    server = crew.temporal
    return Running(
        pid=os.getpid(),
        api=addresses.api_url,
        temporal_address=crew.settings.temporal_address or (server.address if server else ""),
        temporal_ui=addresses.temporal_ui_url if server else None,
        page=addresses.page_url if crew.has_standin else None,
        database_url=crew.cluster.url() if crew.cluster else None,
        pids={worker.part.name: worker.pid for worker in parts if worker.part.is_ready is not None},
    )


async def _welcome(found: Running, settings: Settings, *, seconds: float) -> str:
    """Return what the person at the terminal wants to know first."""
    page = found.page or "the real one, with the bot of BOT_TOKEN"
    ui = found.temporal_ui or f"that of {found.temporal_address}"
    lines = [
        "",
        f"Otklik is ready ({seconds:.0f} s).",
        "",
        f"  Telegram      {page}",
        f"  API docs      {found.api}/docs",
        f"  Temporal UI   {ui}",
        *await _invitations(found),
        "",
        f"  Ctrl-C stops everything; {settings.data_dir} remembers it.",
        "",
    ]
    return "\n".join(lines)


async def _invitations(found: Running) -> list[str]:
    """Return the deep links that nobody has followed yet."""
    if found.page is None:
        return []
    offered = await offered_invitations(int(found.page.rpartition(":")[2])) or []
    links = [f"    {each.label:<28}/start {each.payload}" for each in offered if not each.is_used]
    return ["", "  Recruiters walk in with (also on the page):", *links] if links else []
