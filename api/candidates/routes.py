"""Candidates as admins find and help them: lists, the search, one of them, another try at Test1, the end of a journey.

Names, phones and Telegram ids never stand in a URL, which is written to logs: the search is asked in a body.
"""

from http import HTTPStatus
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from sqlalchemy.ext.asyncio import AsyncSession

from api.access import Manager, Viewer
from api.bookings.seen import Booking
from api.candidates.journeys import ask_journey
from api.candidates.queries import Search
from api.candidates.seen import Candidate, WholeCandidate
from api.candidates.test1_results import Test1Result
from api.moments import Instant
from api.pages import Page, PagingIn, page_of
from api.problems import FINDING, LOOKING, Problem
from api.surroundings import Around, Surroundings
from api.updates import REFUSALS, Settled, settled
from api.writing_down import write_down
from database.bookings.lines import active_line
from database.local_clocks import WITHOUT_CITY
from database.office.tokens import ApiCaller
from database.people.found_candidates import CandidateFile, WantedCandidates, candidate_file, found_candidates
from database.screening.finished_tests import finished_tests
from domain.stages import Stage
from workflows.candidate_journey import CandidateJourney
from workflows.journeys import signal_name
from workflows.occasions import JourneyCancelled, RetryAllowed

MOST_TESTS = 5

router = APIRouter(prefix="/api/v1/candidates", tags=["candidates"])


@router.get("", summary="Candidates", responses=LOOKING)
async def candidates(
    around: Around,
    caller: Viewer,
    paging: PagingIn,
    *,
    city: Annotated[UUID | None, Query(description="Public id of a city")] = None,
    stage: Stage | None = None,
    blocked: Annotated[bool | None, Query(description="Whether the bot cannot reach them")] = None,
    created_from: Annotated[Instant | None, Query(description="First wrote to the bot then or later")] = None,
    created_to: Annotated[Instant | None, Query(description="First wrote to the bot before then")] = None,
    sort: Literal["created_at", "-created_at"] = "-created_at",
) -> Page[Candidate]:
    """List them by when they first wrote to the bot."""
    wanted = WantedCandidates(
        cities=caller.cities,
        city=city,
        stage=stage,
        blocked=blocked,
        created_from=created_from,
        created_to=created_to,
    )
    async with around.sessions() as session:
        found = await found_candidates(session, wanted, paging.cut, newest_first=sort == "-created_at")
    return page_of(found, Candidate.of)


@router.post("/search", summary="Find candidates", responses=LOOKING)
async def search(asked: Search, around: Around, caller: Viewer) -> Page[Candidate]:
    """Find them by the beginning of any word of the name, of the phone number, or of the name in Telegram."""
    async with around.sessions() as session:
        found = await found_candidates(
            session, asked.wanted(caller.cities), asked.cut, newest_first=asked.sort == "-created_at"
        )
    return page_of(found, Candidate.of)


@router.get("/{public_id}", summary="A candidate", responses=FINDING)
async def candidate(public_id: UUID, around: Around, caller: Viewer) -> WholeCandidate:
    """Show what is known, the booking that stands, the answers to Test1, and what the journey says of itself now."""
    async with around.sessions() as session:
        known = await find(session, public_id, caller)
        booking = await active_line(session, known.id)
        tests = await finished_tests(session, known.id, limit=MOST_TESTS)
    journey = await ask_journey(around, known.id, known.found.city_zone or WITHOUT_CITY)
    return WholeCandidate(
        **dict(Candidate.of(known.found)),
        telegram_id=known.telegram_id,
        language=known.language,
        journey=journey,
        booking=None if booking is None else Booking.of(booking),
        test1=[Test1Result.of(test) for test in tests],
    )


@router.post("/{public_id}/retry", summary="Allow another try at Test1", responses=REFUSALS)
async def retry(public_id: UUID, around: Around, caller: Manager) -> Settled:
    """Let a candidate whom Test1 refused begin it anew at once; anybody else's journey refuses this."""
    return await _tell(around, caller, public_id, CandidateJourney.allow_retry, RetryAllowed)


@router.post("/{public_id}/cancel", summary="End a journey", responses=REFUSALS)
async def cancel(public_id: UUID, around: Around, caller: Manager) -> Settled:
    """Free what the journey holds, tell the candidate and the recruiter, and close it."""
    return await _tell(around, caller, public_id, CandidateJourney.cancel_journey, JourneyCancelled)


async def find(session: AsyncSession, public_id: UUID, caller: ApiCaller) -> CandidateFile:
    """Return whose public id it is, a problem 404 where it is nobody's whom the caller sees."""
    known = await candidate_file(session, public_id, cities=caller.cities)
    if known is None:
        raise Problem(HTTPStatus.NOT_FOUND, "no_candidate", "There is no such candidate.")
    return known


async def _tell(
    around: Surroundings,
    caller: ApiCaller,
    public_id: UUID,
    update: Any,
    news: type[RetryAllowed] | type[JourneyCancelled],
) -> Settled:
    """Tell the journey, write down who did what, and return where it stands; a refusal is a problem 409."""
    async with around.sessions() as session:
        candidate_id = (await find(session, public_id, caller)).id
    handle = around.journeys.handle(candidate_id)
    stands = await settled(handle.execute_update(update, news(by_id=caller.id)))
    async with around.sessions.begin() as session:
        await write_down(
            session,
            around,
            caller,
            signal_name(news),
            table="candidates",
            row_id=candidate_id,
            after={"stage": stands.stage},
        )
    return stands
