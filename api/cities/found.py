"""Finding what a call on a city is about, and who may be chosen to lead it."""

from http import HTTPStatus
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.problems import Fault, Problem
from database.office.cities import OfficeCity, office_city
from database.office.tokens import ApiCaller
from database.people.recruiters import recruiters_of_city
from database.tables import Recruiter


async def find_city(session: AsyncSession, caller: ApiCaller, public_id: UUID, *, locks: bool = False) -> OfficeCity:
    """Return the city, a problem 404 where there is none for this caller."""
    found = await office_city(session, public_id, locks=locks)
    if found is None or not caller.sees(found.id):
        raise Problem(
            HTTPStatus.NOT_FOUND, "no_city", "There is no such city; GET /api/v1/cities lists those there are."
        )
    return found


async def find_lead(session: AsyncSession, city: OfficeCity, recruiter_public_id: UUID | None) -> int | None:
    """Return the id of who may lead the city; a problem 422 says why not, and who may."""
    if recruiter_public_id is None:
        return None
    suitable = await recruiters_of_city(session, city.id)
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
