"""Entering slots for recruiters: each wish is judged, and what fits is written in one transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from database.office.slots_places import Place
from database.tables import Slot
from domain.booking import SlotStatus
from domain.slots import FittingSlot, RefusedSlot, SlotRefusal, Taken, place_start

AROUND = timedelta(days=1)  # longer than any slot, so that one that began before is seen
AT_ONCE = 1000  # rows of one statement
BEATEN = RefusedSlot(
    refusal=SlotRefusal.SLOT_OVERLAPS, reason="It overlaps with a slot that stood there a moment ago; try again."
)


@dataclass(frozen=True, kw_only=True)
class SlotWish:
    """A slot that somebody wants; `number` is its row. A naive start is a wall time in the recruiter's zone."""

    number: int
    place: Place
    start: datetime
    length: timedelta


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What became of a wish: it is refused, or it fits, and has a public id once it stands."""

    wish: SlotWish
    fitting: FittingSlot | None = None
    refused: RefusedSlot | None = None
    slot_id: int | None = None
    public_id: UUID | None = None


def judge_wish(wish: SlotWish, taken: dict[int, Taken], *, now: datetime) -> Verdict:
    """Judge one wish against the recruiters' taken times; one that fits is taken for those that follow."""
    placed = place_start(wish.start, wish.length, wish.place.recruiter.zone, now=now)
    if isinstance(placed, RefusedSlot):
        return Verdict(wish=wish, refused=placed)
    calendar = taken.setdefault(wish.place.recruiter.id, Taken())
    refused = calendar.refuse(placed)
    if refused is not None:
        return Verdict(wish=wish, refused=refused)
    calendar.add(placed.starts_at, placed.ends_at, wish.number)
    return Verdict(wish=wish, fitting=placed)


async def judge_wishes(session: AsyncSession, wishes: Sequence[SlotWish], *, now: datetime) -> list[Verdict]:
    """Judge wishes in order, against what stands in the recruiters' schedules and against each other."""
    taken = await taken_times(session, {wish.place.recruiter.id for wish in wishes}, since=now)
    return [judge_wish(wish, taken, now=now) for wish in wishes]


async def taken_times(session: AsyncSession, recruiter_ids: Iterable[int], *, since: datetime) -> dict[int, Taken]:
    """Return the standing slots of these recruiters that end after `since`, by recruiter."""
    query = (
        select(Slot.recruiter_id, Slot.starts_at, Slot.ends_at, Slot.public_id)
        .where(
            Slot.recruiter_id.in_(sorted(recruiter_ids)),
            Slot.starts_at > since - AROUND,
            Slot.ends_at > since,
            Slot.status != SlotStatus.WITHDRAWN,
        )
        .order_by(Slot.recruiter_id, Slot.starts_at)
    )
    taken: dict[int, Taken] = {}
    for row in await session.execute(query):
        taken.setdefault(row.recruiter_id, Taken()).add(row.starts_at, row.ends_at, row.public_id)
    return taken


async def enter_slots(session: AsyncSession, verdicts: Sequence[Verdict], *, now: datetime) -> list[Verdict]:
    """Write the slots that fit and return all verdicts anew.

    One that came to overlap with a slot that somebody else entered meanwhile is refused after all.
    """
    # In one order for everybody, so that two who enter the same times never wait for each other.
    fitting = [(each.wish.place, each.fitting) for each in verdicts if each.fitting]
    fitting.sort(key=lambda each: (each[0].recruiter.id, each[1].starts_at))
    rows = [_row(place, slot) for place, slot in fitting]
    entered = await _insert(session, rows)
    settled = [_settle(each, entered) for each in verdicts]
    beaten = {each.wish.place.recruiter.id for each in settled if each.refused is BEATEN}
    if not beaten:
        return settled
    taken = await taken_times(session, beaten, since=now)
    return [_say_what_beat_it(each, before, taken) for each, before in zip(settled, verdicts, strict=True)]


async def _insert(session: AsyncSession, rows: list[dict[str, object]]) -> dict[tuple[int, datetime], tuple[int, UUID]]:
    """Write rows and return (id, public id) by recruiter and start; those that overlap with a standing one are left."""
    entered: dict[tuple[int, datetime], tuple[int, UUID]] = {}
    columns = (Slot.id, Slot.public_id, Slot.recruiter_id, Slot.starts_at)
    for first in range(0, len(rows), AT_ONCE):
        # Not a plain insert: two of those that overlap can wait for each other, which ends in an error.
        written = insert(Slot).values(rows[first : first + AT_ONCE]).on_conflict_do_nothing().returning(*columns)
        for row in await session.execute(written):
            entered[row.recruiter_id, row.starts_at] = (row.id, row.public_id)
    return entered


def _row(place: Place, slot: FittingSlot) -> dict[str, object]:
    times = {"starts_at": slot.starts_at, "ends_at": slot.ends_at}
    entered = {"wall_time": slot.wall_time, "wall_zone": slot.wall_zone}
    return {"recruiter_id": place.recruiter.id, "city_id": place.city.id} | times | entered


def _settle(verdict: Verdict, entered: dict[tuple[int, datetime], tuple[int, UUID]]) -> Verdict:
    if verdict.fitting is None:
        return verdict
    slot = entered.get((verdict.wish.place.recruiter.id, verdict.fitting.starts_at))
    if slot is None:
        return replace(verdict, fitting=None, refused=BEATEN)
    return replace(verdict, slot_id=slot[0], public_id=slot[1])


def _say_what_beat_it(verdict: Verdict, before: Verdict, taken: dict[int, Taken]) -> Verdict:
    calendar = taken.get(verdict.wish.place.recruiter.id)
    if verdict.refused is not BEATEN or before.fitting is None or calendar is None:
        return verdict
    return replace(verdict, refused=calendar.refuse(before.fitting) or BEATEN)
