"""A letter that nobody could send in time is counted, once, by the journey that gave it up."""

import asyncio
import secrets
from dataclasses import dataclass

from temporalio import activity
from temporalio.client import Client
from temporalio.exceptions import ApplicationError
from temporalio.runtime import BufferedMetricUpdate, MetricBuffer, Runtime, TelemetryConfig

from domain.ids import CandidateId
from tests.workflows.conftest import working
from tests.workflows.fakes import FakeDeeds
from tests.workflows.playing import Played
from workflows import findings
from workflows.connection import TemporalSettings, connect
from workflows.steps import SendLetter


@dataclass
class NoPost(FakeDeeds):
    """Cannot send the first question."""

    @activity.defn
    async def send_letter(self, order: SendLetter) -> findings.MessageUndelivered | findings.NothingOffered | None:
        if order.letter.kind == "ask_question":
            raise ApplicationError("never", non_retryable=True)
        return await super().send_letter(order)


async def test_a_letter_that_is_given_up_is_counted_by_its_kind(client: Client) -> None:
    counted = MetricBuffer(10_000)
    runtime = Runtime(telemetry=TelemetryConfig(metrics=counted))
    address = client.service_client.config.target_host
    watched = await connect(TemporalSettings(address=address), codec=None, runtime=runtime)
    deeds = NoPost()
    found: list[BufferedMetricUpdate] = []
    async with working(watched, deeds):
        await Played(watched, CandidateId(secrets.randbelow(10**9)), deeds).arrive()
        async with asyncio.timeout(20):
            while not found:
                await asyncio.sleep(0.05)
                found = [each for each in counted.retrieve_updates() if each.metric.name == "otklik_letters_given_up"]
    (update,) = found
    assert (update.value, update.attributes["kind"]) == (1, "ask_question")
