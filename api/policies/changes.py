"""A policy that an admin wants instead of the present one: judged before anything is written or forecast."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.policies.knobs import Overrides, contradictions, effective
from api.problems import Fault, Problem
from database.office.stored_policies import CityOverrides, city_overrides
from database.office.tokens import ApiCaller


async def overrides_of(
    session: AsyncSession, public_id: UUID, caller: ApiCaller, *, locks: bool = False
) -> CityOverrides:
    """Return what a city overrides, a problem 404 where the caller has no such city."""
    found = await city_overrides(session, public_id, locks=locks)
    if not found or not caller.sees(found[0].city_id):
        raise Problem(HTTPStatus.NOT_FOUND, "no_city", "There is no such city.")
    return found[0]


def judge_for_city(wanted: Overrides, city: CityOverrides) -> None:
    """Pass if the policy makes sense in the city; a problem 422 says what does not."""
    _refuse(contradictions(effective(city.company, wanted.stored())))


def judge_for_company(wanted: Overrides, company: Mapping[str, Any], cities: Sequence[CityOverrides]) -> None:
    """Pass if the policy makes sense, in cities with a policy of their own too; a problem 422 says what does not.

    What made no sense in a city before is no reason to refuse.
    """
    faults = contradictions(effective(wanted.stored(), {}))
    if not faults:
        faults = [fault for city in cities if city.own for fault in _new_in(city, wanted, company)]
    _refuse(faults)


def _new_in(city: CityOverrides, wanted: Overrides, company: Mapping[str, Any]) -> list[Fault]:
    before = {str(fault.where) for fault in contradictions(effective(company, city.own))}
    after = contradictions(effective(wanted.stored(), city.own))
    return [
        Fault(where=fault.where, what=f"in {city.name}, which has a policy of its own: {fault.what}")
        for fault in after
        if str(fault.where) not in before
    ]


def _refuse(faults: Sequence[Fault]) -> None:
    if faults:
        raise Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "policy_contradicts_itself",
            "These knobs make no sense together.",
            errors=faults,
        )
