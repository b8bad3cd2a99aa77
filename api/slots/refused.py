"""Why a slot cannot be entered, as a problem."""

from collections.abc import Collection
from datetime import datetime
from http import HTTPStatus
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.problems import Fault, Problem
from api.slots.times import Start
from database.office.slots import OfficeSlot, office_slot
from database.office.slots_entering import taken_times
from database.office.slots_places import Place, directory
from database.office.tokens import ApiCaller
from domain import timezones
from domain.slots import FittingSlot, RefusedSlot, SlotRefusal, Taken, place_start

STATUSES = {
    SlotRefusal.NO_RECRUITER: HTTPStatus.NOT_FOUND,
    SlotRefusal.NO_CITY: HTTPStatus.NOT_FOUND,
    SlotRefusal.SLOT_OVERLAPS: HTTPStatus.CONFLICT,
}
FIELDS = {
    SlotRefusal.NO_CITY: "city_public_id",
    SlotRefusal.CITY_INACTIVE: "city_public_id",
    SlotRefusal.NO_RECRUITER: "recruiter_public_id",
    SlotRefusal.RECRUITER_INACTIVE: "recruiter_public_id",
    SlotRefusal.RECRUITER_ELSEWHERE: "recruiter_public_id",
}


def refusal_of(refused: RefusedSlot, start: Start, zone: str) -> Problem:
    """Return the refusal of a time; `errors` name both readings of an unclear one, and the slot in the way."""
    readings = [f"It could be {timezones.local(each, zone).isoformat()}." for each in refused.readings]
    beside = [f"It overlaps with slot {refused.beside}."] if refused.beside else []
    errors = [Fault(where=start.where, what=what) for what in readings or beside or [refused.reason]]
    status = STATUSES.get(refused.refusal, HTTPStatus.UNPROCESSABLE_ENTITY)
    return Problem(status, refused.refusal, refused.reason, errors=errors)


async def find_place(session: AsyncSession, caller: ApiCaller, recruiter: UUID, city: UUID) -> Place:
    """Return where the slots are wanted; a problem says why there can be none."""
    known = await directory(session, caller.cities, recruiter=recruiter, city=city)
    place = known.place(str(recruiter), str(city))
    if isinstance(place, Place):
        return place
    errors = [Fault(where=["body", FIELDS[place.refusal]], what=place.reason)]
    status = STATUSES.get(place.refusal, HTTPStatus.UNPROCESSABLE_ENTITY)
    raise Problem(status, place.refusal, place.reason, errors=errors)


async def find_slot(
    session: AsyncSession, public_id: UUID, cities: Collection[int] | None, *, locks: bool = False
) -> OfficeSlot:
    """Return the slot; a problem 404 where there is none in these cities."""
    found = await office_slot(session, public_id, cities, locks=locks)
    if found is None:
        raise Problem(HTTPStatus.NOT_FOUND, "no_slot", "There is no such slot.")
    return found


async def refuse_standing(session: AsyncSession, found: OfficeSlot, *, now: datetime) -> None:
    """Pass if a withdrawn slot could stand where it stood; a problem says why not."""
    length = found.ends_at - found.starts_at
    placed = place_start(found.starts_at, length, found.recruiter_zone, now=now)
    if isinstance(placed, FittingSlot):
        taken = await taken_times(session, [found.recruiter_id], since=now)
        refused = taken.get(found.recruiter_id, Taken()).refuse(placed)
    else:
        refused = placed
    if refused is not None:
        status = STATUSES.get(refused.refusal, HTTPStatus.CONFLICT)
        raise Problem(status, refused.refusal, refused.reason)
