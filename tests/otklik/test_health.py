import json

from aiohttp import ClientSession
from prometheus_client import Counter
from sqlalchemy.ext.asyncio import create_async_engine

from otklik.embedded.ports import free_ports
from otklik.health import health_served
from otklik.processes.probes import database_probe

PRESSES = Counter("otklik_test_presses", "Presses counted by a test")


async def asked(port: int, path: str) -> tuple[int, str]:
    async with ClientSession() as session, session.get(f"http://127.0.0.1:{port}{path}") as answer:
        return answer.status, await answer.text()


async def test_a_process_is_ready_when_its_servers_answer(postgres_url: str) -> None:
    engine = create_async_engine(postgres_url)
    [port] = free_ports(1)
    async with health_served("127.0.0.1", port, [database_probe(engine)]):
        assert (await asked(port, "/healthz"))[0] == 200
        assert await asked(port, "/readyz") == (200, '{"ready": true, "reasons": []}')
    await engine.dispose()


async def test_a_process_that_is_not_ready_says_why() -> None:
    engine = create_async_engine("postgresql+asyncpg://nobody@127.0.0.1:1/nowhere")
    [port] = free_ports(1)
    async with health_served("127.0.0.1", port, [database_probe(engine)]):
        status, body = await asked(port, "/readyz")
        assert (await asked(port, "/healthz"))[0] == 200
    await engine.dispose()
    assert status == 503
    assert json.loads(body)["reasons"][0].startswith("PostgreSQL: ")


async def test_metrics_join_ours_with_those_of_the_core() -> None:
    PRESSES.inc(3)
    [port, core] = free_ports(2)
    async with health_served("127.0.0.1", core, []), health_served("127.0.0.1", port, [], core_metrics_port=core):
        status, body = await asked(port, "/metrics")
    assert status == 200
    assert body.count("otklik_test_presses_total 3.0") == 2


async def test_without_a_port_nothing_listens() -> None:
    async with health_served("127.0.0.1", None, []):
        pass
