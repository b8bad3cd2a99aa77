"""Worker, bot and API as the processes they are, under the eyes of a collector, a log reader and a Prometheus."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from otklik.embedded.http_probe import answer_of
from otklik.embedded.ports import free_ports
from otklik.embedded.temporal import embedded_temporal
from otklik.search_attributes import SEARCH_ATTRIBUTES
from otklik.settings import Settings, environment_with
from tests.otklik.collector import Collector, collecting
from tests.standin.stage import TOKEN, Stage

KEY = "bm90IGEgc2VjcmV0LCBvbmx5IGEgdGVzdCBvZiAzMiE="
COLLECTORS_TOKEN = "let-me-into-the-collector"
READY_WITHIN = 90.0


@dataclass
class ObservedHouse:
    """`written` is what each process logged, `ports` where it shows its metrics, `person` somebody who pressed."""

    stage: Stage
    collector: Collector
    temporal: str
    ports: dict[str, int]
    written: dict[str, list[str]] = field(default_factory=dict)
    person: int = 0

    async def metrics(self, process: str) -> str:
        return await answer_of(self.ports[process], "/metrics") or ""

    def lines(self, process: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.written[process]]


@asynccontextmanager
async def observed_house(stage: Stage, database_url: str, data_dir: Path) -> AsyncIterator[ObservedHouse]:
    async with AsyncExitStack() as stack:
        address = await stack.enter_async_context(embedded_temporal(data_dir, SEARCH_ATTRIBUTES))
        collector = await stack.enter_async_context(collecting())
        ports = dict(zip(("worker", "bot", "api"), free_ports(3), strict=True))
        house = ObservedHouse(stage, collector, address, ports)
        told = {
            "BOT_TOKEN": TOKEN,
            "TELEGRAM_API_BASE": stage.url,
            "DATABASE_URL": database_url,
            "TEMPORAL_ADDRESS": address,
            "PAYLOAD_KEY": KEY,
            "LOG_FORMAT": "json",
            "LOG_LEVEL": "debug",
            "OTEL_BSP_SCHEDULE_DELAY": "200",
            "OTEL_EXPORTER_OTLP_ENDPOINT": collector.address,
            "OTEL_EXPORTER_OTLP_HEADERS": f"authorization=Bearer%20{COLLECTORS_TOKEN}",
        }
        for name, port in ports.items():
            places = {"API_PORT": str(port)} if name == "api" else {"HEALTH_PORT": str(port)}
            await stack.enter_async_context(_running(house, name, {**told, **places}))
        async with asyncio.timeout(READY_WITHIN):
            for port in ports.values():
                while await answer_of(port, "/readyz") is None:
                    await asyncio.sleep(0.1)
        yield house


@asynccontextmanager
async def _running(house: ObservedHouse, name: str, told: dict[str, str]) -> AsyncIterator[Process]:
    unset = dict.fromkeys((each.upper() for each in Settings.model_fields), "")
    environment = environment_with(**{**unset, **told})
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "otklik", name, stdout=PIPE, env=environment)
    lines = house.written[name] = []
    reading = asyncio.create_task(_read(process, lines))
    try:
        yield process
    finally:
        process.terminate()
        await asyncio.wait_for(process.wait(), 40)
        await reading


async def _read(process: Process, lines: list[str]) -> None:
    assert process.stdout is not None
    while line := await process.stdout.readline():
        lines.append(line.decode().rstrip())
