"""One press seen from outside: a trace from the update to the message, named log lines, and nobody's name in any."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from http import HTTPStatus
from pathlib import Path

import pytest
from aiohttp import ClientSession
from prometheus_client.metrics_core import Metric
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.questionnaire import default_content
from database.engine import DatabaseSettings, build_engine, build_sessions
from database.screening.test1 import publish_questionnaire
from otklik.embedded.ports import LOOPBACK
from tests.activities.mailroom import own_database
from tests.ops.watched import expressions, labels_in, metrics_in
from tests.otklik.observed_house import COLLECTORS_TOKEN, ObservedHouse, observed_house
from tests.sources import ROOT
from tests.standin.stage import TOKEN, Stage, start_process, stop_process
from workflows.connection import JOURNEYS, TemporalSettings, connect

GUIDE = ROOT / "docs" / "observability.md"
PROMETHEUS_LABELS = {"job", "instance"}
FIRST_NAME = "Мефодий"
NAME = f"{FIRST_NAME} Тестов"
WORDS = "из дальнего посёлка"


@pytest.fixture(scope="module")
async def house(
    postgres_url: str, postgres_admin: AsyncEngine, template_database: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[ObservedHouse]:
    process, url = start_process()
    stage = Stage.at(url)
    data_dir: Path = tmp_path_factory.mktemp("observed")
    async with own_database(postgres_url, postgres_admin, template_database) as database_url:
        engine = build_engine(DatabaseSettings(database_url))
        async with build_sessions(engine).begin() as session:
            await publish_questionnaire(session, default_content())
        await engine.dispose()
        async with observed_house(stage, database_url, data_dir) as house:
            yield house
    await stage.close()
    assert stop_process(process) == 0


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not is_so():
            await asyncio.sleep(0.05)


@pytest.fixture(scope="module")
async def pressed(house: ObservedHouse) -> ObservedHouse:
    """Somebody has pressed Start and answered the first question."""
    stage, collector = house.stage, house.collector
    house.person = person = await stage.stranger(NAME)
    await stage.post("start", {"person_id": person})
    await until(lambda: len(collector.traces_with("Telegram:sendMessage")) >= 1)
    await stage.say(person, NAME)
    await until(lambda: len(collector.traces_with("Telegram:sendMessage")) >= 2)
    await stage.post("fault", {"kind": "server_error", "status": 503, "method": "sendMessage", "count": 1})
    await stage.post("fault", {"kind": "refused", "description": "can't parse", "method": "sendMessage", "count": 1})
    await stage.say(person, WORDS)
    client = await connect(TemporalSettings(address=house.temporal), None)
    await client.start_workflow("NobodyKnowsIt", id="odd-1", task_queue=JOURNEYS)
    await until(lambda: any("did not arrive" in line for line in house.written["worker"]))
    await until(lambda: any("Failing workflow task" in line for line in house.written["worker"]))
    await until(lambda: collector.spans[-1].begun > 0 and len(collector.traces_with("HandleUpdate")) >= 3)
    return house


async def test_a_first_contact_is_one_trace_from_the_update_to_the_message(pressed: ObservedHouse) -> None:
    first = pressed.collector.of_trace(pressed.collector.traces_with("HandleUpdate")[0])
    names = [(span.process, span.name) for span in first]
    chain = [
        ("otklik-bot", "HandleUpdate"),
        ("otklik-bot", "SignalWithStartWorkflow:CandidateJourney"),
        ("otklik-worker", "HandleSignal:candidate_arrived"),
        ("otklik-worker", "RunActivity:send_letter"),
        ("otklik-worker", "Telegram:sendMessage"),
    ]
    assert [name for name in names if name in chain] == chain
    assert ("otklik-worker", "RunWorkflow:CandidateJourney") in names
    by_id = {span.id: span for span in first}
    message = next(span for span in first if span.name == "Telegram:sendMessage")
    above = []
    while message.parent:
        message = by_id[message.parent]
        above.append(message.name)
    assert above == [name for _, name in reversed(chain[:-1])]


async def test_a_later_press_has_a_trace_of_its_own(pressed: ObservedHouse) -> None:
    traces = pressed.collector.traces_with("HandleUpdate")
    assert len(set(traces)) == len(traces) > 1
    names = [span.name for span in pressed.collector.of_trace(traces[1])]
    assert names[:3] == ["HandleUpdate", "SignalWorkflow:text_written", "HandleSignal:text_written"]
    assert names[names.index("Telegram:sendMessage") - 1] == "RunActivity:send_letter"


async def test_the_collector_is_told_nothing_personal_and_its_own_secret(pressed: ObservedHouse) -> None:
    told = b"\n".join(pressed.collector.bodies)
    assert b"send_letter" in told
    for secret in (NAME, FIRST_NAME, TOKEN, WORDS, str(pressed.person)):
        assert secret.encode() not in told
    assert pressed.collector.headers["authorization"] == f"Bearer {COLLECTORS_TOKEN}"


async def test_nobody_is_traced_who_only_asks_whether_the_api_is_well(pressed: ObservedHouse) -> None:
    assert not [span for span in pressed.collector.spans if span.process == "otklik-api"]


async def test_a_call_of_the_api_is_traced_by_its_route_and_not_by_what_was_searched_for(
    pressed: ObservedHouse,
) -> None:
    async with ClientSession() as session:
        address = f"http://{LOOPBACK}:{pressed.ports['api']}/api/v1/candidates"
        async with session.get(address, params={"q": "Cassandra"}) as answer:
            assert answer.status == HTTPStatus.UNAUTHORIZED
    await until(lambda: bool(pressed.collector.traces_with("GET /api/v1/candidates")))
    assert b"Cassandra" not in b"".join(pressed.collector.bodies)


async def test_log_lines_are_json_and_name_no_person(pressed: ObservedHouse) -> None:
    for process in ("worker", "bot", "api"):
        assert pressed.lines(process)
        for secret in (NAME, FIRST_NAME, TOKEN, WORDS, COLLECTORS_TOKEN):
            assert secret not in "\n".join(pressed.written[process])


async def test_a_line_about_a_letter_names_its_journey_and_its_trace(pressed: ObservedHouse) -> None:
    [line] = [line for line in pressed.lines("worker") if line["event"] == "a letter did not arrive"]
    assert line["journey"] == "journey-1"
    names = [span.name for span in pressed.collector.of_trace(line["trace_id"])]
    assert names[0] == "HandleUpdate"
    assert "RunActivity:send_letter" in names


async def test_the_core_of_temporal_logs_as_everybody_does(pressed: ObservedHouse) -> None:
    lines = [line for line in pressed.lines("worker") if line["logger"] == "temporalio.core"]
    assert [line for line in lines if line["event"].startswith("Failing workflow task") and line["run_id"]]


async def test_all_that_dashboard_and_alerts_ask_for_is_shown_by_our_processes(pressed: ObservedHouse) -> None:
    samples = [sample for family in await shown(pressed) for sample in family.samples]
    names, labels = {sample.name for sample in samples}, {label for sample in samples for label in sample.labels}
    for expression in expressions():
        assert metrics_in(expression) <= names, expression
        assert labels_in(expression) <= labels | PROMETHEUS_LABELS, expression


async def test_the_guide_lists_our_metrics_and_no_other(pressed: ObservedHouse) -> None:
    families = {family.name for family in await shown(pressed)}
    listed = re.findall(r"^\| `(\w+)` ", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
    metrics = {name.removesuffix("_total") for name in listed if name.startswith(("otklik_", "temporal_"))}
    assert metrics <= families
    assert {name for name in families if name.startswith("otklik_")} <= metrics


async def test_every_process_shows_its_calls_of_temporal(pressed: ObservedHouse) -> None:
    for process in pressed.ports:
        assert "temporal_request_latency_seconds_bucket" in await pressed.metrics(process), process


async def test_figures_of_the_business_come_from_workers_alone(pressed: ObservedHouse) -> None:
    assert 'otklik_journeys{stage="screening"} 1.0' in await pressed.metrics("worker")
    for process in ("bot", "api"):
        assert "otklik_journeys" not in await pressed.metrics(process)


async def shown(house: ObservedHouse) -> list[Metric]:
    """Return what Prometheus would read from all processes together."""
    texts = [await house.metrics(process) for process in house.ports]
    return [family for text in texts for family in text_string_to_metric_families(text)]
