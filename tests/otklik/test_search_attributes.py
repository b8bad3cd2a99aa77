"""Search attributes in namespaces that do not know them, on the real server."""

import asyncio
import secrets
from pathlib import Path

import pytest
from google.protobuf.duration_pb2 import Duration
from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest
from temporalio.api.workflowservice.v1 import RegisterNamespaceRequest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from otklik.search_attributes import (
    SEARCH_ATTRIBUTES,
    RefusedByTemporalError,
    missing_search_attributes,
    refusal,
    register_search_attributes,
)
from tests.otklik.test_processes import NOWHERE, run

DATETIME = IndexedValueType.INDEXED_VALUE_TYPE_DATETIME
DAY = Duration(seconds=86_400)


@pytest.fixture
async def bare(temporal_address: str) -> Client:
    """A client of a namespace of its own, that knows no search attribute of ours."""
    namespace = f"bare-{secrets.token_hex(4)}"
    client = await Client.connect(temporal_address, namespace=namespace)
    await client.workflow_service.register_namespace(
        RegisterNamespaceRequest(namespace=namespace, workflow_execution_retention_period=DAY)
    )
    async with asyncio.timeout(30):
        while True:
            try:
                await missing_search_attributes(client)
            except RPCError:
                await asyncio.sleep(0.1)  # the server takes a moment to know its new namespace
            else:
                return client


async def add(client: Client, **types: IndexedValueType.ValueType) -> None:
    await client.operator_service.add_search_attributes(
        AddSearchAttributesRequest(namespace=client.namespace, search_attributes=types)
    )


async def test_what_is_missing_is_registered_once(bare: Client) -> None:
    assert await register_search_attributes(bare) == SEARCH_ATTRIBUTES
    assert await missing_search_attributes(bare) == {}
    assert await register_search_attributes(bare) == {}


async def test_many_may_register_at_once(bare: Client) -> None:
    await asyncio.gather(*(register_search_attributes(bare) for _ in range(4)))
    assert await missing_search_attributes(bare) == {}


async def test_only_the_missing_ones_are_added(bare: Client) -> None:
    await add(bare, InterviewAt=DATETIME)
    assert set(await register_search_attributes(bare)) == set(SEARCH_ATTRIBUTES) - {"InterviewAt"}


async def test_one_of_another_type_is_named(bare: Client) -> None:
    await add(bare, WaitingFor=DATETIME)
    with pytest.raises(RefusedByTemporalError, match="has WaitingFor with another type"):
        await register_search_attributes(bare)


async def test_a_server_that_refuses_is_quoted_with_what_to_ask_for(bare: Client) -> None:
    await add(bare, First=DATETIME, Second=DATETIME, Third=DATETIME)  # there is no room for a fourth
    with pytest.raises(RefusedByTemporalError) as refused:
        await register_search_attributes(bare)
    assert "cannot have more than 3 search attribute of type Datetime" in str(refused.value)
    assert f"search-attribute create -n {bare.namespace} --name JourneyStage --type Keyword" in str(refused.value)


async def test_a_namespace_that_is_not_there_is_named(temporal_address: str) -> None:
    client = await Client.connect(temporal_address, namespace="nowhere")
    with pytest.raises(RefusedByTemporalError, match="has no namespace nowhere: make it with"):
        await register_search_attributes(client)


def test_who_may_not_is_told_what_to_ask_for() -> None:
    denied = RPCError("Request unauthorized.", RPCStatusCode.PERMISSION_DENIED, b"")
    said = refusal("jobs", {"City": "Keyword"}, denied)
    assert "(Request unauthorized.)" in said
    assert "`temporal operator search-attribute create -n jobs --name City --type Keyword`" in said


async def test_migrate_registers_them_and_may_run_again(
    tmp_path: Path, database_url: str, temporal_address: str, bare: Client
) -> None:
    where = {"TEMPORAL_ADDRESS": temporal_address, "TEMPORAL_NAMESPACE": bare.namespace}
    variables = {"DATABASE_URL": database_url, "LOG_FORMAT": "json", **where}
    code, first, err = await run("migrate", data_dir=tmp_path, **variables)
    assert code == 0, err
    assert "search attributes are registered" in first
    assert await missing_search_attributes(bare) == {}
    code, second, err = await run("migrate", data_dir=tmp_path, **variables)
    assert code == 0, err
    assert "all search attributes are there" in second


async def test_migrate_says_what_to_ask_for(
    tmp_path: Path, database_url: str, temporal_address: str, bare: Client
) -> None:
    await add(bare, First=DATETIME)
    where = {"TEMPORAL_ADDRESS": temporal_address, "TEMPORAL_NAMESPACE": bare.namespace}
    code, _, err = await run("migrate", data_dir=tmp_path, DATABASE_URL=database_url, **where)
    assert code == 1
    assert err.startswith("Temporal did not let this account add search attributes (")


@pytest.mark.parametrize(
    ("address", "said"),
    [("", "TEMPORAL_ADDRESS is not set"), (NOWHERE.partition("@")[2].partition("/")[0], "did not answer within")],
)
async def test_without_temporal_the_database_is_migrated_all_the_same(
    tmp_path: Path, database_url: str, address: str, said: str
) -> None:
    variables = {"DATABASE_URL": database_url, "LOG_FORMAT": "json", "TEMPORAL_ADDRESS": address}
    code, out, err = await run("migrate", data_dir=tmp_path, **variables)
    assert code == 0, err
    assert "up to date" in out
    assert "no search attributes are registered" in out
    assert said in out
