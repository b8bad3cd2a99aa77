"""Who may offer slots where: recruiters and cities as an admin names them, by public id or by name."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from database.office.tokens import in_cities
from database.tables import City, Recruiter, RecruiterCity
from domain.ids import CityId, RecruiterId
from domain.slots import RefusedSlot, SlotRefusal


@dataclass(frozen=True, kw_only=True)
class Offerer:
    """A recruiter who offers slots; the zone is the one in which their times are entered."""

    id: RecruiterId
    public_id: UUID
    name: str
    zone: str
    active: bool


@dataclass(frozen=True, kw_only=True)
class Town:
    """A city for which slots are offered."""

    id: CityId
    public_id: UUID
    name: str
    zone: str
    active: bool


@dataclass(frozen=True, kw_only=True)
class Place:
    """A recruiter who may offer slots for this city."""

    recruiter: Offerer
    city: Town


@dataclass(frozen=True, kw_only=True)
class Directory:
    """The recruiters and cities that a caller can name, and who serves what (recruiter id, city id)."""

    recruiters: tuple[Offerer, ...]
    cities: tuple[Town, ...]
    serving: frozenset[tuple[int, int]]

    def place(self, recruiter: str, city: str) -> Place | RefusedSlot:
        """Return the place that is meant by two public ids or names, or why no slot can be entered there."""
        offerers = [each for each in self.recruiters if _is_called(each, recruiter)]
        towns = [each for each in self.cities if _is_called(each, city)]
        if len(offerers) != 1:
            return _unknown_recruiter(offerers)
        if not towns:
            return _refused(SlotRefusal.NO_CITY, "There is no such city; name it as the list of cities does.")
        offerer, town = offerers[0], towns[0]
        serves = (offerer.id, town.id) in self.serving
        reasons = (
            (SlotRefusal.RECRUITER_INACTIVE, "This recruiter is switched off; switch them on first.", offerer.active),
            (SlotRefusal.CITY_INACTIVE, "This city is switched off; switch it on first.", town.active),
            (
                SlotRefusal.RECRUITER_ELSEWHERE,
                "This recruiter does not serve the city; add it to theirs first.",
                serves,
            ),
        )
        refused = next((_refused(refusal, reason) for refusal, reason, holds in reasons if not holds), None)
        return refused or Place(recruiter=offerer, city=town)


async def directory(
    session: AsyncSession,
    cities: Collection[int] | None,
    *,
    recruiter: UUID | None = None,
    city: UUID | None = None,
) -> Directory:
    """Return what a caller of these cities (None: all) can name, or of that only one recruiter, one city.

    A recruiter who serves none of the caller's cities is not there for them.
    """
    offerers = select(Recruiter.id, Recruiter.public_id, Recruiter.name, Recruiter.zone, Recruiter.active)
    towns = select(City.id, City.public_id, City.name, City.zone, City.active).where(in_cities(City.id, cities))
    serving = select(RecruiterCity.recruiter_id, RecruiterCity.city_id)
    if cities is not None:
        serves = exists().where(RecruiterCity.recruiter_id == Recruiter.id, in_cities(RecruiterCity.city_id, cities))
        offerers = offerers.where(serves)
    if recruiter is not None:
        offerers = offerers.where(Recruiter.public_id == recruiter)
        serving = serving.join(Recruiter, Recruiter.id == RecruiterCity.recruiter_id)
        serving = serving.where(Recruiter.public_id == recruiter)
    if city is not None:
        towns = towns.where(City.public_id == city)
    return Directory(
        recruiters=tuple(Offerer(**row._asdict()) for row in await session.execute(offerers)),
        cities=tuple(Town(**row._asdict()) for row in await session.execute(towns)),
        serving=frozenset((row.recruiter_id, row.city_id) for row in await session.execute(serving)),
    )


def _is_called(each: Offerer | Town, words: str) -> bool:
    said = words.strip().casefold()
    return said in {str(each.public_id), each.name.casefold()}


def _unknown_recruiter(called_so: list[Offerer]) -> RefusedSlot:
    if not called_so:
        return _refused(
            SlotRefusal.NO_RECRUITER, "There is no such recruiter; name them as the list of recruiters does."
        )
    ids = ", ".join(str(each.public_id) for each in called_so)
    return _refused(SlotRefusal.NAME_AMBIGUOUS, f"Several recruiters have this name; write one of their ids: {ids}.")


def _refused(refusal: SlotRefusal, reason: str) -> RefusedSlot:
    return RefusedSlot(refusal=refusal, reason=reason)
