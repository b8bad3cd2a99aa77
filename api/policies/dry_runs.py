"""What a change of policy would do to those who are booked already, told before anything is changed."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from sqlalchemy.ext.asyncio import AsyncSession

from api.access import EverywhereViewer, Viewer
from api.policies.changes import judge_for_city, judge_for_company, overrides_of
from api.policies.dry_run_answers import DryRun, summarise
from api.policies.forecast import Policies, awaits_reminder, deadlines, forecast
from api.policies.knobs import Overrides, effective
from api.problems import describe_problems
from api.surroundings import Around
from database.bookings.reached import ReachedBooking, reached_bookings
from database.office.stored_policies import CityOverrides, city_overrides, company_overrides
from domain.booking import BookingStatus
from domain.ids import CityId
from workflows.letters.to_candidate import RemindCandidate

REFUSALS = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY)

router = APIRouter(prefix="/api/v1", tags=["policies"])


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What a city shall have instead of what it has; both layers, as stored."""

    city: CityOverrides
    company: dict[str, Any]
    own: dict[str, Any]

    @property
    def reaches(self) -> bool:
        """Tell whether journeys there would be told; the sweep compares the merged knobs as well."""
        return self.city.company | self.city.own != self.company | self.own

    @property
    def policies(self) -> Policies:
        """What holds, and what would."""
        present, wanted = effective(self.city.company, self.city.own), effective(self.company, self.own)
        return Policies(present=present, wanted=wanted, told_at=self.city.told_at)


@router.post("/policy/dry-run", summary="Try a policy of the company", responses=describe_problems(*REFUSALS))
async def try_for_company(wanted: Overrides, around: Around, _caller: EverywhereViewer) -> DryRun:
    """Say what PUT with the same body would move, in every city that it reaches; change nothing."""
    async with around.sessions() as session:
        company = await company_overrides(session)
        cities = await city_overrides(session)
        judge_for_company(wanted, company, cities)
        wishes = [Wish(city=city, company=wanted.stored(), own=city.own) for city in cities]
        return await _try(session, wishes, now=around.now())


@router.post(
    "/cities/{public_id}/policy/dry-run",
    summary="Try a policy of a city",
    responses=describe_problems(*REFUSALS, HTTPStatus.NOT_FOUND),
)
async def try_for_city(public_id: UUID, wanted: Overrides, around: Around, caller: Viewer) -> DryRun:
    """Say what PUT with the same body would move; change nothing."""
    async with around.sessions() as session:
        city = await overrides_of(session, public_id, caller)
        judge_for_city(wanted, city)
        wish = Wish(city=city, company=city.company, own=wanted.stored())
        return await _try(session, [wish], now=around.now())


async def _try(session: AsyncSession, wishes: Sequence[Wish], *, now: datetime) -> DryRun:
    """Read every booking at once, and plan in a thread: other calls do not wait for ten thousand plans."""
    reached = [wish for wish in wishes if wish.reaches]
    policies = {wish.city.city_id: wish.policies for wish in reached}
    bookings = await reached_bookings(session, policies.keys(), now=now, reminder=RemindCandidate.kind)
    return await asyncio.to_thread(_answer, [wish.city.name for wish in reached], bookings, policies, now)


def _answer(
    cities: Sequence[str], bookings: Sequence[ReachedBooking], policies: Mapping[CityId, Policies], now: datetime
) -> DryRun:
    agreed = [booking for booking in bookings if awaits_reminder(booking)]
    pending = [booking for booking in bookings if booking.status is BookingStatus.PENDING and not booking.moving]
    forecasts = [forecast(booking, policies[booking.city_id], now=now) for booking in agreed]
    changes = [change for change in forecasts if change is not None]
    return summarise(cities, changes, [deadlines(each, policies[each.city_id]) for each in pending], now=now)
