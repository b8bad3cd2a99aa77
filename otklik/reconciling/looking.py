"""Looking at both sides: every candidate who is under way by either, the numbers they name, the updates that wait."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from temporalio.client import Client, WorkflowExecution, WorkflowExecutionStatus, WorkflowQueryFailedError
from temporalio.common import WorkerDeploymentVersion
from temporalio.service import RPCError, RPCStatusCode

from activities.worker import build_listener
from database.reconciling.numbers import NumberBehind, numbers_behind
from database.reconciling.remembered import WaitingUpdate, candidate_record, candidates_under_way, waiting_updates
from domain.erased import CandidateErasedError
from domain.ids import CandidateId, candidate_of, journey_id
from otklik.candidate_keys import KeysOutOfReachError
from otklik.errors import CannotStartError
from otklik.first_payloads import first_payloads, is_key_of_candidate_lost, why_unreadable
from otklik.reconciling.comparing import Candidacy, compare
from otklik.reconciling.differences import Difference, Kind
from workflows.journey import Journey
from workflows.journeys import Journeys
from workflows.showing import INTERVIEW_AT, JOURNEY_STAGE, RECRUITER_ID

AT_ONCE = 4  # each journey is replayed from its beginning to answer
TRIES = 5
PAUSE = 1.0  # seconds: on a busy machine a replay may take too long to be answered
OPEN = "WorkflowType = 'CandidateJourney' AND ExecutionStatus = 'Running'"
EVER = "WorkflowType = 'CandidateJourney'"


@dataclass(frozen=True, kw_only=True)
class Findings:
    """What was seen: the candidates of either side, what differs, and the facts by which it is repaired."""

    candidacies: Mapping[CandidateId, Candidacy]
    differences: Sequence[Difference]
    mentioned: Mapping[str, int]
    settled_updates: Sequence[WaitingUpdate] = field(default=())


class Looking:
    """Reads both sides; raises RPCError and SQLAlchemyError when one of them cannot be reached."""

    def __init__(self, client: Client, sessions: async_sessionmaker[AsyncSession]) -> None:
        self._client = client
        self._sessions = sessions
        self._journeys = Journeys(client)

    async def look(self, *, now: datetime) -> Findings:
        """Return what differs at this moment; what is only under way shows as a difference, too."""
        async with self._sessions() as session:
            written = await candidates_under_way(session)
            updates = await waiting_updates(session)
        running = await self._listed(OPEN)
        wanted = sorted({*written, *running, *(update.candidate_id for update in updates)})
        candidacies = {each.candidate_id: each for each in await self._candidacies(wanted)}
        mentioned = mentioned_numbers(candidacies.values(), await self._listed(EVER))
        async with self._sessions() as session:
            behind = await numbers_behind(session, mentioned)
        settled = [update for update in updates if is_settled(update, candidacies[update.candidate_id])]
        differences = [
            *(difference for each in candidacies.values() for difference in compare(each, now=now)),
            *map(_number, behind),
            *map(_update, settled),
        ]
        return Findings(candidacies=candidacies, differences=differences, mentioned=mentioned, settled_updates=settled)

    async def _listed(self, query: str) -> list[CandidateId]:
        found = [candidate_of(execution.id) async for execution in self._client.list_workflows(query)]
        return [candidate_id for candidate_id in found if candidate_id is not None]

    async def _candidacies(self, candidate_ids: Iterable[CandidateId]) -> list[Candidacy]:
        turns = asyncio.Semaphore(AT_ONCE)

        async def look(candidate_id: CandidateId) -> Candidacy:
            async with turns:
                return await self._candidacy(candidate_id)

        return list(await asyncio.gather(*map(look, candidate_ids)))

    async def _candidacy(self, candidate_id: CandidateId) -> Candidacy:
        found, journey = await self._journey(candidate_id)
        booking = journey.booking if journey else None
        screening = journey.screening if journey else None
        async with self._sessions() as session:
            record = await candidate_record(
                session,
                candidate_id,
                booking_id=booking.id if booking else None,
                questionnaire_id=screening.questionnaire.id if screening else None,
            )
        return Candidacy(
            candidate_id=candidate_id,
            record=record,
            journey=journey,
            is_running=found is not None and found.status is WorkflowExecutionStatus.RUNNING,
            began_at=None if found is None else found.start_time,
            shown=None if found is None else shown_in(found),
        )

    async def _journey(self, candidate_id: CandidateId) -> tuple[WorkflowExecution | None, Journey | None]:
        try:
            found = await self._client.get_workflow_handle(journey_id(candidate_id)).describe()
            is_readable = await self._is_readable(found)
            facts = await self._facts(candidate_id) if is_readable else None
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:
                return None, None
            raise
        return found, facts

    async def _is_readable(self, found: WorkflowExecution) -> bool:
        """Tell whether the database has the key of the journey; a wrong master key would show all as unreadable."""
        payloads = await first_payloads(self._client, found.id, found.run_id)
        try:
            error = await why_unreadable(self._client, payloads)
        except CandidateErasedError:
            return False
        except KeysOutOfReachError as out_of_reach:
            raise CannotStartError(f"{out_of_reach}; nothing was changed. Run it again.") from None
        if error is not None and not is_key_of_candidate_lost(payloads, error):
            raise CannotStartError(f"PAYLOAD_KEY does not open {found.id} ({error}); nothing was changed.")
        return error is None

    async def _facts(self, candidate_id: CandidateId) -> Journey:
        """Ask the journey; the server may not have met our own worker yet, or a replay may take long."""
        for _ in range(TRIES - 1):
            try:
                return await self._journeys.facts(candidate_id)
            except WorkflowQueryFailedError:
                await asyncio.sleep(PAUSE)
            except RPCError as error:
                if error.status is not RPCStatusCode.FAILED_PRECONDITION:
                    raise
                await asyncio.sleep(PAUSE)
        return await self._journeys.facts(candidate_id)


@asynccontextmanager
async def journeys_awake(client: Client, version: WorkerDeploymentVersion | None) -> AsyncIterator[None]:
    """Let the journeys answer while inside: after a restore nobody else should be at work. No deeds are done here."""
    async with build_listener(client, version):
        yield


def shown_in(found: WorkflowExecution) -> str:
    """Return what Temporal shows of a journey in clear: all that is left of one that cannot be read."""
    attributes = found.typed_search_attributes
    stage, recruiter, interview = (attributes.get(key) for key in (JOURNEY_STAGE, RECRUITER_ID, INTERVIEW_AT))
    held = f", interview {interview:%Y-%m-%d %H:%M} UTC with recruiter {recruiter}" if interview else ""
    return f"{stage}{held}"


def mentioned_numbers(candidacies: Iterable[Candidacy], ever: Iterable[CandidateId]) -> dict[str, int]:
    """Return the highest number of each table that a journey, open or closed, mentions."""
    numbers: dict[str, list[int]] = {"candidates": [*ever]}
    for each in candidacies:
        if each.journey is not None:
            for table, number in _mentioned(each.journey):
                numbers.setdefault(table, []).append(number)
    return {table: max(found, default=0) for table, found in numbers.items()}


def _mentioned(journey: Journey) -> Iterable[tuple[str, int]]:
    booking, offer = journey.booking, journey.offer
    yield "cities", journey.city_id or 0
    yield "recruiters", journey.recruiter_id or 0
    if journey.screening is not None:
        yield "questionnaires", journey.screening.questionnaire.id
    if offer is not None:
        yield "slots", offer.slot_id
    if booking is not None:
        yield "bookings", booking.id
        yield "slots", booking.slot_id
        yield "recruiters", booking.recruiter_id
    if booking is not None and booking.move is not None:
        yield from (("slots", slot_id) for slot_id in (booking.move.wanted or 0, *booking.move.offered))


def is_settled(update: WaitingUpdate, candidacy: Candidacy) -> bool:
    """Tell whether the journey has seen the update: it remembers the last fifty."""
    return candidacy.journey is not None and update.update_id in candidacy.journey.seen


def _number(behind: NumberBehind) -> Difference:
    what = f"{behind.table} go on after {behind.last}, but {behind.mentioned} is mentioned"
    return Difference(kind=Kind.NUMBERS, candidate_id=None, what=what)


def _update(update: WaitingUpdate) -> Difference:
    what = f"update {update.update_id} waits, but the journey has seen it"
    return Difference(kind=Kind.UPDATE, candidate_id=update.candidate_id, what=what)
