"""A wish to move a booking: a state with an owner and a deadline, not a message.

A candidate asks once for each revision; the company asks and offers as often as it likes. One wish is open at a time:
what is said later changes the open one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from database.bookings.changes import ChangeOutcome
from database.bookings.held import HeldBooking, Order, hold_booking
from database.moves.proposals import drop_proposals
from database.moves.wanted_slots import MOVED
from database.tables import RescheduleRequest, SlotClaim
from domain.booking import Actor, Claim
from domain.ids import RequestId, SlotId


@dataclass(frozen=True, kw_only=True)
class MoveRequest:
    """The wish as it stands, for DONE and ALREADY; `asked_by` began it, `offered_at` is when the company spoke last."""

    outcome: ChangeOutcome
    request_id: RequestId | None = None
    answer_until: datetime | None = None
    settlement: str | None = None
    asked_by: Actor | None = None
    offered: tuple[SlotId, ...] = ()
    offered_at: datetime | None = None


async def request_move(
    session: AsyncSession,
    *,
    booking_id: int,
    revision: int,
    candidate_id: int,
    now: datetime,
    answer_until: datetime,
    wish: str | None = None,
    asked_by: Actor = Actor.CANDIDATE,
    asked_by_id: int = 0,
    offered: Sequence[int] = (),
) -> MoveRequest:
    """Store that somebody asks to move this revision of the booking, which keeps its slot meanwhile.

    `asked_by_id` is a recruiter's or an API token's id, and not needed for the candidate. What the company offers takes
    the place of its earlier offer, of what was ticked for it, and of a slot that the candidate wanted; the wish has a
    new deadline then. A candidate who asks while a wish is open changes nothing. The same order again (same `now`) is
    answered as the first time.
    """
    by_candidate = asked_by is Actor.CANDIDATE
    asker = candidate_id if by_candidate else asked_by_id
    held = await hold_booking(session, booking_id)
    outcome = _judge_wish(held, Order(revision=revision, now=now, actor=asked_by, actor_id=asker))
    if outcome is not ChangeOutcome.DONE:
        return MoveRequest(outcome=outcome)
    note = insert(RescheduleRequest).values(
        booking_id=booking_id,
        revision=revision,
        candidate_id=candidate_id,
        wish=wish,
        requested_at=now,
        answer_until=answer_until,
        asked_by=asked_by,
    )
    await session.execute(note.on_conflict_do_nothing())  # one is open, or the candidate has asked before
    if not by_candidate:
        return await _offer(session, booking_id, offered=list(offered), now=now, answer_until=answer_until)
    return await _answer_candidate(session, booking_id, revision, now)


async def _answer_candidate(session: AsyncSession, booking_id: int, revision: int, now: datetime) -> MoveRequest:
    """Return the wish that is open, else the one that the candidate had for this revision."""
    of_this = RescheduleRequest.booking_id == booking_id
    asked = of_this & (RescheduleRequest.revision == revision) & (RescheduleRequest.asked_by == Actor.CANDIDATE)
    standing = await _standing(session, of_this & RescheduleRequest.settled_at.is_(None))
    standing = standing or await _standing(session, asked)
    is_new = standing is not None and standing.asked_by is Actor.CANDIDATE and standing.requested_at == now
    return _describe(standing, ChangeOutcome.DONE if is_new else ChangeOutcome.ALREADY)


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
    await _let_go_of_wanted(session, booking_id)
    return True


async def renew_deadline(session: AsyncSession, *, booking_id: int, answer_until: datetime) -> None:
    """Give the open wish of a booking another deadline: it is somebody else's turn."""
    renewed = update(RescheduleRequest).where(
        RescheduleRequest.booking_id == booking_id, RescheduleRequest.settled_at.is_(None)
    )
    await session.execute(renewed.values(answer_until=answer_until).execution_options(synchronize_session=False))


async def note_wish(session: AsyncSession, *, booking_id: int, words: str) -> bool:
    """Add a line to what the candidate says about their open wish; False where none of theirs is open."""
    noted = (
        update(RescheduleRequest)
        .where(
            RescheduleRequest.booking_id == booking_id,
            RescheduleRequest.settled_at.is_(None),
            RescheduleRequest.asked_by == Actor.CANDIDATE,
        )
        .values(wish=func.concat_ws("\n", RescheduleRequest.wish, words))
        .returning(RescheduleRequest.id)
        .execution_options(synchronize_session=False)
    )
    return await session.scalar(noted) is not None


async def moves_of_candidate(session: AsyncSession, booking_id: int) -> int:
    """Return how often a booking has moved because its candidate asked; moves by the company do not count."""
    counted = select(func.count()).where(
        RescheduleRequest.booking_id == booking_id,
        RescheduleRequest.asked_by == Actor.CANDIDATE,
        RescheduleRequest.settlement == MOVED,
    )
    return await session.scalar(counted) or 0


async def _offer(
    session: AsyncSession, booking_id: int, *, offered: list[int], now: datetime, answer_until: datetime
) -> MoveRequest:
    """Write the company's offer into the open wish, which is its own or the candidate's."""
    is_open = (RescheduleRequest.booking_id == booking_id) & RescheduleRequest.settled_at.is_(None)
    offering = update(RescheduleRequest).where(is_open, RescheduleRequest.offered_at.is_distinct_from(now))
    values = {"offered": offered, "offered_at": now, "answer_until": answer_until}
    await session.execute(offering.values(values).execution_options(synchronize_session=False))
    await _let_go_of_wanted(session, booking_id)
    await drop_proposals(session, booking_id=booking_id)
    return _describe(await _standing(session, is_open), ChangeOutcome.DONE)


async def _let_go_of_wanted(session: AsyncSession, booking_id: int) -> None:
    await session.execute(delete(SlotClaim).where(SlotClaim.booking_id == booking_id, SlotClaim.kind == Claim.WANTED))


async def _standing(session: AsyncSession, condition: ColumnElement[bool]) -> RescheduleRequest | None:
    fresh = select(RescheduleRequest).where(condition).execution_options(populate_existing=True)
    return (await session.scalars(fresh)).one_or_none()


def _describe(standing: RescheduleRequest | None, outcome: ChangeOutcome) -> MoveRequest:
    if standing is None:
        return MoveRequest(outcome=ChangeOutcome.UNKNOWN)
    return MoveRequest(
        outcome=outcome,
        request_id=RequestId(standing.id),
        answer_until=standing.answer_until,
        settlement=standing.settlement,
        asked_by=standing.asked_by,
        offered=tuple(SlotId(slot_id) for slot_id in standing.offered),
        offered_at=standing.offered_at,
    )


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
