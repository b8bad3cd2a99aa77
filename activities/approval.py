"""Approving a booking, and ending one: the database decides, because others may have been there first."""

from enum import StrEnum

import structlog
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from temporalio import activity
from temporalio.service import RPCError

from activities.alarms import alarms_of, card_of
from database.bookings import changes
from database.bookings.changes import ApprovalOutcome, ChangeOutcome
from database.places.policies import policy_for
from domain.booking import BookingStatus
from workflows.deeds import ApproveBooking, BookingDeed, EndBooking
from workflows.findings import ApprovalSettled, BookingEnded, Verdict
from workflows.journeys import Journeys

APPROVALS = {
    ApprovalOutcome.APPROVED: Verdict.DONE,
    ApprovalOutcome.ALREADY_APPROVED: Verdict.ALREADY,
    ApprovalOutcome.ALREADY_REJECTED: Verdict.DECIDED_OTHERWISE,
    ApprovalOutcome.ENDED: Verdict.GONE,
    ApprovalOutcome.MOVED: Verdict.MOVED,
    ApprovalOutcome.START_PASSED: Verdict.TOO_LATE,
    ApprovalOutcome.NOT_YOURS: Verdict.GONE,
    ApprovalOutcome.UNKNOWN: Verdict.GONE,
}
CHANGES = {
    ChangeOutcome.DONE: Verdict.DONE,
    ChangeOutcome.ALREADY: Verdict.ALREADY,
    ChangeOutcome.NOT_APPROVED: Verdict.DECIDED_OTHERWISE,
    ChangeOutcome.ENDED: Verdict.DECIDED_OTHERWISE,
    ChangeOutcome.MOVED: Verdict.MOVED,
    ChangeOutcome.TOO_EARLY: Verdict.DECIDED_OTHERWISE,
    ChangeOutcome.START_PASSED: Verdict.TOO_LATE,
    ChangeOutcome.NOT_YOURS: Verdict.GONE,
    ChangeOutcome.UNKNOWN: Verdict.GONE,
}
SETTLED = frozenset({ChangeOutcome.DONE, ChangeOutcome.ALREADY})  # it is as the journey wanted it
OUTCOMES = frozenset({BookingStatus.MET, BookingStatus.MISSED, BookingStatus.ENDED})
LAST = frozenset({BookingStatus.MET, BookingStatus.ENDED})  # the journey ends with them

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class ApprovalDeeds:
    """What is done when somebody decided about a booking."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession], journeys: Journeys) -> None:
        self._sessions = sessions
        self._journeys = journeys

    @activity.defn
    async def approve_booking(self, deed: ApproveBooking) -> ApprovalSettled:
        """Approve a pending booking, and plan what follows from it in the same look at the database."""
        async with self._sessions.begin() as session:
            outcome = await changes.approve_booking(
                session,
                booking_id=deed.booking_id,
                revision=deed.revision,
                now=deed.now,
                actor=deed.by,
                actor_id=deed.by_id,
            )
            note_contradiction(deed, outcome, contradicts=outcome is ApprovalOutcome.NOT_YOURS)
            verdict = APPROVALS[outcome]
            if verdict not in {Verdict.DONE, Verdict.ALREADY}:
                return ApprovalSettled(booking_id=deed.booking_id, verdict=verdict)
            card = await card_of(session, deed.booking_id)
            alarms = alarms_of(card, await policy_for(session, card.city_id), now=deed.now)
        await self._rank(deed, asleep=True)
        return ApprovalSettled(booking_id=deed.booking_id, verdict=verdict, alarms=alarms)

    @activity.defn
    async def end_booking(self, deed: EndBooking) -> BookingEnded:
        """Close a booking; how an interview went is judged by when it was, everything else is free to happen."""
        async with self._sessions.begin() as session:
            outcome = await _end(session, deed)
            offers_again = deed.status is BookingStatus.MISSED and await _may_book_again(session, deed)
        note_contradiction(deed, outcome, contradicts=outcome not in SETTLED)
        if outcome in SETTLED and deed.status not in LAST:
            await self._rank(deed, asleep=False)
        return BookingEnded(booking_id=deed.booking_id, verdict=CHANGES[outcome], offers_again=offers_again)

    async def _rank(self, deed: BookingDeed, *, asleep: bool) -> None:
        """Say whose tasks come first; only who waits for whom when there is a crowd depends on it, so it may fail."""
        try:
            await self._journeys.rank(deed.candidate_id, asleep=asleep)
        except RPCError as error:
            log.warning("a journey keeps its place in the queue", candidate_id=deed.candidate_id, why=error.message)


async def _may_book_again(session: AsyncSession, deed: EndBooking) -> bool:
    """Tell whether somebody who did not come is offered another time: so often as the city's policy says."""
    card = await card_of(session, deed.booking_id)
    policy = await policy_for(session, card.city_id)
    return await changes.missed_by(session, deed.candidate_id) <= policy.offers_after_missed


async def _end(session: AsyncSession, deed: EndBooking) -> ChangeOutcome:
    if deed.status in OUTCOMES:
        return await changes.record_outcome(
            session,
            booking_id=deed.booking_id,
            revision=deed.revision,
            status=deed.status,
            now=deed.now,
            actor=deed.by,
            actor_id=deed.by_id,
        )
    return await changes.end_booking(
        session,
        booking_id=deed.booking_id,
        revision=deed.revision,
        status=deed.status,
        now=deed.now,
        actor=deed.by,
        actor_id=deed.by_id,
        reason=deed.reason,
        withdraws_slot=deed.withdraws_slot,
    )


def note_contradiction(deed: BookingDeed, outcome: StrEnum, *, contradicts: bool) -> None:
    """Log that the journey and the database disagree about a booking; the database is believed."""
    if contradicts:
        log.warning(
            "the database knows better than the journey",
            deed=type(deed).__name__,
            outcome=outcome.value,
            candidate_id=deed.candidate_id,
            booking_id=deed.booking_id,
            revision=deed.revision,
            by=deed.by.value,
        )
