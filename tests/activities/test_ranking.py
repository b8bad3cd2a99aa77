"""Whose tasks come first on the real Temporal: those of people who choose, before those of agreed interviews."""

from dataclasses import replace
from datetime import timedelta

from structlog.testing import capture_logs
from temporalio.client import Client

from domain.booking import BookingStatus
from domain.ids import CandidateId
from tests.activities.booked import RankedJourneys, booked, deciding
from tests.database.world import NOW, World
from tests.workflows.positions import booked as agreed
from workflows.deeds import ApproveBooking, EndBooking
from workflows.findings import Verdict
from workflows.journey import Journey
from workflows.journeys import Journeys
from workflows.messages import CandidateArrived

RESERVED = CandidateId(800_000)  # numbers that no other test of this server has


async def place_of(journeys: Journeys, candidate_id: CandidateId) -> int:
    """Return the priority of the journey's tasks, of which 1 comes first."""
    description = await journeys.handle(candidate_id).describe()
    return description.raw_description.workflow_execution_info.priority.priority_key


async def test_an_agreed_interview_lets_others_go_first_until_it_ends(world: World, sealing_client: Client) -> None:
    await world.run(f"ALTER SEQUENCE candidates_id_seq RESTART WITH {RESERVED}")
    journeys, scene = Journeys(sealing_client), await booked(world)
    await journeys.arrive(scene.candidate_id, CandidateArrived(at=NOW, update_id=1))
    deeds = deciding(world, journeys)
    assert await place_of(journeys, scene.candidate_id) == 1
    await deeds.approve_booking(scene.by_recruiter(ApproveBooking))
    assert await place_of(journeys, scene.candidate_id) == 3
    refused = scene.by_recruiter(EndBooking, status=BookingStatus.MET, now=NOW + timedelta(hours=1))
    await deeds.end_booking(refused)
    assert await place_of(journeys, scene.candidate_id) == 3
    await deeds.end_booking(scene.by_candidate(EndBooking, status=BookingStatus.DECLINED))
    assert await place_of(journeys, scene.candidate_id) == 1
    await journeys.abandon(scene.candidate_id, "the test is over")


async def test_a_journey_that_ends_with_its_interview_is_left_where_it_is(world: World) -> None:
    journeys, scene = RankedJourneys(), await booked(world, approved=True)
    met = scene.by_recruiter(EndBooking, status=BookingStatus.MET, now=scene.reserved.ends_at)
    assert (await deciding(world, journeys).end_booking(met)).verdict is Verdict.DONE
    assert journeys.asleep == {}


async def test_a_journey_that_cannot_be_ranked_is_decided_about_all_the_same(
    world: World, sealing_client: Client
) -> None:
    await world.run(f"ALTER SEQUENCE candidates_id_seq RESTART WITH {RESERVED + 1}")
    scene = await booked(world)
    with capture_logs() as logs:
        settled = await deciding(world, Journeys(sealing_client)).approve_booking(scene.by_recruiter(ApproveBooking))
    assert settled.verdict is Verdict.DONE
    assert [entry["event"] for entry in logs] == ["a journey keeps its place in the queue"]


async def test_a_journey_begun_in_its_middle_has_the_place_of_its_stage(sealing_client: Client) -> None:
    journeys = Journeys(sealing_client)
    for number, (journey, place) in enumerate(((agreed(), 3), (Journey(candidate_id=CandidateId(0)), 1)), start=1):
        candidate_id = CandidateId(RESERVED - number)
        await journeys.resume(replace(journey, candidate_id=candidate_id))
        assert await place_of(journeys, candidate_id) == place
        await journeys.abandon(candidate_id, "the test is over")
