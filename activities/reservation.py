"""Reserving a slot: the database judges the pick, the answer carries everything that the journey needs of it."""

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from temporalio import activity

from activities.alarms import alarms_of, card_of
from database.bookings.changes import set_answer_until
from database.bookings.reservation import reserve_slot
from database.places.policies import policy_for
from database.waiting.waitlist import leave_waitlist
from domain.ids import BookingId
from domain.policy import Policy
from domain.reservation import ReservationOutcome
from workflows.deeds import ReserveSlot
from workflows.findings import ReservationRefused, SlotReserved

HELD = frozenset({ReservationOutcome.RESERVED, ReservationOutcome.ALREADY_RESERVED})


class ReservationDeeds:
    """What is done when a slot was picked."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self._sessions = sessions

    @activity.defn
    async def reserve_slot(self, deed: ReserveSlot) -> SlotReserved | ReservationRefused:
        """Book the slot with the recruiter's deadline; a repeat under the same key is answered the same.

        Who has a booking does not wait for a slot any more.
        """
        async with self._sessions.begin() as session:
            policy = await policy_for(session, deed.expected_city_id)
            reservation = await reserve_slot(
                session,
                slot_id=deed.slot_id,
                candidate_id=deed.candidate_id,
                expected_recruiter_id=deed.expected_recruiter_id,
                expected_city_id=deed.expected_city_id,
                booking_key=deed.booking_key,
                now=deed.now,
                minimum_notice=policy.minimum_notice,
            )
            if reservation.outcome not in HELD or reservation.booking_id is None:
                return ReservationRefused(outcome=reservation.outcome, slot_id=deed.slot_id)
            if reservation.outcome is ReservationOutcome.RESERVED:
                await leave_waitlist(session, deed.candidate_id, now=deed.now)
            return await _describe(session, reservation.booking_id, policy, deed)


async def _describe(session: AsyncSession, booking_id: BookingId, policy: Policy, deed: ReserveSlot) -> SlotReserved:
    card = await card_of(session, booking_id)
    alarms = alarms_of(card, policy, now=deed.now)
    await set_answer_until(
        session, booking_id=card.booking_id, revision=card.revision, answer_until=alarms.answer_until
    )
    return SlotReserved(
        booking_id=card.booking_id,
        revision=card.revision,
        slot_id=card.slot_id,
        recruiter_id=card.recruiter_id,
        starts_at=card.starts_at,
        ends_at=card.ends_at,
        alarms=alarms,
        recruiter_reachable=card.recruiter_chat_id is not None,
    )
