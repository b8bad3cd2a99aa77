"""The waiting list: who joins and leaves it, and how free slots come to those who wait.

An offer is committed first and told to its journey afterwards; if a crash lies between the two, the next sweep tells
what was not told. What nobody settled in time is passed on by the sweep, too.
"""

from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from temporalio import activity
from temporalio.service import RPCError

from database.places.cities import choosers_of_closed_cities
from database.waiting import offers, waitlist
from database.waiting.told_offers import (
    UntoldOffer,
    WithdrawnOffer,
    note_told,
    note_told_of_withdrawal,
    untold_offers,
    withdrawn_offers,
)
from workflows.deeds import JoinWaitlist, LeaveWaitlist, SettleOffer
from workflows.journeys import Journeys
from workflows.occasions import CityClosed, OfferWithdrawn, SlotOffered

LATELY = timedelta(minutes=5)  # whom no sweep told by then learns it from the next list
AT_ONCE = 100  # offers of one transaction

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class WaitingDeeds:
    """What is done for those for whom nothing was free."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession], journeys: Journeys) -> None:
        self._sessions = sessions
        self._journeys = journeys

    @activity.defn
    async def join_waitlist(self, deed: JoinWaitlist) -> None:
        """Put the candidate on the list; who stands on it already keeps their place."""
        async with self._sessions.begin() as session:
            await waitlist.join_waitlist(
                session,
                candidate_id=deed.candidate_id,
                city_id=deed.city_id,
                recruiter_id=deed.recruiter_id,
                now=deed.now,
            )

    @activity.defn
    async def leave_waitlist(self, deed: LeaveWaitlist) -> None:
        """Take the candidate off every list; what was held for them goes to the next."""
        async with self._sessions.begin() as session:
            await waitlist.leave_waitlist(session, deed.candidate_id, now=deed.now)

    @activity.defn
    async def settle_offer(self, deed: SettleOffer) -> None:
        """Close the offer; one that is closed already stays as it is."""
        async with self._sessions.begin() as session:
            await offers.settle_offer(
                session,
                candidate_id=deed.candidate_id,
                slot_id=deed.slot_id,
                settlement=deed.settlement,
                now=deed.now,
            )

    @activity.defn
    async def tell_of_closed_cities(self) -> int:
        """Tell those who choose in a city that was switched off lately; a journey says so once, however often told."""
        async with self._sessions() as session:
            choosers = await choosers_of_closed_cities(session, since=activity.info().started_time - LATELY)
        return sum([await self._journeys.tell(candidate_id, CityClosed()) for candidate_id in choosers])

    @activity.defn
    async def offer_freed_slots(self) -> int:
        """Offer what is free to those who wait, and tell every journey that was not told; return how many were."""
        now = activity.info().started_time
        while await self._offer(now=now) == AT_ONCE:
            pass
        async with self._sessions() as session:
            untold = await untold_offers(session, now=now)
            withdrawn = await withdrawn_offers(session)
        for offer in withdrawn:
            await self._tell_of_withdrawal(offer)
        return sum([await self._tell(offer, now=now) for offer in untold])

    async def _offer(self, *, now: datetime) -> int:
        async with self._sessions.begin() as session:
            return len(await offers.offer_to_waiting(session, now=now, limit=AT_ONCE))

    async def _tell_of_withdrawal(self, offer: WithdrawnOffer) -> None:
        """Tell the journey that the slot is gone; told twice, it says so once."""
        try:
            await self._journeys.tell(offer.candidate_id, OfferWithdrawn(slot_id=offer.slot_id))
        except RPCError as error:
            log.warning("a withdrawal could not be told", candidate_id=offer.candidate_id, error=error.status.name)
            return
        async with self._sessions.begin() as session:
            await note_told_of_withdrawal(session, offer.offer_id)

    async def _tell(self, offer: UntoldOffer, *, now: datetime) -> bool:
        """Tell the journey of its offer; where there is none (any more) the slot goes to the next who waits."""
        # How long, not until when: the journey's clock need not be the wall's.
        news = SlotOffered(
            slot_id=offer.slot_id,
            recruiter_id=offer.recruiter_id,
            starts_at=offer.starts_at,
            lasts=offer.expires_at - now,
        )
        try:
            is_told = await self._journeys.tell(offer.candidate_id, news)
        except RPCError as error:
            # One journey that cannot be reached must not keep the others from their slots; the next sweep tries again.
            log.warning("an offer could not be told", candidate_id=offer.candidate_id, error=error.status.name)
            return False
        async with self._sessions.begin() as session:
            if is_told:
                await note_told(session, offer.offer_id, now=now)
            else:
                await waitlist.leave_waitlist(session, offer.candidate_id, now=now)
        return is_told
