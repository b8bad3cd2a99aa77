"""A policy that changes, in psql too, reaches those who are booked; nobody else, and not twice."""

from dataclasses import replace

from temporalio.testing import ActivityEnvironment

from activities.policies import PolicyDeeds
from domain.ids import CandidateId
from tests.activities.booked import booked
from tests.database.world import NOW, World
from workflows.journeys import Journeys
from workflows.messages import News
from workflows.occasions import PolicyChanged


class ToldJourneys(Journeys):
    """Journeys that only note who was told that the policy changed."""

    def __init__(self) -> None:
        self.told: list[CandidateId] = []

    async def tell(self, candidate_id: CandidateId, news: News) -> bool:
        assert isinstance(news, PolicyChanged)
        self.told.append(candidate_id)
        return True


async def sweep(world: World) -> list[CandidateId]:
    journeys = ToldJourneys()
    environment = ActivityEnvironment()
    environment.info = replace(environment.info, started_time=NOW)
    assert await environment.run(PolicyDeeds(world.sessions, journeys).tell_of_changed_policies) == len(journeys.told)
    return journeys.told


async def test_a_changed_policy_reaches_those_who_are_booked_there_once(world: World) -> None:
    here, elsewhere = await booked(world, approved=True), await booked(world)
    assert await sweep(world) == [here.candidate_id, elsewhere.candidate_id]
    assert await sweep(world) == []
    await world.run("UPDATE cities SET policy = '{\"reminder_lead\": 10800}' WHERE id = :id", id=here.city_id)
    assert await sweep(world) == [here.candidate_id]
    await world.run("UPDATE cities SET zone = 'Asia/Omsk' WHERE id = :id", id=elsewhere.city_id)
    assert await sweep(world) == [elsewhere.candidate_id]
    assert await sweep(world) == []


async def test_a_changed_policy_of_the_company_reaches_all_but_the_cities_that_override_it(world: World) -> None:
    own, following = await booked(world), await booked(world)
    await world.run("UPDATE cities SET policy = '{\"reminder_lead\": 10800}' WHERE id = :id", id=own.city_id)
    await sweep(world)
    await world.run("UPDATE company_settings SET policy = '{\"reminder_lead\": 3600}'")
    assert await sweep(world) == [following.candidate_id]
