"""What the database holds of one candidate's journey, to be compared with what the journey itself knows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from database.moves.open_wishes import OpenMove, open_move
from database.screening.test1 import latest_answers
from database.tables import (
    Booking,
    Candidate,
    PublishedQuestionnaire,
    RescheduleRequest,
    ScreeningResult,
    SentMessage,
    SlotOffer,
    TelegramUpdate,
    UpdateStatus,
    WaitlistEntry,
)
from domain.booking import BookingStatus, active_statuses
from domain.ids import BookingId, CandidateId, RecruiterId, SlotId
from domain.questionnaire import Answer
from domain.stages import Stage


@dataclass(frozen=True, kw_only=True)
class RecordedBooking:
    """A booking as it is written down."""

    id: BookingId
    revision: int
    slot_id: SlotId
    recruiter_id: RecruiterId
    status: BookingStatus


@dataclass(frozen=True, kw_only=True)
class CandidateRecord:
    """What is written down of a candidate.

    `active` is the booking that holds a slot, `named` theirs of the number that was asked for, whatever its state;
    `is_number_taken` where that number is another candidate's.
    `learned_at` is the last instant, by the journey's clock, at which the journey had something written down.
    """

    candidate_id: CandidateId
    stage: Stage
    is_erased: bool
    created_at: datetime
    learned_at: datetime
    active: RecordedBooking | None
    named: RecordedBooking | None
    is_number_taken: bool
    move: OpenMove | None
    waits_for_slots: bool
    offered: SlotId | None
    answers: tuple[Answer, ...]
    knows_questionnaire: bool


@dataclass(frozen=True, kw_only=True)
class WaitingUpdate:
    """An update that would be handled when the bot starts, and the candidate who sent it."""

    bot_id: int
    update_id: int
    candidate_id: CandidateId


async def candidates_under_way(session: AsyncSession) -> list[CandidateId]:
    """Return the candidates who, by what is written down, have an open journey."""
    holds = exists().where(Booking.candidate_id == Candidate.id, Booking.status.in_(active_statuses()))
    waits = exists().where(WaitlistEntry.candidate_id == Candidate.id, WaitlistEntry.left_at.is_(None))
    is_under_way = or_(Candidate.stage != Stage.CLOSED, holds, waits)
    query = select(Candidate.id).where(Candidate.erased_at.is_(None), is_under_way).order_by(Candidate.id)
    return [CandidateId(candidate_id) for candidate_id in await session.scalars(query)]


async def waiting_updates(session: AsyncSession) -> list[WaitingUpdate]:
    """Return the updates of candidates that nobody has handled, by what is written down."""
    query = (
        select(TelegramUpdate.bot_id, TelegramUpdate.update_id, Candidate.id.label("candidate_id"))
        .join(Candidate, Candidate.telegram_id == TelegramUpdate.person_key)
        .where(TelegramUpdate.status == UpdateStatus.NEW)
        .order_by(TelegramUpdate.arrival)
    )
    return [WaitingUpdate(**row._asdict()) for row in await session.execute(query)]


async def candidate_record(
    session: AsyncSession, candidate_id: int, *, booking_id: int | None, questionnaire_id: int | None
) -> CandidateRecord | None:
    """Return what is written down of a candidate and of what their journey names, or None without such a row."""
    query = select(Candidate.stage, Candidate.erased_at, Candidate.created_at, _learned_at().label("learned_at"))
    row = (await session.execute(query.where(Candidate.id == candidate_id))).one_or_none()
    if row is None:
        return None
    is_theirs, is_named = Booking.candidate_id == candidate_id, Booking.id == booking_id
    active = await _booking(session, is_theirs, Booking.status.in_(active_statuses()))
    return CandidateRecord(
        candidate_id=CandidateId(candidate_id),
        stage=row.stage,
        is_erased=row.erased_at is not None,
        created_at=row.created_at,
        learned_at=row.learned_at,
        active=active,
        named=await _booking(session, is_theirs, is_named),
        is_number_taken=await _booking(session, ~is_theirs, is_named) is not None,
        move=await open_move(session, active.id) if active is not None else None,
        waits_for_slots=await is_waiting(session, candidate_id),
        offered=await _offered(session, candidate_id),
        answers=await latest_answers(session, candidate_id),
        knows_questionnaire=await _is_known(session, questionnaire_id),
    )


async def is_waiting(session: AsyncSession, candidate_id: int) -> bool:
    """Tell whether the candidate stands on a waiting list."""
    waits = exists().where(WaitlistEntry.candidate_id == candidate_id, WaitlistEntry.left_at.is_(None))
    return bool(await session.scalar(select(waits)))


def _learned_at() -> ColumnElement[datetime]:
    """Return when the journey last wrote something; Test1 itself is written at its end, its questions are sent."""
    asked = SentMessage.kind == "ask_question"
    return func.greatest(
        Candidate.created_at,
        _latest(Booking.changed_at, Booking.candidate_id),
        _latest(ScreeningResult.finished_at, ScreeningResult.candidate_id),
        _latest(WaitlistEntry.since, WaitlistEntry.candidate_id),
        _latest(WaitlistEntry.left_at, WaitlistEntry.candidate_id),
        _latest(RescheduleRequest.requested_at, RescheduleRequest.candidate_id),
        _latest(RescheduleRequest.offered_at, RescheduleRequest.candidate_id),
        _latest(RescheduleRequest.settled_at, RescheduleRequest.candidate_id),
        _latest(SentMessage.started_at, SentMessage.candidate_id, asked),
    )


def _latest(instant: Any, candidate_id: Any, *more: ColumnElement[bool]) -> ColumnElement[datetime]:
    found: Select[Any] = select(func.max(instant)).where(candidate_id == Candidate.id, *more)
    return found.correlate(Candidate).scalar_subquery()


async def _booking(session: AsyncSession, *conditions: ColumnElement[bool]) -> RecordedBooking | None:
    query = select(Booking.id, Booking.revision, Booking.slot_id, Booking.recruiter_id, Booking.status)
    row = (await session.execute(query.where(*conditions))).one_or_none()
    return None if row is None else RecordedBooking(**row._asdict())


async def _offered(session: AsyncSession, candidate_id: int) -> SlotId | None:
    """Return the slot that is held for the candidate, and of which their journey was told."""
    query = select(SlotOffer.slot_id).where(
        SlotOffer.candidate_id == candidate_id, SlotOffer.settled_at.is_(None), SlotOffer.told_at.is_not(None)
    )
    slot_id = await session.scalar(query)
    return None if slot_id is None else SlotId(slot_id)


async def _is_known(session: AsyncSession, questionnaire_id: int | None) -> bool:
    if questionnaire_id is None:
        return True
    return await session.get(PublishedQuestionnaire, questionnaire_id) is not None
