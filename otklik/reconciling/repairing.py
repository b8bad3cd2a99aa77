"""Repairing by rule: first the database, in one transaction; then the journeys that are behind or must be told."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from database import audit
from database.people.candidates import candidate_profile, set_stage
from database.reconciling.marks import settle_updates
from database.reconciling.numbers import move_numbers_on
from database.reconciling.rest import forget_told_policies, pause_announcements
from domain.booking import Actor
from otklik.reconciling.comparing import Candidacy, is_database_newer
from otklik.reconciling.differences import Difference, Kind, Right
from otklik.reconciling.looking import Findings
from otklik.reconciling.losses import NOBODY, say_sorry, unheard_of
from otklik.reconciling.rebuilding import rebuild
from otklik.reconciling.writing import ByKind, write_back
from workflows.journey import Journey
from workflows.journeys import Journeys
from workflows.messages import CandidateArrived, SlotPicked
from workflows.standing import stand

SAYS_NOTHING = frozenset({Kind.STAGE, Kind.UPDATE})  # of how old the database is
OLDER = frozenset({Kind.STRANGER, Kind.UNREADABLE, Kind.TAKEN_NUMBER})
GONE = "otklik reconcile: the database has no such candidate"


class Repairing:
    """Does what the rules say; each part may be done again."""

    def __init__(self, journeys: Journeys, sessions: async_sessionmaker[AsyncSession]) -> None:
        self._journeys = journeys
        self._sessions = sessions

    async def repair(self, found: Findings, differences: Sequence[Difference], *, now: datetime) -> int:
        """Repair these differences out of what was found; return how many auto-messages were paused."""
        by_kind = sort_out(found, differences)
        paused = 0
        async with self._sessions.begin() as session:
            await forget_told_policies(session)
            if is_restored(differences):
                await move_numbers_on(session, found.mentioned)
                paused = await pause_announcements(session, now=now)
            if any(each.kind is Kind.UPDATE for each in differences):
                await settle_updates(session, found.settled_updates)
            sorries = await write_back(session, by_kind, now=now)
            for each in differences:
                await _write_down(session, each, now)
        for lost in by_kind[Kind.NO_CANDIDATE]:
            await self._journeys.abandon(lost.candidate_id, GONE)
        for other in by_kind[Kind.STRANGER]:
            await self._journeys.resume(
                Journey(candidate_id=other.candidate_id), CandidateArrived(update_id=unheard_of(now))
            )
        for lost_number in by_kind[Kind.TAKEN_NUMBER]:
            await self._ask_again(lost_number, now)
        for behind in (*by_kind[Kind.NO_JOURNEY], *by_kind[Kind.UNREADABLE], *by_kind[Kind.OLD_JOURNEY]):
            await self._begin(behind, now)
        await say_sorry(self._journeys, sorries)
        return paused

    async def _begin(self, candidacy: Candidacy, now: datetime) -> None:
        """Begin a journey where the candidate stands, and show it in the lists."""
        journey = await self._journey_of(candidacy, now)
        if journey is None:
            return
        asks = CandidateArrived(update_id=unheard_of(now)) if journey.screening is None else None
        await self._journeys.resume(journey, asks)
        async with self._sessions.begin() as session:
            await set_stage(session, candidacy.candidate_id, journey.stage)

    async def _ask_again(self, candidacy: Candidacy, now: datetime) -> None:
        """Let a journey ask for the slot of its booking again: under the booking's number others are spoken of."""
        journey = candidacy.journey
        if journey is None or journey.booking is None:
            return
        lost = journey.booking
        journey = replace(journey, booking=None, recruiter_chosen=True, recruiter_id=lost.recruiter_id)
        pick = SlotPicked(update_id=unheard_of(now), slot_id=lost.slot_id, recruiter_id=lost.recruiter_id)
        await self._journeys.resume(stand(journey, now), pick)

    async def _journey_of(self, candidacy: Candidacy, now: datetime) -> Journey | None:
        """Return the journey as the database tells it; one that was ended by hand goes on with what it knew."""
        former, record = candidacy.journey, candidacy.record
        if former is not None and record is not None and not former.is_closed and not is_database_newer(record, former):
            return stand(former, now) if former.screening is not None else former
        async with self._sessions() as session:
            profile = await candidate_profile(session, candidacy.candidate_id)
            return None if profile is None else await rebuild(session, profile, former, now=now)


def sort_out(found: Findings, differences: Sequence[Difference]) -> ByKind:
    """Return whom each kind of difference is about."""
    by_kind: dict[Kind, list[Candidacy]] = {kind: [] for kind in Kind}
    for each in differences:
        if each.candidate_id is not None:
            by_kind[each.kind].append(found.candidacies[each.candidate_id])
    return by_kind


def is_restored(differences: Sequence[Difference]) -> bool:
    """Tell whether the database is older than the journeys, so that it may have given out numbers that it forgot."""
    telling = {each.kind for each in differences if each.rule.right is not Right.DATABASE} - SAYS_NOTHING
    return bool(telling) or any(each.kind in OLDER for each in differences)


async def _write_down(session: AsyncSession, difference: Difference, now: datetime) -> None:
    await audit.record(
        session,
        actor=Actor.SYSTEM,
        actor_id=NOBODY,
        what="reconciled",
        at=now,
        subject_table=None if difference.candidate_id is None else "candidates",
        subject_id=difference.candidate_id,
        after={"kind": difference.kind.value, "what": difference.what},
    )
