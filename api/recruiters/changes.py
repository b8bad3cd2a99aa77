"""Changing a recruiter: their columns, the cities they serve, and what follows for cities that they led."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.recruiters.found import find_cities
from api.surroundings import Surroundings
from api.writing_down import write_down
from database.office.cities import set_lead
from database.office.recruiter_prospects import recruiter_prospects
from database.office.recruiters import OfficeRecruiter, change_recruiter, set_served_cities
from database.office.tokens import ApiCaller


async def apply_changes(
    session: AsyncSession,
    around: Surroundings,
    caller: ApiCaller,
    recruiter: OfficeRecruiter,
    changes: Mapping[str, Any],
) -> list[str]:
    """Change a recruiter who was locked before, write it down, and return what followed, in sentences.

    Slots and bookings stay as they are. Who leaves a city does not lead it any more: a lead reads of its candidates.
    """
    before, after = _plain(recruiter), {**_plain(recruiter), **_named(changes)}
    if before == after:
        return []
    columns = {name: value for name, value in changes.items() if name != "cities"}
    if columns:
        await change_recruiter(session, recruiter.id, columns)
    if "cities" in changes:
        await set_served_cities(session, recruiter.id, await find_cities(session, changes["cities"]))
    await write_down(
        session,
        around,
        caller,
        "recruiter_changed",
        table="recruiters",
        row_id=recruiter.id,
        before=before,
        after=after,
    )
    return await _dismiss(session, around, caller, recruiter) if "cities" in changes else []


async def _dismiss(
    session: AsyncSession, around: Surroundings, caller: ApiCaller, recruiter: OfficeRecruiter
) -> list[str]:
    """Take the lead of cities from who does not serve them any more."""
    told = []
    for each in await recruiter_prospects(session, recruiter.id, now=around.now()):
        if each.leads and not each.serves:
            await set_lead(session, each.city_id, None)
            await write_down(
                session,
                around,
                caller,
                "city_lead_chosen",
                table="cities",
                row_id=each.city_id,
                before={"lead_recruiter_id": recruiter.id},
                after={"lead_recruiter_id": None},
            )
            told.append(f"Does not lead {each.city_name} any more: choose another lead.")
    return told


def _plain(recruiter: OfficeRecruiter) -> dict[str, Any]:
    seen = {name: getattr(recruiter, name) for name in ("name", "zone", "active", "contact_link", "meeting_link")}
    return seen | {"cities": sorted(city["public_id"] for city in recruiter.cities)}


def _named(changes: Mapping[str, Any]) -> dict[str, Any]:
    named = dict(changes)
    if "cities" in named:
        named["cities"] = sorted({str(public_id) for public_id in named["cities"]})
    return named
