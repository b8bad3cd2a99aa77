"""Slots as admins keep them: listed, looked at, entered one by one."""

from datetime import timedelta
from http import HTTPStatus
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import ConfigDict
from sqlalchemy.ext.asyncio import AsyncSession

from api.access import Manager, Viewer
from api.etags import WITH_ETAG, etag_of
from api.moments import Instant
from api.once import Once
from api.pages import Page, PagingIn, page_of
from api.problems import CREATING, FINDING, LOOKING
from api.slots.refused import find_place, find_slot, refusal_of
from api.slots.seen import Slot, describe
from api.slots.times import USUAL_MINUTES, Minutes, Start
from api.surroundings import Around
from api.writing_down import write_down
from database.office.slots import SlotSieve, office_slots
from database.office.slots_entering import SlotWish, enter_slots, judge_wishes
from domain.booking import SlotStatus

MOST_STATUSES = len(SlotStatus)


class NewSlot(Start):
    """A slot to be entered: for which city, by which recruiter, when."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "recruiter_public_id": "b8f0e9d2-6a5e-4d2b-9a43-0a6ad0c5b702",
                    "city_public_id": "c1c2f9a0-0f0e-4f4b-8a1e-2b0f8f0d9a01",
                    "wall_time": "2026-12-01T10:00",
                    "minutes": 20,
                }
            ]
        },
    )

    recruiter_public_id: UUID
    city_public_id: UUID
    minutes: Minutes = USUAL_MINUTES


router = APIRouter(prefix="/api/v1/slots", tags=["slots"])


@router.get("", summary="Slots", responses=LOOKING)
async def slots(
    around: Around,
    caller: Viewer,
    paging: PagingIn,
    *,
    city: Annotated[UUID | None, Query(description="Public id of a city")] = None,
    recruiter: Annotated[UUID | None, Query(description="Public id of a recruiter")] = None,
    status: Annotated[list[SlotStatus] | None, Query(max_length=MOST_STATUSES, description="Any of them")] = None,
    since: Annotated[Instant | None, Query(alias="from", description="Starts then or later")] = None,
    until: Annotated[Instant | None, Query(alias="to", description="Starts before then")] = None,
    sort: Literal["starts_at", "-starts_at"] = "starts_at",
) -> Page[Slot]:
    """List them by their start."""
    sieve = SlotSieve(
        cities=caller.cities, city=city, recruiter=recruiter, statuses=status or (), since=since, until=until
    )
    async with around.sessions() as session:
        found = await office_slots(session, sieve, paging.cut, latest_first=sort == "-starts_at")
    return page_of(found, describe)


@router.get("/{public_id}", summary="A slot", responses=WITH_ETAG | FINDING)
async def slot(public_id: UUID, around: Around, caller: Viewer, response: Response) -> Slot:
    """Show one slot."""
    async with around.sessions() as session:
        seen = describe(await find_slot(session, public_id, caller.cities))
    response.headers["ETag"] = etag_of(seen)
    return seen


@router.post("", status_code=HTTPStatus.CREATED, summary="Enter a slot", responses=CREATING)
async def create(new: NewSlot, around: Around, caller: Manager, once: Once, response: Response) -> Slot:
    """Enter a free slot; whoever waits for one in the city may be offered it at once."""

    async def make(session: AsyncSession) -> Slot:
        place = await find_place(session, caller, new.recruiter_public_id, new.city_public_id)
        wish = SlotWish(number=1, place=place, start=new.start, length=timedelta(minutes=new.minutes))
        now = around.now()
        (verdict,) = await enter_slots(session, await judge_wishes(session, [wish], now=now), now=now)
        if verdict.refused is not None:
            raise refusal_of(verdict.refused, new, place.recruiter.zone)
        assert verdict.public_id is not None and verdict.slot_id is not None  # noqa: S101, PT018 - it stands now
        seen = describe(await find_slot(session, verdict.public_id, caller.cities))
        await write_down(session, around, caller, "slot_created", table="slots", row_id=verdict.slot_id, after=seen)
        return seen

    seen = await once.create(make, Slot, response)
    response.headers["Location"] = f"/api/v1/slots/{seen.public_id}"
    response.headers["ETag"] = etag_of(seen)
    return seen
