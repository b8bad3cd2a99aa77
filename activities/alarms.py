"""Planning the instants of a booking with its zones and its city's policy; journeys know instants only."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from temporalio import activity
from temporalio.exceptions import ApplicationError

from database.bookings.cards import BookingCard, booking_card
from database.bookings.changes import set_answer_until
from database.places.cities import city_contact
from database.places.policies import policy_for
from domain import alarms
from domain.booking import Alarms
from domain.ids import BookingId, CityId
from domain.policy import Policy
from workflows.deeds import PlanAlarms, PlanNudges, PlanRelease
from workflows.findings import AlarmsPlanned, NudgesPlanned, ReleasePlanned


class AlarmDeeds:
    """What is planned about bookings and about those who do not choose; reads only."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self._sessions = sessions

    @activity.defn
    async def plan_alarms(self, deed: PlanAlarms) -> AlarmsPlanned:
        """Plan with the policy as it is now; the revision tells an answer that came too late.

        The deadline of a request stands in the admins' queue, too, and moves there with it.
        """
        async with self._sessions.begin() as session:
            card = await card_of(session, deed.booking_id)
            policy = await policy_for(session, card.city_id)
            planned = alarms_of(card, policy, now=deed.now)
            await set_answer_until(
                session, booking_id=card.booking_id, revision=card.revision, answer_until=planned.answer_until
            )
        return AlarmsPlanned(booking_id=card.booking_id, revision=card.revision, alarms=planned)

    @activity.defn
    async def plan_nudges(self, deed: PlanNudges) -> NudgesPlanned:
        """Plan by the clocks and the quiet hours of the candidate's city."""
        async with self._sessions() as session:
            return await nudges_of(session, deed.city_id, now=deed.now)

    @activity.defn
    async def plan_release(self, deed: PlanRelease) -> ReleasePlanned:
        """Plan by the policy of the booking's city until when the slot is kept."""
        async with self._sessions() as session:
            card = await card_of(session, deed.booking_id)
            policy = await policy_for(session, card.city_id)
        return ReleasePlanned(
            booking_id=deed.booking_id,
            undelivered=deed.undelivered,
            keeps_until=alarms.plan_release(deed.now, card.starts_at, policy),
        )


async def nudges_of(session: AsyncSession, city_id: CityId, *, now: datetime) -> NudgesPlanned:
    """Return when somebody who does not choose is asked; raise when the database has lost their city."""
    city = await city_contact(session, city_id)
    if city is None:
        raise ApplicationError(f"city {city_id} is not in the database", type="CityLost")
    return NudgesPlanned(nudges_at=alarms.plan_nudges(now, city.zone, await policy_for(session, city_id)))


async def card_of(session: AsyncSession, booking_id: BookingId) -> BookingCard:
    """Return the booking; raise when the database has lost it, which keeps the journey waiting where it is."""
    card = await booking_card(session, booking_id)
    if card is None:
        raise ApplicationError(f"booking {booking_id} is not in the database", type="BookingLost")
    return card


def alarms_of(card: BookingCard, policy: Policy, *, now: datetime) -> Alarms:
    """Return every instant of the booking; the recruiter's deadline counts from the request, not from now."""
    planned, as_requested = (
        alarms.plan_alarms(
            now=instant,
            starts_at=card.starts_at,
            ends_at=card.ends_at,
            candidate_zone=card.city_zone,
            recruiter_zone=card.recruiter_zone,
            policy=policy,
            spread=timedelta(seconds=card.candidate_id % alarms.SPREAD_OVER),
        )
        for instant in (now, card.requested_at)
    )
    return replace(planned, answer_until=as_requested.answer_until, nudge_at=as_requested.nudge_at)


def move_deadline(starts_at: datetime, policy: Policy, *, now: datetime) -> datetime:
    """Return until when a wish to move stands: as long as a request, and in the last half hour until the start."""
    until = min(now + policy.approval_deadline, starts_at - policy.approval_margin)
    return until if until > now else max(now, starts_at)
