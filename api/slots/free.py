"""Withdrawing what nobody holds: the free slots of a recruiter within a period."""

from datetime import timedelta
from http import HTTPStatus
from typing import Self
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.access import Manager
from api.moments import Instant
from api.problems import FINDING, Fault, Problem
from api.surroundings import Around
from api.writing_down import write_down
from database.office.slots_places import directory
from database.office.slots_withdrawing import FreePeriod, count_free, withdraw_free

LONGEST_PERIOD = timedelta(days=400)


class FreeWithdrawal(BaseModel):
    """Whose free slots go, and from when to when they start; with a city only those for that city."""

    model_config = ConfigDict(
        extra="forbid",
        populate_by_name=True,
        json_schema_extra={
            "examples": [
                {
                    "recruiter_public_id": "b8f0e9d2-6a5e-4d2b-9a43-0a6ad0c5b702",
                    "from": "2026-12-01T00:00:00+05:00",
                    "to": "2026-12-08T00:00:00+05:00",
                    "dry_run": True,
                }
            ]
        },
    )

    recruiter_public_id: UUID
    city_public_id: UUID | None = None
    since: Instant = Field(alias="from", description="The first instant of the period")
    until: Instant = Field(alias="to", description="The end of the period, not part of it")
    dry_run: bool = Field(default=False, description="Count them and write nothing")

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if not timedelta() < self.until - self.since <= LONGEST_PERIOD:
            raise ValueError(f"to must be later than from, by {LONGEST_PERIOD.days} days at most")
        return self


class WithdrawnSlots(BaseModel):
    """How many slots were withdrawn, or would be."""

    dry_run: bool
    withdrawn: int
    offered: int = Field(description="How many of them were offered to somebody who waits, and who is told")


router = APIRouter(prefix="/api/v1/slots", tags=["slots"])


@router.post("/withdraw-free", summary="Withdraw a recruiter's free slots", responses=FINDING)
async def withdraw_free_slots(order: FreeWithdrawal, around: Around, caller: Manager) -> WithdrawnSlots:
    """Withdraw all that nobody holds at this moment, in one transaction; what is held stays."""
    async with around.sessions.begin() as session:
        known = await directory(session, caller.cities, recruiter=order.recruiter_public_id, city=order.city_public_id)
        if not known.recruiters:
            raise _missing("no_recruiter", "There is no such recruiter.", "recruiter_public_id")
        if not known.cities:
            raise _missing("no_city", "There is no such city.", "city_public_id")
        cities = caller.cities if order.city_public_id is None else {known.cities[0].id}
        recruiter_id = known.recruiters[0].id
        period = FreePeriod(recruiter_id=recruiter_id, since=order.since, until=order.until, cities=cities)
        if order.dry_run:
            free = await count_free(session, period)
        else:
            free = await withdraw_free(session, period, now=around.now())
            done = {"withdrawn": free.count, "order": order.model_dump(mode="json", by_alias=True)}
            await write_down(
                session, around, caller, "slots_withdrawn", table="recruiters", row_id=recruiter_id, after=done
            )
    return WithdrawnSlots(dry_run=order.dry_run, withdrawn=free.count, offered=free.offered)


def _missing(code: str, detail: str, field: str) -> Problem:
    return Problem(HTTPStatus.NOT_FOUND, code, detail, errors=[Fault(where=["body", field], what=detail)])
