"""Workers of several versions on one server, and the orders by which ops tell journeys where to go."""

import asyncio
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from temporalio.client import Client
from temporalio.common import WorkerDeploymentVersion
from temporalio.worker import Worker

from activities.versions import deployment_of
from domain.ids import CandidateId
from otklik.embedded.temporal import temporal_binary
from tests.workflows.fakes import FakeDeeds
from tests.workflows.playing import Played
from workflows.candidate_journey import CandidateJourney
from workflows.connection import BULK, JOURNEYS
from workflows.effects import AnyDeed

MAKE_CURRENT = "temporal worker deployment set-current-version --yes --deployment-name otklik --build-id"


@dataclass
class Fleet:
    """One server with the workers of several versions, which share a database and have a postman each."""

    address: str
    client: Client
    done: list[AnyDeed] = field(default_factory=list)

    @asynccontextmanager
    async def working(self, build: str | None, journey: type[CandidateJourney]) -> AsyncIterator[FakeDeeds]:
        """Run the workers of one version, None for workers without versions."""
        deeds = FakeDeeds(done=self.done)
        version = None if build is None else WorkerDeploymentVersion("otklik", build)
        activities, config = deeds.activities(), deployment_of(version)
        journeys = Worker(
            self.client, task_queue=JOURNEYS, workflows=[journey], activities=activities, deployment_config=config
        )
        bulk = Worker(self.client, task_queue=BULK, activities=activities, deployment_config=config)
        async with journeys, bulk:
            yield deeds

    async def order(self, command: str) -> None:
        """Give an order by the `temporal` program; a version is known only after its workers have asked for work."""
        words = [temporal_binary(), *command.split()[1:], "--address", self.address]
        async with asyncio.timeout(30):
            while (await asyncio.to_thread(subprocess.run, words, capture_output=True, check=False)).returncode != 0:
                await asyncio.sleep(0.5)

    async def make_current(self, build: str) -> None:
        await self.order(f"{MAKE_CURRENT} {build}")

    async def version_of(self, played: Played) -> str:
        """Return the version that did the journey's last step."""
        found = await played.journeys.handle(played.candidate_id).describe()
        return found.raw_description.workflow_execution_info.versioning_info.deployment_version.build_id


def playing(fleet: Fleet, number: int, deeds: FakeDeeds) -> Played:
    return Played(fleet.client, CandidateId(number), deeds)


def followed_by(played: Played, deeds: FakeDeeds) -> Played:
    """Return the same journey, whose letters now come from the postman of another version."""
    other = Played(played.client, played.candidate_id, deeds)
    other._updates = played._updates  # noqa: SLF001 -- the numbers of Telegram's updates go on
    return other


def letters(played: Played) -> list[str]:
    """Return the kinds of the letters that this version has sent to the candidate's journey."""
    return [order.letter.kind for order in played.deeds.sent if order.candidate_id == played.candidate_id]
