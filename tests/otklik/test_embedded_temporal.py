from pathlib import Path

from temporalio.api.operatorservice.v1 import ListSearchAttributesRequest
from temporalio.client import Client

from otklik.embedded.http_probe import answer_of
from otklik.embedded.ports import free_ports
from otklik.embedded.temporal import DevelopmentServer, TemporalPorts, embedded_temporal
from otklik.search_attributes import SEARCH_ATTRIBUTES


async def known_attributes(address: str) -> set[str]:
    client = await Client.connect(address)
    answer = await client.operator_service.list_search_attributes(ListSearchAttributesRequest(namespace="default"))
    return set(answer.custom_attributes)


async def test_an_older_database_file_learns_new_search_attributes(tmp_path: Path) -> None:
    async with embedded_temporal(tmp_path, {"JourneyStage": "Keyword"}) as address:
        assert await known_attributes(address) >= {"JourneyStage"}
    async with embedded_temporal(tmp_path, SEARCH_ATTRIBUTES) as address:
        assert await known_attributes(address) >= set(SEARCH_ATTRIBUTES)


async def test_the_journeys_survive_a_restart_on_other_ports(tmp_path: Path) -> None:
    async with embedded_temporal(tmp_path) as address:
        client = await Client.connect(address)
        await client.start_workflow("Nobody", id="kept", task_queue="nobody")
    async with embedded_temporal(tmp_path) as address:
        description = await (await Client.connect(address)).get_workflow_handle("kept").describe()
    assert description.workflow_type == "Nobody"


async def test_the_ui_is_served_when_asked_for(tmp_path: Path) -> None:
    frontend, ui, http, metrics = free_ports(4)
    server = DevelopmentServer(tmp_path / "temporal.db", TemporalPorts(frontend, ui, http, metrics))
    assert ["--ui-port", str(ui)] == server.command()[server.command().index("--ui-port") :][:2]
    headless = DevelopmentServer(tmp_path / "temporal.db", TemporalPorts(frontend, None, http, metrics))
    assert "--headless" in headless.command()


async def test_nothing_answers_on_a_free_port() -> None:
    assert await answer_of(free_ports(1)[0], "/") is None


def test_free_ports_differ_from_each_other() -> None:
    ports = free_ports(20)
    assert len(set(ports)) == 20
