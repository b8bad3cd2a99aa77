"""`otklik zones`: slots to come whose wall time is another one since the zone data changed."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import click

from database.engine import build_sessions
from database.slots.zones import ShiftedSlot, shifted_slots
from otklik.clock import now
from otklik.columns import columns
from otklik.processes.boot import leave, run_process
from otklik.processes.servers import reach_database
from otklik.settings import Settings

HEADINGS = ("slot", "status", "recruiter", "city", "entered", "zone", "shows now", "difference")
MINUTE = timedelta(minutes=1)


@click.command()
def command() -> None:
    """List slots whose entered wall time no longer fits their instant; exit code 1 when there are any."""
    run_process(_list)


def table(slots: Sequence[ShiftedSlot]) -> str:
    """Return one line a slot under headings, in columns."""
    return columns([HEADINGS, *(_row(slot) for slot in slots)])


def _row(slot: ShiftedSlot) -> tuple[str, ...]:
    minutes = slot.difference // MINUTE
    hours, rest = divmod(abs(minutes), 60)
    return (
        str(slot.slot_id),
        slot.status.value,
        slot.recruiter_name,
        slot.city_name,
        f"{slot.wall_time:%Y-%m-%d %H:%M}",
        slot.wall_zone,
        f"{slot.shows_now:%Y-%m-%d %H:%M}",
        f"{'+' if minutes > 0 else '-'}{hours}:{rest:02}",
    )


async def _list(settings: Settings, stop: asyncio.Event) -> None:
    engine = await reach_database(settings, stop)
    try:
        async with build_sessions(engine)() as session:
            slots = await shifted_slots(session, now=now())
    finally:
        await engine.dispose()
    if not slots:
        click.echo("Every slot to come shows the time that was entered.")
        return
    click.echo(table(slots))
    leave(1)
