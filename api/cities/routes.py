"""Cities: where people are interviewed, by whose clock, at which address; and who leads them."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from sqlalchemy.ext.asyncio import AsyncSession

from api.access import Admin, Manager, Viewer
from api.cities.found import find_city, find_lead
from api.cities.seen import City, CityChange, CityInDetail, LeadChoice, NewCity, describe, tag_of
from api.cities.warnings import warnings_about
from api.etags import WITH_ETAG, IfMatch, require_match
from api.once import Once
from api.pages import Page, PagingIn, page_of
from api.patching import changes_of
from api.problems import CHANGING, CREATING, FINDING, LOOKING, Fault, Problem
from api.references_named import refuse_deletion
from api.surroundings import Around
from api.writing_down import write_down
from database.office.cities import OfficeCity, add_city, change_city, delete_city, office_cities, set_lead
from database.office.order import OfficeOrder
from database.office.tokens import ApiCaller
from database.tables import Role

FIELDS_OF_ADMINS = ("name", "zone", "active")
DELETION = "Switch the city off instead (PATCH active: false): candidates do not see it then, and nothing is lost."

router = APIRouter(prefix="/api/v1/cities", tags=["cities"])


@router.get("", summary="Cities", responses=LOOKING)
async def cities(
    around: Around,
    caller: Viewer,
    paging: PagingIn,
    *,
    active: Annotated[bool | None, Query(description="Only those that are switched on, or off")] = None,
    served: Annotated[bool | None, Query(description="Only those that an active recruiter serves, or nobody")] = None,
    sort: OfficeOrder = OfficeOrder.NAME,
) -> Page[City]:
    """List them page by page."""
    async with around.sessions() as session:
        rows = await office_cities(session, caller, paging.cut, active=active, served=served, order=sort)
    return page_of(rows, describe)


@router.get("/{public_id}", summary="A city", responses=WITH_ETAG | FINDING)
async def city(public_id: UUID, around: Around, caller: Viewer, response: Response) -> CityInDetail:
    """Show one city, and what stands in the way of interviews there."""
    async with around.sessions() as session:
        seen = await _in_detail(session, around, await find_city(session, caller, public_id))
    response.headers["ETag"] = tag_of(seen)
    return seen


@router.post("", status_code=HTTPStatus.CREATED, summary="Add a city", responses=CREATING)
async def create(new: NewCity, around: Around, caller: Admin, once: Once, response: Response) -> CityInDetail:
    """Add a city; candidates can choose it at once unless it begins switched off."""

    async def make(session: AsyncSession) -> CityInDetail:
        found = await find_city(session, caller, await add_city(session, new.model_dump()))
        await write_down(session, around, caller, "city_created", table="cities", row_id=found.id, after=new)
        return await _in_detail(session, around, found)

    made = await once.create(make, CityInDetail, response)
    response.headers["Location"] = f"/api/v1/cities/{made.public_id}"
    response.headers["ETag"] = tag_of(made)
    return made


@router.patch("/{public_id}", summary="Change a city", responses=WITH_ETAG | CHANGING)
async def change(
    public_id: UUID,
    wanted: CityChange,
    *,
    around: Around,
    caller: Manager,
    response: Response,
    if_match: IfMatch = None,
) -> CityInDetail:
    """Change what is named. Bookings are never touched: `warnings` say what stands and what people were told."""
    changes = changes_of(wanted)
    async with around.sessions.begin() as session:
        found = await find_city(session, caller, public_id, locks=True)
        _refuse_fields_of_admins(caller, changes)
        require_match(if_match, tag_of(describe(found)))
        before = {name: getattr(found, name) for name in changes}
        if changes != before:
            await change_city(session, found.id, changes)
            await write_down(
                session, around, caller, "city_changed", table="cities", row_id=found.id, before=before, after=changes
            )
        changed = await find_city(session, caller, public_id)
        seen = await _in_detail(session, around, changed, zone_before=found.zone)
    response.headers["ETag"] = tag_of(seen)
    return seen


@router.delete("/{public_id}", status_code=HTTPStatus.NO_CONTENT, summary="Delete a city", responses=CHANGING)
async def delete(public_id: UUID, around: Around, caller: Admin, if_match: IfMatch = None) -> None:
    """Delete a city that nothing refers to; one that was in use is switched off instead."""
    async with around.sessions.begin() as session:
        found = await find_city(session, caller, public_id, locks=True)
        require_match(if_match, tag_of(describe(found)))
        refuse_deletion(await delete_city(session, found.id), code="city_in_use", advice=DELETION)
        await write_down(
            session, around, caller, "city_deleted", table="cities", row_id=found.id, before=describe(found)
        )


@router.patch("/{public_id}/lead", summary="Choose the lead", responses=WITH_ETAG | CHANGING)
async def choose_lead(
    public_id: UUID, choice: LeadChoice, *, around: Around, caller: Admin, response: Response, if_match: IfMatch = None
) -> CityInDetail:
    """Let an active recruiter of the city lead it, or nobody."""
    async with around.sessions.begin() as session:
        found = await find_city(session, caller, public_id, locks=True)
        require_match(if_match, tag_of(describe(found)))
        recruiter_id = await find_lead(session, found, choice.recruiter_public_id)
        if recruiter_id != found.lead_recruiter_id:
            await set_lead(session, found.id, recruiter_id)
            await write_down(
                session,
                around,
                caller,
                "city_lead_chosen",
                table="cities",
                row_id=found.id,
                before={"lead_recruiter_id": found.lead_recruiter_id},
                after={"lead_recruiter_id": recruiter_id},
            )
        seen = await _in_detail(session, around, await find_city(session, caller, public_id))
    response.headers["ETag"] = tag_of(seen)
    return seen


async def _in_detail(
    session: AsyncSession, around: Around, found: OfficeCity, *, zone_before: str | None = None
) -> CityInDetail:
    warnings = await warnings_about(session, found, now=around.now(), zone_before=zone_before)
    return CityInDetail(**dict(describe(found)), warnings=warnings)


def _refuse_fields_of_admins(caller: ApiCaller, changes: dict[str, object]) -> None:
    if caller.role is Role.ADMIN:
        return
    theirs = [name for name in FIELDS_OF_ADMINS if name in changes]
    if theirs:
        faults = [Fault(where=["body", name], what="Only an admin changes this.") for name in theirs]
        detail = f"Only an admin changes {', '.join(theirs)}; leave it out, or ask one."
        raise Problem(HTTPStatus.FORBIDDEN, "field_of_admin", detail, errors=faults)
