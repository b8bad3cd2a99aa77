"""A candidate's wish to move a booking: a state with an owner and a deadline, not a message."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from database.bookings import ChangeOutcome
from database.held_booking import HeldBooking, Order, hold_booking
from database.tables import RescheduleRequest, SlotClaim
from domain.booking import Actor, Claim
from domain.ids import BookingId, CandidateId, RequestId


@dataclass(frozen=True, kw_only=True)
class MoveRequest:
    """The wish as it stands, for DONE and ALREADY; each revision of a booking can be asked to move once."""

    outcome: ChangeOutcome
    request_id: RequestId | None = None
    answer_until: datetime | None = None
    settlement: str | None = None


@dataclass(frozen=True, kw_only=True)
class OpenMove:
    """A wish to move that nobody has settled yet."""

    request_id: RequestId
    public_id: UUID
    booking_id: BookingId
    revision: int
    candidate_id: CandidateId
    wish: str | None
    requested_at: datetime
    answer_until: datetime


async def request_move(
    session: AsyncSession,
    *,
    booking_id: int,
    revision: int,
    candidate_id: int,
    wish: str | None,
    now: datetime,
    answer_until: datetime,
) -> MoveRequest:
    """Store that the candidate asks to move this revision of the booking, which keeps its slot meanwhile."""
    held = await hold_booking(session, booking_id)
    order = Order(revision=revision, now=now, actor=Actor.CANDIDATE, actor_id=candidate_id)
    outcome = _judge_wish(held, order)
    if outcome is not ChangeOutcome.DONE:
        return MoveRequest(outcome=outcome)
    note = insert(RescheduleRequest).values(
        booking_id=booking_id,
        revision=revision,
        candidate_id=candidate_id,
        wish=wish,
        requested_at=now,
        answer_until=answer_until,
    )
    await session.execute(note.on_conflict_do_nothing())
    standing = (
        await session.execute(
            select(RescheduleRequest).where(
                RescheduleRequest.booking_id == booking_id, RescheduleRequest.revision == revision
            )
        )
    ).scalar_one()
    return MoveRequest(
        outcome=ChangeOutcome.DONE if standing.requested_at == now else ChangeOutcome.ALREADY,
        request_id=RequestId(standing.id),
        answer_until=standing.answer_until,
        settlement=standing.settlement,
    )


async def settle_move(session: AsyncSession, *, booking_id: int, revision: int, settlement: str, now: datetime) -> bool:
    """Close the wish with a word for the records and let go of a wanted slot; False where no wish is open."""
    await hold_booking(session, booking_id)  # before the wish, as everybody who changes both does
    settled = await session.scalar(
        update(RescheduleRequest)
        .where(
            RescheduleRequest.booking_id == booking_id,
            RescheduleRequest.revision == revision,
            RescheduleRequest.settled_at.is_(None),
        )
        .values(settled_at=now, settlement=settlement)
        .returning(RescheduleRequest.id)
    )
    if settled is None:
        return False
    await session.execute(delete(SlotClaim).where(SlotClaim.booking_id == booking_id, SlotClaim.kind == Claim.WANTED))
    return True


async def open_moves(session: AsyncSession) -> list[OpenMove]:
    """Return the wishes that wait for an answer, the most urgent first."""
    rows = await session.execute(
        select(
            RescheduleRequest.id.label("request_id"),
            RescheduleRequest.public_id,
            RescheduleRequest.booking_id,
            RescheduleRequest.revision,
            RescheduleRequest.candidate_id,
            RescheduleRequest.wish,
            RescheduleRequest.requested_at,
            RescheduleRequest.answer_until,
        )
        .where(RescheduleRequest.settled_at.is_(None))
        .order_by(RescheduleRequest.answer_until, RescheduleRequest.id)
    )
    return [OpenMove(**row._asdict()) for row in rows]


def _judge_wish(held: HeldBooking | None, order: Order) -> ChangeOutcome:
    if held is None:
        return ChangeOutcome.UNKNOWN
    reasons = (
        (ChangeOutcome.NOT_YOURS, held.is_strange_to(order)),
        (ChangeOutcome.MOVED, held.revision != order.revision),
        (ChangeOutcome.ENDED, held.is_over),
        (ChangeOutcome.START_PASSED, held.starts_at <= order.now),
    )
    return next((outcome for outcome, applies in reasons if applies), ChangeOutcome.DONE)
