"""Policies: what the company runs by, and where a city differs. A change reaches who is booked within a minute."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from api.access import Admin, Viewer
from api.etags import WITH_ETAG, IfMatch, etag_of, require_match
from api.policies.changes import judge_for_city, judge_for_company, overrides_of
from api.policies.knobs import Knob, Overrides, knobs, readable
from api.problems import CHANGING, FINDING, LOOKING
from api.surroundings import Around
from api.writing_down import write_down
from database.office.stored_policies import city_overrides, company_overrides
from database.places.company import COMPANY
from database.places.policies import set_city_policy, set_company_policy


class PolicyInForce(BaseModel):
    """A policy knob by knob; `overrides` is what PUT takes."""

    overrides: dict[str, Any] = Field(
        description="What this layer turns itself", examples=[{"reminder_lead": 10800, "quiet_from": "21:30"}]
    )
    unreadable: list[str] = Field(description="Overrides that somebody wrote into the database and nobody can read")
    knobs: list[Knob]


router = APIRouter(prefix="/api/v1", tags=["policies"])


@router.get("/policy", summary="The company's policy", responses=WITH_ETAG | LOOKING)
async def read_company(around: Around, _caller: Viewer, response: Response) -> PolicyInForce:
    """Show what holds where a city says nothing else."""
    async with around.sessions() as session:
        company = await company_overrides(session)
    return _tagged(_in_force(company, {}, company), response)


@router.put("/policy", summary="Change the company's policy", responses=WITH_ETAG | CHANGING)
async def change_company(
    wanted: Overrides, around: Around, caller: Admin, response: Response, if_match: IfMatch = None
) -> PolicyInForce:
    """Replace what the company overrides; what is not named goes back to the default."""
    after = wanted.stored()
    async with around.sessions.begin() as session:
        before = await company_overrides(session, locks=True)
        require_match(if_match, etag_of(_in_force(before, {}, before)))
        judge_for_company(wanted, before, await city_overrides(session))
        if after != before:
            await set_company_policy(session, after)
            what = "company_policy_changed"
            await write_down(
                session, around, caller, what, table="company_settings", row_id=COMPANY, before=before, after=after
            )
    return _tagged(_in_force(after, {}, after), response)


@router.get(
    "/cities/{public_id}/policy",
    summary="The policy of a city",
    responses=WITH_ETAG | FINDING,
)
async def read_city(public_id: UUID, around: Around, caller: Viewer, response: Response) -> PolicyInForce:
    """Show what holds in a city, and where each of it comes from."""
    async with around.sessions() as session:
        city = await overrides_of(session, public_id, caller)
    return _tagged(_in_force(city.company, city.own, city.own), response)


@router.put(
    "/cities/{public_id}/policy",
    summary="Change the policy of a city",
    responses=WITH_ETAG | CHANGING,
)
async def change_city(
    public_id: UUID, wanted: Overrides, *, around: Around, caller: Admin, response: Response, if_match: IfMatch = None
) -> PolicyInForce:
    """Replace what the city overrides; what is not named follows the company."""
    after = wanted.stored()
    async with around.sessions.begin() as session:
        await company_overrides(session, locks=True)  # one change of policy at a time: two could contradict each other
        city = await overrides_of(session, public_id, caller, locks=True)
        require_match(if_match, etag_of(_in_force(city.company, city.own, city.own)))
        judge_for_city(wanted, city)
        if after != city.own:
            await set_city_policy(session, city.city_id, after)
            what = "city_policy_changed"
            await write_down(
                session, around, caller, what, table="cities", row_id=city.city_id, before=city.own, after=after
            )
    return _tagged(_in_force(city.company, after, after), response)


def _in_force(company: Mapping[str, Any], city: Mapping[str, Any], own: Mapping[str, Any]) -> PolicyInForce:
    return PolicyInForce(
        overrides=dict(sorted(own.items())),
        unreadable=sorted(own.keys() - readable(own).keys()),
        knobs=knobs(company, city),
    )


def _tagged(policy: PolicyInForce, response: Response) -> PolicyInForce:
    response.headers["ETag"] = etag_of(policy)
    return policy
