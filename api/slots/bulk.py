"""Many slots at once by a pattern: judged row by row, written together or tried dry."""

from collections import Counter
from datetime import datetime
from http import HTTPStatus
from typing import Literal
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from api.access import Manager
from api.moments import Moment
from api.once import Once
from api.problems import CREATING, Fault, Problem
from api.slots.pattern import Pattern
from api.slots.refused import find_place
from api.surroundings import Around, Surroundings
from api.writing_down import write_down
from database.office.slots_entering import SlotWish, Verdict, enter_slots, judge_wishes
from database.office.slots_places import Place
from database.office.tokens import ApiCaller
from domain.slots import SlotRefusal

MOST_ROWS = 5000


class Row(BaseModel):
    """One slot of the pattern, and what became of it."""

    number: int = Field(description="Counts from 1")
    wall_time: str = Field(description="By the recruiter's clocks", examples=["2026-12-01T10:00"])
    verdict: Literal["created", "refused"] = Field(description="In a dry run: what it would be")
    starts_at: Moment | None = Field(description="By the clocks of the city; null where the wall time is none")
    slot_public_id: UUID | None = Field(description="Of the slot that was created")
    code: SlotRefusal | None = Field(description="Why it is refused, for programs")
    reason: str | None = Field(description="Why it is refused, and what to do")
    readings: list[datetime] = Field(description="The instants that an unclear wall time could mean")
    overlaps_slot_public_id: UUID | None = Field(description="The slot in the way")


class Batch(BaseModel):
    """What a pattern led to, or would."""

    dry_run: bool
    created: int = Field(description="In a dry run: how many would be, if those that are refused are skipped")
    refused: int
    rows: list[Row]


router = APIRouter(prefix="/api/v1/slots", tags=["slots"])


@router.post(
    "/bulk",
    status_code=HTTPStatus.CREATED,
    summary="Enter slots by a pattern",
    responses=CREATING | {int(HTTPStatus.OK): {"model": Batch, "description": "The dry run"}},
)
async def create_by_pattern(pattern: Pattern, around: Around, caller: Manager, once: Once, response: Response) -> Batch:
    """Enter up to 5,000 slots in one transaction. A refused row refuses all with 409, unless it shall be skipped.

    A dry run writes nothing and answers the verdict on every row.
    """
    if pattern.dry_run:
        response.status_code = HTTPStatus.OK
        async with around.sessions() as session:
            _, verdicts = await _judge(session, pattern, caller, around)
        return _describe(pattern, verdicts)

    async def make(session: AsyncSession) -> Batch:
        place, verdicts = await _judge(session, pattern, caller, around)
        _refuse_all(pattern, verdicts)
        verdicts = await enter_slots(session, verdicts, now=around.now())
        _refuse_all(pattern, verdicts)
        batch = _describe(pattern, verdicts)
        done = {"created": batch.created, "refused": batch.refused, "pattern": pattern.model_dump(mode="json")}
        await write_down(
            session, around, caller, "slots_created", table="recruiters", row_id=place.recruiter.id, after=done
        )
        return batch

    return await once.create(make, Batch, response)


async def _judge(
    session: AsyncSession, pattern: Pattern, caller: ApiCaller, around: Surroundings
) -> tuple[Place, list[Verdict]]:
    place = await find_place(session, caller, pattern.recruiter_public_id, pattern.city_public_id)
    starts = pattern.starts()
    if not 0 < len(starts) <= MOST_ROWS:
        what = f"The pattern has {len(starts)} slots; it must have 1 to {MOST_ROWS}."
        raise Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "pattern_too_large" if starts else "pattern_empty",
            f"{what} {'Shorten the period.' if starts else 'Widen the period, the weekdays or the times.'}",
            errors=[Fault(where=["body"], what=what)],
        )
    wishes = [
        SlotWish(number=number, place=place, start=start, length=pattern.length)
        for number, start in enumerate(starts, start=1)
    ]
    return place, await judge_wishes(session, wishes, now=around.now())


def _refuse_all(pattern: Pattern, verdicts: list[Verdict]) -> None:
    """Pass if nothing is refused, or what is refused shall be skipped; a problem 409 names the refused rows."""
    refused = [(each.wish, each.refused) for each in verdicts if each.refused]
    if not refused or pattern.on_error == "skip":
        return
    errors = [Fault(where=["rows", wish.number], what=f"{why.refusal}: {why.reason}") for wish, why in refused]
    raise Problem(
        HTTPStatus.CONFLICT,
        "rows_refused",
        f"{len(refused)} of {len(verdicts)} slots are refused, so nothing was written: change the pattern, or send "
        'on_error "skip" to enter the others.',
        errors=errors,
    )


def _describe(pattern: Pattern, verdicts: list[Verdict]) -> Batch:
    counted = Counter(each.refused is not None for each in verdicts)
    rows = [_row(each) for each in verdicts]
    return Batch(dry_run=pattern.dry_run, created=counted[False], refused=counted[True], rows=rows)


def _row(verdict: Verdict) -> Row:
    wish, refused, fitting = verdict.wish, verdict.refused, verdict.fitting
    return Row(
        number=wish.number,
        wall_time=wish.start.isoformat(timespec="minutes"),
        verdict="refused" if refused else "created",
        starts_at=Moment.at(fitting.starts_at, wish.place.city.zone) if fitting else None,
        slot_public_id=verdict.public_id,
        code=refused.refusal if refused else None,
        reason=refused.reason if refused else None,
        readings=[*refused.readings] if refused else [],
        overlaps_slot_public_id=refused.beside if refused else None,
    )
