"""The answers to the reminder: attendance confirmed, and the wish to move with its deadline and its end."""

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from temporalio import activity

from activities.alarms import card_of, move_deadline
from activities.approval import CHANGES, note_contradiction
from database import bookings, moves
from database.bookings import ChangeOutcome
from database.policies import policy_for
from workflows.deeds import ConfirmAttendance, RecordMoveRequest, SettleMoveRequest
from workflows.findings import AttendanceSettled, MoveRequestRecorded

SETTLED = frozenset({ChangeOutcome.DONE, ChangeOutcome.ALREADY})


class AttendanceDeeds:
    """What is done when the candidate answered the reminder, and what becomes of a wish to move."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self._sessions = sessions

    @activity.defn
    async def confirm_attendance(self, deed: ConfirmAttendance) -> AttendanceSettled:
        """Turn a booked booking into a confirmed one, before its start."""
        async with self._sessions.begin() as session:
            outcome = await bookings.confirm_attendance(
                session,
                booking_id=deed.booking_id,
                revision=deed.revision,
                now=deed.now,
                actor=deed.by,
                actor_id=deed.by_id,
            )
        note_contradiction(deed, outcome, contradicts=outcome not in SETTLED)
        return AttendanceSettled(booking_id=deed.booking_id, verdict=CHANGES[outcome])

    @activity.defn
    async def record_move_request(self, deed: RecordMoveRequest) -> MoveRequestRecorded:
        """Store the wish; one that the database refuses has no time left, so the journey drops it at once."""
        async with self._sessions.begin() as session:
            card = await card_of(session, deed.booking_id)
            policy = await policy_for(session, card.city_id)
            move = await moves.request_move(
                session,
                booking_id=deed.booking_id,
                revision=deed.revision,
                candidate_id=deed.candidate_id,
                wish=None,
                now=deed.now,
                answer_until=move_deadline(card, policy, now=deed.now),
            )
        is_open = move.outcome in SETTLED and move.settlement is None
        note_contradiction(deed, move.outcome, contradicts=not is_open)
        answer_until = move.answer_until if is_open and move.answer_until is not None else deed.now
        return MoveRequestRecorded(booking_id=deed.booking_id, answer_until=answer_until)

    @activity.defn
    async def settle_move_request(self, deed: SettleMoveRequest) -> None:
        """Close the wish; one that is closed already stays as it is."""
        async with self._sessions.begin() as session:
            await moves.settle_move(
                session,
                booking_id=deed.booking_id,
                revision=deed.revision,
                settlement=deed.settlement,
                now=deed.now,
            )
