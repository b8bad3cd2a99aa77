"""The answer to the reminder that can be counted on: attendance confirmed."""

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from temporalio import activity

from activities.alarms import card_of
from activities.approval import CHANGES, SETTLED, note_contradiction
from database.bookings import changes
from workflows.deeds import ConfirmAttendance
from workflows.findings import AttendanceSettled


class AttendanceDeeds:
    """What is done when the candidate answered the reminder."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self._sessions = sessions

    @activity.defn
    async def confirm_attendance(self, deed: ConfirmAttendance) -> AttendanceSettled:
        """Turn a booked booking into a confirmed one, before its start; say whether a place or a link is known."""
        async with self._sessions.begin() as session:
            outcome = await changes.confirm_attendance(
                session,
                booking_id=deed.booking_id,
                revision=deed.revision,
                now=deed.now,
                actor=deed.by,
                actor_id=deed.by_id,
            )
            card = await card_of(session, deed.booking_id)
        note_contradiction(deed, outcome, contradicts=outcome not in SETTLED)
        lacks_place = not card.meeting_link and not card.city_address
        return AttendanceSettled(booking_id=deed.booking_id, verdict=CHANGES[outcome], lacks_place=lacks_place)
