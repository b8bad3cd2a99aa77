"""Erasure: first what the database knows of a candidate, then what Temporal remembers of them."""

from datetime import timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from temporalio import activity
from temporalio.service import RPCError

from database.people import erasure
from domain.ids import CandidateId
from workflows.deeds import EraseCandidate
from workflows.journeys import Journeys

# A journey ends moments after it has erased. One that does not was interrupted in these moments; its key is gone, so it
# cannot go on, and is ended here: later than any process could still remember the key.
INTERRUPTED_AFTER = timedelta(minutes=2)

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class ErasingDeeds:
    """What is done when a candidate wants nothing kept."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession], journeys: Journeys) -> None:
        self._sessions = sessions
        self._journeys = journeys

    @activity.defn
    async def erase_candidate(self, deed: EraseCandidate) -> None:
        """Erase what is personal, the key included, in one transaction; the second time there is nothing left."""
        async with self._sessions.begin() as session:
            await erasure.erase_candidate(session, deed.candidate_id, now=deed.now)
        log.info("a candidate was erased", candidate_id=deed.candidate_id)

    @activity.defn
    async def forget_erased(self) -> int:
        """Delete the histories of erased candidates; return of how many none is left.

        The journey that ordered the erasure still runs then, so this comes later, again and again until it is done.
        The earliest erased come first, and one sweep takes a hundred of them.
        """
        async with self._sessions() as session:
            waiting = await erasure.candidates_to_forget(session)
            before = activity.info().started_time - INTERRUPTED_AFTER
            interrupted = set(await erasure.candidates_to_forget(session, erased_before=before))
        return sum([await self._forget(each, even_running=each in interrupted) for each in waiting])

    async def _forget(self, candidate_id: CandidateId, *, even_running: bool) -> bool:
        try:
            if not await self._journeys.forget(candidate_id, even_running=even_running):
                return False
        except RPCError as error:  # whoever waits for a slot does not wait for this as well
            log.warning("histories could not be deleted", candidate_id=candidate_id, error=error.status.name)
            return False
        now = activity.info().started_time
        async with self._sessions.begin() as session:
            # Once more: a message that was under way at the first time may have been written down since.
            await erasure.erase_candidate(session, candidate_id, now=now)
            await erasure.note_forgotten(session, candidate_id, now=now)
        log.info("the histories of an erased candidate are gone", candidate_id=candidate_id)
        return True
