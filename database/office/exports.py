"""Whole lists, read row by row through a cursor of the server: however long they are, few rows are held at a time."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from database.office.wanted_rows import Wanted, of_days, of_place, of_recruiters, of_stages
from database.tables import (
    Booking,
    Candidate,
    City,
    PublishedQuestionnaire,
    Recruiter,
    ScreeningAnswer,
    ScreeningResult,
    Slot,
    SlotClaim,
)

ROWS_AT_A_TIME = 500

Selection = Select[*tuple[Any, ...]]  # the statement of a whole list, not run yet


def candidates(wanted: Wanted) -> Selection:
    """Return candidates with their last test and booking; those who were erased are left out."""
    tests = _last(ScreeningResult, ScreeningResult.passed, ScreeningResult.reason, ScreeningResult.finished_at)
    booked = _last(Booking, Booking.status, Booking.slot_id, Booking.recruiter_id)
    query = (
        select(
            Candidate.public_id,
            Candidate.name,
            Candidate.phone,
            Candidate.username,
            City.name.label("city"),
            Candidate.stage,
            Candidate.language,
            Candidate.created_at.label("began"),
            Candidate.blocked_at.label("blocked"),
            tests.c.passed.label("test1_passed"),
            tests.c.reason.label("test1_reason"),
            tests.c.finished_at.label("test1_finished"),
            booked.c.status.label("booking_status"),
            Recruiter.name.label("recruiter"),
            Slot.starts_at.label("interview"),
            City.zone,
        )
        .outerjoin(City, City.id == Candidate.city_id)
        .outerjoin(tests, tests.c.candidate_id == Candidate.id)
        .outerjoin(booked, booked.c.candidate_id == Candidate.id)
        .outerjoin(Slot, Slot.id == booked.c.slot_id)
        .outerjoin(Recruiter, Recruiter.id == booked.c.recruiter_id)
        .where(Candidate.erased_at.is_(None), *of_stages(wanted), *of_place(wanted, Candidate.city_id))
    )
    return query.where(*of_days(wanted, Candidate.created_at), *of_recruiters(wanted)).order_by(Candidate.id)


def bookings(wanted: Wanted) -> Selection:
    """Return bookings with whose they are and how they stand."""
    query = (
        select(
            Booking.public_id,
            Candidate.public_id.label("candidate_public_id"),
            Candidate.name.label("candidate"),
            Candidate.phone,
            Candidate.username,
            City.name.label("city"),
            Recruiter.name.label("recruiter"),
            Booking.status,
            Booking.revision,
            Slot.starts_at.label("starts"),
            Slot.ends_at.label("ends"),
            Booking.requested_at.label("requested"),
            Booking.decided_at.label("decided"),
            Booking.ended_at.label("ended"),
            Booking.changed_by,
            Booking.reason,
            City.zone,
        )
        .join(Candidate, Candidate.id == Booking.candidate_id)
        .join(City, City.id == Booking.city_id)
        .join(Recruiter, Recruiter.id == Booking.recruiter_id)
        .join(Slot, Slot.id == Booking.slot_id)
        .where(*of_stages(wanted), *of_place(wanted, Booking.city_id), *of_days(wanted, Slot.starts_at))
    )
    if wanted.statuses:
        query = query.where(Booking.status.in_(wanted.statuses))
    return query.where(*of_recruiters(wanted)).order_by(Slot.starts_at, Booking.id)


def slots(wanted: Wanted) -> Selection:
    """Return slots with who holds them."""
    query = (
        select(
            Slot.public_id,
            City.name.label("city"),
            Recruiter.name.label("recruiter"),
            Slot.status,
            Slot.starts_at.label("starts"),
            Slot.ends_at.label("ends"),
            Slot.wall_time.label("entered_as"),
            Slot.wall_zone.label("entered_zone"),
            Candidate.public_id.label("candidate_public_id"),
            Candidate.name.label("candidate"),
            Slot.withdrawn_at.label("withdrawn"),
            City.zone,
        )
        .join(City, City.id == Slot.city_id)
        .join(Recruiter, Recruiter.id == Slot.recruiter_id)
        .outerjoin(SlotClaim, SlotClaim.slot_id == Slot.id)
        .outerjoin(Booking, Booking.id == SlotClaim.booking_id)
        .outerjoin(Candidate, Candidate.id == Booking.candidate_id)
        .where(*of_place(wanted, Slot.city_id), *of_days(wanted, Slot.starts_at), *of_recruiters(wanted))
    )
    if wanted.slot_statuses:
        query = query.where(Slot.status.in_(wanted.slot_statuses))
    return query.order_by(Slot.starts_at, Slot.id)


def answers(wanted: Wanted) -> Selection:
    """Return what was answered in finished tests, an answer a row, those of one test together."""
    query = (
        select(
            Candidate.public_id.label("candidate_public_id"),
            Candidate.name.label("candidate"),
            City.name.label("city"),
            PublishedQuestionnaire.version.label("questionnaire_version"),
            ScreeningResult.finished_at.label("finished"),
            ScreeningResult.passed,
            ScreeningResult.reason,
            (ScreeningAnswer.place + 1).label("place"),
            ScreeningAnswer.question_id,
            ScreeningAnswer.option_id,
            ScreeningAnswer.text,
            City.zone,
        )
        .join(ScreeningResult, ScreeningResult.id == ScreeningAnswer.result_id)
        .join(PublishedQuestionnaire, PublishedQuestionnaire.id == ScreeningResult.questionnaire_id)
        .join(Candidate, Candidate.id == ScreeningResult.candidate_id)
        .outerjoin(City, City.id == Candidate.city_id)
        .where(*of_stages(wanted), *of_place(wanted, Candidate.city_id), *of_days(wanted, ScreeningResult.finished_at))
    )
    return query.order_by(ScreeningAnswer.result_id, ScreeningAnswer.place)


async def contents_by_version(session: AsyncSession) -> dict[int, dict[str, Any]]:
    """Return what was published as Test1, by version."""
    rows = await session.execute(select(PublishedQuestionnaire.version, PublishedQuestionnaire.content))
    return {row.version: row.content for row in rows}


async def count_up_to(session: AsyncSession, rows: Selection, most: int) -> int:
    """Return how many rows there are, or `most` where there are more."""
    return await session.scalar(select(func.count()).select_from(rows.order_by(None).limit(most).subquery())) or 0


async def stream(session: AsyncSession, rows: Selection) -> AsyncIterator[Sequence[Row[*tuple[Any, ...]]]]:
    """Yield the rows in pieces; the session is busy until the last one was read."""
    result = await session.stream(rows.execution_options(yield_per=ROWS_AT_A_TIME))
    async for piece in result.partitions():
        yield piece


def _last(table: type[ScreeningResult | Booking], *columns: InstrumentedAttribute[Any]) -> Any:
    """Return the newest row of each candidate."""
    newest = select(table.candidate_id, *columns).ext(distinct_on(table.candidate_id))
    return newest.order_by(table.candidate_id, table.id.desc()).subquery()
