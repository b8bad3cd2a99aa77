"""What an admin should know about a city as it stands now, and about what a change left behind."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from database.office.cities import OfficeCity
from database.office.city_prospects import CityProspects, city_prospects


async def warnings_about(
    session: AsyncSession, city: OfficeCity, *, now: datetime, zone_before: str | None = None
) -> list[str]:
    """Return sentences; `zone_before` is where the city's clocks were until now, if they were elsewhere."""
    prospects = await city_prospects(session, city.id, now=now)
    found = _while_on(city, prospects) if city.active else _while_off(prospects)
    if zone_before not in {None, city.zone}:
        found.append(
            f"Slots and bookings keep their instants: they are shown by the clocks of {city.zone} from now on, and "
            f"reminders and quiet hours are planned anew within a minute. People were told the time of "
            f"{zone_before} in {prospects.bookings} bookings to come: where that was wrong, write to them."
        )
    return found


def _while_on(city: OfficeCity, prospects: CityProspects) -> list[str]:
    found = []
    if not prospects.recruiters:
        found.append("No active recruiter serves this city: whoever chooses it has to wait.")
    elif not prospects.free_slots:
        found.append("No free slots to come: whoever chooses this city goes on the waiting list.")
    if city.contact_link is None and prospects.company_link is None:
        found.append("Neither the city nor the company has a contact link: who asks for a human is given no address.")
    return found


def _while_off(prospects: CityProspects) -> list[str]:
    found = []
    if prospects.free_slots:
        found.append(f"{prospects.free_slots} free slots to come remain hidden until the city is switched on.")
    if prospects.bookings:
        found.append(
            f"{prospects.bookings} bookings to come stand; cancel them one by one where they shall not take place."
        )
    return found
