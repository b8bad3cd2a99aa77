"""Policies reach people who are booked already: their journeys are told, and plan their alarms anew."""

import structlog
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from temporalio import activity

from database.places.told_policies import ChangedPolicy, changed_policies, note_told_policy
from workflows.journeys import Journeys
from workflows.occasions import PolicyChanged

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class PolicyDeeds:
    """What is done when the policy or the zone of a city changed, whoever changed it and however."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession], journeys: Journeys) -> None:
        self._sessions = sessions
        self._journeys = journeys

    @activity.defn
    async def tell_of_changed_policies(self) -> int:
        """Tell every journey with a booking in such a city; told twice after a crash, it plans the same twice."""
        async with self._sessions() as session:
            changed = await changed_policies(session)
        return sum([await self._tell(each) for each in changed])

    async def _tell(self, changed: ChangedPolicy) -> int:
        told = [await self._journeys.tell(candidate_id, PolicyChanged()) for candidate_id in changed.candidate_ids]
        async with self._sessions.begin() as session:
            await note_told_policy(session, changed, now=activity.info().started_time)
        log.info("a policy changed", city_id=changed.city_id, told=sum(told))
        return sum(told)
