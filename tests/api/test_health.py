import httpx
from temporalio.client import Client

from api.app import ApiSettings, build_app
from database.engine import DatabaseSettings, build_engine
from tests.api.office import TODAY, Office


async def test_a_healthy_api_says_so_without_a_token(office: Office) -> None:
    assert (await office.http.get("/healthz")).json() == {"status": "ok"}
    ready = await office.http.get("/readyz")
    assert (ready.status_code, ready.json()) == (200, {"database": "ok", "temporal": "ok"})


async def test_the_metrics_count_calls_by_route(office: Office) -> None:
    await office.http.get("/healthz")
    await office.http.get("/nowhere/42")
    await office.http.get("/api/v1/bookings/queue")
    metrics = (await office.http.get("/metrics")).text
    assert 'otklik_api_request_seconds_count{method="GET",route="/healthz",status="200"} ' in metrics
    assert 'route="/api/v1/bookings/queue",status="401"' in metrics
    assert "/nowhere" not in metrics


async def test_an_api_without_its_database_is_not_ready_and_answers_unavailable(client: Client) -> None:
    engine = build_engine(DatabaseSettings("postgresql://nobody@127.0.0.1:9/nothing"))
    app = build_app(ApiSettings(), engine, client, now=lambda: TODAY)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://otklik.test") as http:
        ready = await http.get("/readyz")
        assert (ready.status_code, ready.json()) == (503, {"database": "unreachable", "temporal": "ok"})
        asked = await http.get("/api/v1/bookings/queue", headers={"Authorization": "Bearer x"})
        assert (asked.status_code, asked.json()["type"]) == (503, "urn:otklik:problem:unavailable")
    await engine.dispose()
