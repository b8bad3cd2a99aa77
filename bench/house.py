"""The real processes under measurement: the embedded servers, `otklik worker` and `otklik bot` before a listening ear.

Everything is started as `otklik up` starts it. The bot is told of updates by its webhook, so that a benchmark knows
when an update enters it.
"""

import asyncio
import base64
import secrets
import signal
import sys
import tempfile
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client

from bench.ear import Ear, listening
from bot.webhook import SECRET_HEADER
from database.engine import DatabaseSettings, build_engine
from migrations.migrator import upgrade
from otklik.embedded.child import BARE_ENVIRONMENT, child, tethered, until_ready
from otklik.embedded.http_probe import answer_of
from otklik.embedded.ports import LOOPBACK, free_ports
from otklik.embedded.postgres import embedded_postgres
from otklik.embedded.temporal import embedded_temporal
from otklik.processes.questionnaire import publish_default_questionnaire
from otklik.processes.servers import payload_codec
from otklik.search_attributes import SEARCH_ATTRIBUTES
from otklik.settings import Settings
from workflows.connection import TemporalSettings, connect

TOKEN = "42:BENCH"  # noqa: S105 - of a bot that only our own ear knows
SECRET = secrets.token_hex(16)
PAYLOAD_KEY = base64.b64encode(secrets.token_bytes(32)).decode()


@dataclass(frozen=True, kw_only=True)
class House:
    """Running servers; `client` seals and opens payloads as the product does. `pids` are the product's processes."""

    ear: Ear
    database_url: str
    temporal_address: str
    client: Client
    hook: str
    engine: AsyncEngine
    pids: Mapping[str, int]
    folder: Path
    phone_line: aiohttp.ClientSession

    async def hand_over(self, update: Mapping[str, Any]) -> None:
        """Hand an update to the bot as Telegram does; it is answered when it is safe."""
        async with self.phone_line.post(self.hook, json=update, headers={SECRET_HEADER: SECRET}) as answer:
            answer.raise_for_status()


@asynccontextmanager
async def open_house(office: str, **more: str) -> AsyncIterator[House]:
    """Run everything while inside, on a database in which the statements of `office` were executed.

    `more` are further settings of the product's processes.
    """
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="otklik-bench-")))
        ear = await stack.enter_async_context(listening())
        url, address = await asyncio.gather(
            stack.enter_async_context(embedded_postgres(folder)),
            stack.enter_async_context(embedded_temporal(folder, SEARCH_ATTRIBUTES)),
        )
        engine = build_engine(DatabaseSettings(url, pool_size=2))
        stack.push_async_callback(engine.dispose)
        await furnish(url, office)
        hook_port, worker_port, bot_port = free_ports(3)
        hook = f"http://{LOOPBACK}:{hook_port}/hook"
        told = environment(url, address, folder) | {
            "TELEGRAM_API_BASE": ear.address,
            "WEBHOOK_URL": hook,
            "WEBHOOK_PORT": str(hook_port),
            **more,
        }
        worker = await stack.enter_async_context(running("worker", folder, told, worker_port))
        bot = await stack.enter_async_context(running("bot", folder, told, bot_port))
        settings = Settings.model_validate({name.lower(): value for name, value in told.items()})
        yield House(
            ear=ear,
            database_url=url,
            temporal_address=address,
            client=await connect(TemporalSettings(address=address), payload_codec(settings)),
            hook=hook,
            engine=engine,
            pids={"worker": worker.pid, "bot": bot.pid},
            folder=folder,
            phone_line=await stack.enter_async_context(aiohttp.ClientSession()),
        )


def environment(url: str, address: str, folder: Path) -> dict[str, str]:
    """Return what the product's processes are told."""
    return {
        **BARE_ENVIRONMENT,
        "DATABASE_URL": url,
        "TEMPORAL_ADDRESS": address,
        "BOT_TOKEN": TOKEN,
        "PAYLOAD_KEY": PAYLOAD_KEY,
        "DATA_DIR": str(folder),
        "WEBHOOK_SECRET": SECRET,
        "LOG_FORMAT": "json",
    }


async def furnish(url: str, office: str) -> None:
    """Migrate, publish Test1, and execute the statements, one a semicolon at the end of a line."""
    await upgrade(url)
    engine = build_engine(DatabaseSettings(url, pool_size=1))
    await publish_default_questionnaire(engine)
    async with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        for statement in office.split(";\n"):
            await connection.execute(text(statement))
    await engine.dispose()


@asynccontextmanager
async def running(name: str, folder: Path, told: Mapping[str, str], health: int) -> AsyncIterator[Process]:
    """Run `otklik worker` or `otklik bot` while inside, once it is ready."""
    ready = answers(health)
    told = {**told, "HEALTH_PORT": str(health)}
    command = tethered([sys.executable, "-m", "otklik", name], on_parent_death=signal.SIGKILL)
    log = folder / f"{name}.log"
    async with child(command, log=log, stopped_by=signal.SIGTERM, grace=30, environment=told) as process:
        await until_ready(name, process, log, ready)
        yield process


def answers(port: int) -> Callable[[], Awaitable[bool]]:
    """Return the question whether a process says that it is ready."""

    async def ask() -> bool:
        return await answer_of(port, "/readyz") is not None

    return ask
