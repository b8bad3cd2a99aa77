"""A city that is switched off: those who choose there are told, those with an interview are not."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from temporalio.testing import ActivityEnvironment

from activities.waiting import WaitingDeeds
from domain.ids import CandidateId
from domain.stages import Stage
from tests.database.world import World
from workflows.journeys import Journeys
from workflows.messages import News
from workflows.occasions import CityClosed


class ToldJourneys(Journeys):
    """Journeys that only note who was told that the city is closed."""

    def __init__(self) -> None:
        self.told: list[CandidateId] = []

    async def tell(self, candidate_id: CandidateId, news: News) -> bool:
        assert isinstance(news, CityClosed)
        self.told.append(candidate_id)
        return True


async def sweep(world: World, now: datetime) -> list[CandidateId]:
    journeys = ToldJourneys()
    environment = ActivityEnvironment()
    environment.info = replace(environment.info, started_time=now)
    await environment.run(WaitingDeeds(world.sessions, journeys).tell_of_closed_cities)
    return journeys.told


async def test_those_who_choose_in_a_city_that_was_just_closed_are_told_for_a_while(world: World) -> None:
    city = await world.city()
    people = [CandidateId(each) for each in await world.candidates(len(Stage))]
    for person, stage in zip(people, Stage, strict=True):
        await world.run(
            "UPDATE candidates SET city_id = :city, stage = :stage WHERE id = :person",
            city=city,
            stage=stage.value,
            person=person,
        )
    now = datetime.now(UTC)  # noqa: TID251 - the row is stamped by the database's wall clock
    assert await sweep(world, now) == []
    await world.run("UPDATE cities SET active = false WHERE id = :city", city=city)
    choosing = {Stage.CHOOSING_RECRUITER, Stage.CHOOSING_SLOT, Stage.WAITING_FOR_SLOTS}
    expected = [person for person, stage in zip(people, Stage, strict=True) if stage in choosing]
    assert await sweep(world, now) == sorted(expected)
    assert await sweep(world, now + timedelta(hours=1)) == []
