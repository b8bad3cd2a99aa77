"""What ops measure: how many wait, for whom, since when; numbers and instants, nobody's name."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from database.inbox import InboxLag, lag
from database.tables import (
    AutoMessageDelivery,
    Booking,
    Candidate,
    RescheduleRequest,
    SlotClaim,
    WebhookDelivery,
    WebhookEndpoint,
)
from domain.announcements import RecipientStatus
from domain.booking import BookingStatus, Claim
from domain.stages import Stage
from domain.webhooks import DeliveryStatus


@dataclass(frozen=True, kw_only=True)
class Queue:
    """How many wait, and since when (UTC) the first of them does."""

    waiting: int
    oldest: datetime | None


@dataclass(frozen=True, kw_only=True)
class Answers(Queue):
    """Those who wait for a recruiter's answer; `past_half`: more than half of the time for it is over."""

    past_half: int


@dataclass(frozen=True, kw_only=True)
class Measures:
    """All of it at one moment; every stage is there, with 0 if need be."""

    journeys: dict[Stage, int]
    inbox: InboxLag
    approvals: Answers
    moves: Answers
    webhooks: Queue
    failing_endpoints: int
    announcements: Queue
    erasures: Queue


async def take_measures(session: AsyncSession, *, now: datetime) -> Measures:
    """Count; `now` decides what is due by now."""
    waiting = WebhookDelivery.status == DeliveryStatus.WAITING
    due = and_(AutoMessageDelivery.status == RecipientStatus.WAITING, AutoMessageDelivery.not_before <= now)
    to_forget = and_(Candidate.erased_at.is_not(None), Candidate.histories_forgotten_at.is_(None))
    failing = select(func.count()).where(WebhookEndpoint.failing_since.is_not(None), WebhookEndpoint.active)
    return Measures(
        journeys=await _journeys(session),
        inbox=await lag(session),
        approvals=await _answers(session, Booking, Booking.status == BookingStatus.PENDING, now),
        moves=await _answers(session, RescheduleRequest, _companys_turn(), now),
        webhooks=await _queue(session, WebhookDelivery.created_at, waiting),
        failing_endpoints=await session.scalar(failing) or 0,
        announcements=await _queue(session, AutoMessageDelivery.not_before, due),
        erasures=await _queue(session, Candidate.erased_at, to_forget),
    )


async def _journeys(session: AsyncSession) -> dict[Stage, int]:
    query = select(Candidate.stage, func.count()).where(Candidate.erased_at.is_(None)).group_by(Candidate.stage)
    counted: dict[Stage, int] = dict((await session.execute(query)).all())
    return {stage: counted.get(stage, 0) for stage in Stage}


async def _queue(
    session: AsyncSession,
    since: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None],
    waits: ColumnElement[bool],
) -> Queue:
    waiting, oldest = (await session.execute(select(func.count(), func.min(since)).where(waits))).one()
    return Queue(waiting=waiting, oldest=oldest)


async def _answers(
    session: AsyncSession,
    asked: type[Booking] | type[RescheduleRequest],
    waits: ColumnElement[bool],
    now: datetime,
) -> Answers:
    past_half = now - asked.requested_at > asked.answer_until - now
    query = select(func.count(), func.min(asked.requested_at), func.count().filter(past_half)).where(waits)
    waiting, oldest, late = (await session.execute(query)).one()
    return Answers(waiting=waiting, oldest=oldest, past_half=late)


def _companys_turn() -> ColumnElement[bool]:
    """Select open wishes to move to which the company owes an answer: nothing was offered yet, or one was picked."""
    picked = exists().where(SlotClaim.booking_id == RescheduleRequest.booking_id, SlotClaim.kind == Claim.WANTED)
    return and_(RescheduleRequest.settled_at.is_(None), or_(RescheduleRequest.offered_at.is_(None), picked))
