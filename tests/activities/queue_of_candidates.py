"""People who wait in a city, and journeys that only note what they are told."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from temporalio.service import RPCError, RPCStatusCode
from temporalio.testing import ActivityEnvironment

from activities.waiting import WaitingDeeds
from domain.ids import CandidateId, CityId, RecruiterId, SlotId
from tests.database.world import HOUR, NOW, World
from workflows.deeds import JoinWaitlist
from workflows.journeys import Journeys
from workflows.messages import News
from workflows.occasions import OfferWithdrawn, SlotOffered


@dataclass
class NotedJourneys(Journeys):
    """Journeys without Temporal: some are closed, some cannot be reached."""

    told: list[tuple[CandidateId, SlotOffered]] = field(default_factory=list)
    withdrawn: list[tuple[CandidateId, SlotId]] = field(default_factory=list)
    closed: set[CandidateId] = field(default_factory=set)
    out_of_reach: set[CandidateId] = field(default_factory=set)
    crash_after_telling: bool = False

    async def tell(self, candidate_id: CandidateId, news: News) -> bool:
        if candidate_id in self.out_of_reach:
            raise RPCError("no", RPCStatusCode.UNAVAILABLE, b"")
        if candidate_id in self.closed:
            return False
        if isinstance(news, OfferWithdrawn):
            self.withdrawn.append((candidate_id, news.slot_id))
            return True
        assert isinstance(news, SlotOffered)
        self.told.append((candidate_id, news))
        if self.crash_after_telling:
            raise ConnectionError
        return True

    def offered(self) -> dict[CandidateId, SlotId]:
        return {candidate_id: news.slot_id for candidate_id, news in self.told}


@dataclass
class Queue:
    """A city without slots in which some people wait, the first longest."""

    world: World
    city: CityId
    recruiter: RecruiterId
    people: list[CandidateId]
    journeys: NotedJourneys
    deeds: WaitingDeeds

    async def slots(self, count: int) -> list[SlotId]:
        return [SlotId(slot) for slot in await self.world.slots(self.recruiter, self.city, count=count, hours=48)]

    async def join(self, candidate_id: CandidateId, *, now: datetime = NOW) -> None:
        deed = JoinWaitlist(candidate_id=candidate_id, now=now, city_id=self.city, recruiter_id=None)
        await self.deeds.join_waitlist(deed)

    async def sweep(self, now: datetime = NOW) -> int:
        environment = ActivityEnvironment()
        environment.info = replace(environment.info, started_time=now)
        return await environment.run(self.deeds.offer_freed_slots)

    async def settlements(self) -> list[str | None]:
        found = await self.world.ask("SELECT array_agg(settlement ORDER BY id) FROM slot_offers")
        return list(found or [])


async def queue_of(world: World, count: int) -> Queue:
    """Return a queue whose people joined in the order of the list, one an hour, the last an hour ago."""
    city = CityId(await world.city())
    recruiter = RecruiterId(await world.recruiter(city))
    people = [CandidateId(each) for each in await world.candidates(count)][::-1]
    journeys = NotedJourneys()
    queue = Queue(world, city, recruiter, people, journeys, WaitingDeeds(world.sessions, journeys))
    for place, person in enumerate(people):
        await queue.join(person, now=NOW - (count - place) * HOUR)
    return queue
