"""Finding the recruiter that a call is about, and the cities that a body names."""

from collections.abc import Sequence
from datetime import datetime
from http import HTTPStatus
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.problems import Fault, Problem
from database.office.named_cities import cities_by_public_id
from database.office.recruiters import OfficeRecruiter, office_recruiter
from database.office.tokens import ApiCaller
from domain.ids import CityId

NO_RECRUITER = "There is no such recruiter; GET /api/v1/recruiters lists those there are."


async def find_recruiter(
    session: AsyncSession, caller: ApiCaller, public_id: UUID, *, now: datetime, locks: bool = False
) -> OfficeRecruiter:
    """Return the recruiter, a problem 404 where there is none for this caller."""
    found = await office_recruiter(session, caller, public_id, now=now, locks=locks)
    if found is None:
        raise Problem(HTTPStatus.NOT_FOUND, "no_recruiter", NO_RECRUITER)
    return found


async def find_cities(session: AsyncSession, public_ids: Sequence[UUID]) -> list[CityId]:
    """Return the row ids of the cities that a body names in `cities`; a problem 404 says which there are not."""
    known = await cities_by_public_id(session, public_ids)
    faults = [
        Fault(where=["body", "cities", place], what="There is no such city.")
        for place, public_id in enumerate(public_ids)
        if public_id not in known
    ]
    if faults:
        detail = "A city of the list does not exist; GET /api/v1/cities lists those there are."
        raise Problem(HTTPStatus.NOT_FOUND, "no_city", detail, errors=faults)
    return [known[public_id] for public_id in dict.fromkeys(public_ids)]
