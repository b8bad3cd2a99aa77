"""Cities as admins see them, and who leads them: the one who is told when a recruiter cannot be reached."""

from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.access import Admin, Viewer
from api.etags import WITH_ETAG, IfMatch, etag_of, require_match
from api.problems import Fault, Problem, describe_problems
from api.surroundings import Around
from database import audit
from database.office_cities import OfficeCity, office_cities, office_city, set_lead
from database.recruiters import recruiters_of_city
from database.tables import Recruiter
from domain.booking import Actor

LOOKING = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY)
CHANGING = (*LOOKING, HTTPStatus.NOT_FOUND, HTTPStatus.PRECONDITION_FAILED)


class Lead(BaseModel):
    """Who is told of requests whose recruiter cannot be reached."""

    public_id: UUID
    name: str
    reachable: bool = Field(description="False: switched off, without Telegram, or has blocked the bot")


class City(BaseModel):
    """A city; the zone is an IANA name, `policy` is what it overrides of the company's."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "public_id": "6f0e0f0e-5d0c-4b36-9a53-5b7f6a3d9c11",
                    "name": "Kazan",
                    "zone": "Europe/Moscow",
                    "active": True,
                    "language": "ru",
                    "contact_link": "https://t.me/otklik_kazan",
                    "address": "Baumana 1",
                    "meeting_link": None,
                    "lead": {"public_id": "0b8b8f3e-77f2-4a53-8d0c-2f6f7a0f1d42", "name": "Ada", "reachable": True},
                    "policy": {"reminder_lead": 10800},
                }
            ]
        }
    )

    public_id: UUID
    name: str
    zone: str
    active: bool = Field(description="False: candidates cannot choose it, agreed interviews stand")
    language: str
    contact_link: str | None
    address: str | None
    meeting_link: str | None
    lead: Lead | None
    policy: dict[str, Any]


class LeadChoice(BaseModel):
    """Who shall lead the city; null: nobody."""

    model_config = ConfigDict(extra="forbid")

    recruiter_public_id: UUID | None


router = APIRouter(prefix="/api/v1/cities", tags=["cities"])


@router.get("", summary="Cities", responses=describe_problems(*LOOKING))
async def cities(
    around: Around,
    _caller: Viewer,
    active: Annotated[bool | None, Query(description="Only those that are switched on, or off")] = None,
) -> list[City]:
    """List them by name."""
    async with around.sessions() as session:
        return [describe(each) for each in await office_cities(session, active=active)]


@router.get("/{public_id}", summary="A city", responses=WITH_ETAG | describe_problems(*LOOKING, HTTPStatus.NOT_FOUND))
async def city(public_id: UUID, around: Around, _caller: Viewer, response: Response) -> City:
    """Show one city."""
    async with around.sessions() as session:
        seen = describe(await _find(session, public_id))
    response.headers["ETag"] = etag_of(seen)
    return seen


@router.patch("/{public_id}/lead", summary="Choose the lead", responses=WITH_ETAG | describe_problems(*CHANGING))
async def choose_lead(
    public_id: UUID, choice: LeadChoice, *, around: Around, caller: Admin, response: Response, if_match: IfMatch = None
) -> City:
    """Let an active recruiter of the city lead it, or nobody; with If-Match only if the city is as it was seen."""
    async with around.sessions.begin() as session:
        found = await _find(session, public_id, locks=True)
        if if_match is not None:
            require_match(if_match, etag_of(describe(found)))
        recruiter_id = await _lead_of(session, found, choice.recruiter_public_id)
        if recruiter_id != found.lead_recruiter_id:
            await set_lead(session, found.id, recruiter_id)
            await audit.record(
                session,
                actor=Actor.ADMIN,
                actor_id=caller.id,
                what="city_lead_chosen",
                at=around.now(),
                subject_table="cities",
                subject_id=found.id,
                before={"lead_recruiter_id": found.lead_recruiter_id},
                after={"lead_recruiter_id": recruiter_id},
            )
        seen = describe(await _find(session, public_id))
    response.headers["ETag"] = etag_of(seen)
    return seen


def describe(found: OfficeCity) -> City:
    """Return what admins see of a city."""
    seen = {name: getattr(found, name) for name in City.model_fields if name != "lead"}
    return City(**seen, lead=_lead(found))


def _lead(found: OfficeCity) -> Lead | None:
    if found.lead_public_id is None or found.lead_name is None:
        return None
    reachable = bool(found.lead_active) and found.lead_chat_id is not None
    return Lead(public_id=found.lead_public_id, name=found.lead_name, reachable=reachable)


async def _find(session: AsyncSession, public_id: UUID, *, locks: bool = False) -> OfficeCity:
    found = await office_city(session, public_id, locks=locks)
    if found is None:
        raise Problem(HTTPStatus.NOT_FOUND, "no_city", "There is no such city.")
    return found


async def _lead_of(session: AsyncSession, found: OfficeCity, recruiter_public_id: UUID | None) -> int | None:
    """Return the id of who may lead the city; a problem 422 says why not, and who may."""
    if recruiter_public_id is None:
        return None
    suitable = await recruiters_of_city(session, found.id)
    for recruiter in suitable:
        if recruiter.public_id == recruiter_public_id:
            return recruiter.id
    active = await session.scalar(select(Recruiter.active).where(Recruiter.public_id == recruiter_public_id))
    kind, why = {
        None: ("no_recruiter", "There is no such recruiter."),
        False: ("recruiter_inactive", "This recruiter is switched off."),
        True: ("recruiter_elsewhere", "This recruiter does not serve the city."),
    }[active]
    names = ", ".join(f"{each.name} ({each.public_id})" for each in suitable)
    advice = f"Choose one of the city's: {names}." if names else "The city has no active recruiter: add one first."
    fault = Fault(where=["body", "recruiter_public_id"], what=why)
    raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, kind, f"{why} {advice}", errors=[fault])
