"""Recruiters: who interviews, for which cities, by whose clock, and whether Telegram reaches them."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from sqlalchemy.ext.asyncio import AsyncSession

from api.access import Admin, Viewer
from api.etags import WITH_ETAG, IfMatch, require_match
from api.once import Once
from api.pages import Page, PagingIn, page_of
from api.patching import changes_of
from api.problems import CHANGING, CREATING, FINDING, LOOKING
from api.recruiters.changes import apply_changes
from api.recruiters.found import find_cities, find_recruiter
from api.recruiters.seen import NewRecruiter, Recruiter, RecruiterChange, RecruiterInDetail, describe, tag_of
from api.recruiters.warnings import left_behind, warnings_about
from api.references_named import refuse_deletion
from api.surroundings import Around
from api.writing_down import write_down
from database.office.order import OfficeOrder
from database.office.recruiters import (
    OfficeRecruiter,
    add_recruiter,
    delete_recruiter,
    office_recruiters,
    set_served_cities,
    unlink_telegram,
)
from database.office.tokens import ApiCaller

TABLE = "recruiters"
DELETION = "Switch the recruiter off instead (PATCH active: false): nobody is offered their slots then."

router = APIRouter(prefix="/api/v1/recruiters", tags=["recruiters"])


@router.get("", summary="Recruiters", responses=LOOKING)
async def recruiters(
    around: Around,
    caller: Viewer,
    paging: PagingIn,
    *,
    city: Annotated[UUID | None, Query(description="Only those who serve this city")] = None,
    active: Annotated[bool | None, Query(description="Only those who are switched on, or off")] = None,
    reachable: Annotated[bool | None, Query(description="Only those whom the bot can write to, or cannot")] = None,
    sort: OfficeOrder = OfficeOrder.NAME,
) -> Page[Recruiter]:
    """List them page by page; who serves none of the caller's cities is left out."""
    async with around.sessions() as session:
        rows = await office_recruiters(
            session,
            caller,
            paging.cut,
            now=around.now(),
            city=city,
            active=active,
            reachable=reachable,
            order=sort,
        )
    return page_of(rows, describe)


@router.get("/{public_id}", summary="A recruiter", responses=WITH_ETAG | FINDING)
async def recruiter(public_id: UUID, around: Around, caller: Viewer, response: Response) -> RecruiterInDetail:
    """Show one recruiter, and what keeps them from interviewing."""
    async with around.sessions() as session:
        found = await find_recruiter(session, caller, public_id, now=around.now())
        seen = await _in_detail(session, around, caller, found)
    response.headers["ETag"] = tag_of(seen)
    return seen


@router.post("", status_code=HTTPStatus.CREATED, summary="Add a recruiter", responses=CREATING)
async def create(new: NewRecruiter, around: Around, caller: Admin, once: Once, response: Response) -> RecruiterInDetail:
    """Add a recruiter; issue an invitation next, so that the bot can write to them."""

    async def make(session: AsyncSession) -> RecruiterInDetail:
        city_ids = await find_cities(session, new.cities)
        row_id, public_id = await add_recruiter(session, new.model_dump(exclude={"cities"}))
        await set_served_cities(session, row_id, city_ids)
        await write_down(session, around, caller, "recruiter_created", table=TABLE, row_id=row_id, after=new)
        found = await find_recruiter(session, caller, public_id, now=around.now())
        return await _in_detail(session, around, caller, found)

    made = await once.create(make, RecruiterInDetail, response)
    response.headers["Location"] = f"/api/v1/recruiters/{made.public_id}"
    response.headers["ETag"] = tag_of(made)
    return made


@router.patch("/{public_id}", summary="Change a recruiter", responses=WITH_ETAG | CHANGING)
async def change(
    public_id: UUID,
    wanted: RecruiterChange,
    *,
    around: Around,
    caller: Admin,
    response: Response,
    if_match: IfMatch = None,
) -> RecruiterInDetail:
    """Change what is named. Bookings are never touched: `warnings` say what stands and where."""
    async with around.sessions.begin() as session:
        found = await find_recruiter(session, caller, public_id, now=around.now(), locks=True)
        require_match(if_match, tag_of(describe(found)))
        followed = await apply_changes(session, around, caller, found, changes_of(wanted))
        changed = await find_recruiter(session, caller, public_id, now=around.now())
        seen = await _in_detail(session, around, caller, changed, [*followed, *left_behind(found, changed)])
    response.headers["ETag"] = tag_of(seen)
    return seen


@router.delete("/{public_id}", status_code=HTTPStatus.NO_CONTENT, summary="Delete a recruiter", responses=CHANGING)
async def delete(public_id: UUID, around: Around, caller: Admin, if_match: IfMatch = None) -> None:
    """Delete a recruiter who never had a slot; one who had is switched off instead."""
    async with around.sessions.begin() as session:
        found = await find_recruiter(session, caller, public_id, now=around.now(), locks=True)
        seen = describe(found)
        require_match(if_match, tag_of(seen))
        refuse_deletion(await delete_recruiter(session, found.id), code="recruiter_in_use", advice=DELETION)
        await write_down(session, around, caller, "recruiter_deleted", table=TABLE, row_id=found.id, before=seen)


@router.delete("/{public_id}/telegram", summary="Unlink a recruiter from Telegram", responses=WITH_ETAG | CHANGING)
async def unlink(
    public_id: UUID, around: Around, caller: Admin, response: Response, if_match: IfMatch = None
) -> RecruiterInDetail:
    """Forget a lost account: it can do nothing any more, and the next invitation links another one.

    Slots and bookings stand. Requests that nobody in Telegram can answer wait in the queue of bookings.
    """
    async with around.sessions.begin() as session:
        found = await find_recruiter(session, caller, public_id, now=around.now(), locks=True)
        require_match(if_match, tag_of(describe(found)))
        if found.telegram_id is not None:
            await unlink_telegram(session, found.id)
            await write_down(session, around, caller, "recruiter_unlinked", table=TABLE, row_id=found.id)
        unlinked = await find_recruiter(session, caller, public_id, now=around.now())
        seen = await _in_detail(session, around, caller, unlinked)
    response.headers["ETag"] = tag_of(seen)
    return seen


async def _in_detail(
    session: AsyncSession, around: Around, caller: ApiCaller, found: OfficeRecruiter, told: list[str] | None = None
) -> RecruiterInDetail:
    warnings = await warnings_about(session, caller, found, now=around.now())
    return RecruiterInDetail(**dict(describe(found)), warnings=[*(told or []), *warnings])
