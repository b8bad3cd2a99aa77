"""Servers that can be stopped, copied and taken back to the copy: the real ones, with the keys that the database has."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client

from activities.worker import WorkerSettings, build_worker
from bot.telegram import build_bot
from database.engine import DatabaseSettings, build_engine, build_sessions
from otklik.candidate_keys import CandidateKeys
from otklik.codec import EncryptionCodec
from otklik.embedded.temporal import embedded_temporal
from otklik.key_wrapping import KeyWrapping
from otklik.processes.reconcile import reconcile
from otklik.reconciling.differences import Difference
from otklik.reconciling.looking import journeys_awake
from otklik.search_attributes import SEARCH_ATTRIBUTES
from tests.database.world import World
from tests.standin.stage import TOKEN, Stage
from workflows.connection import TemporalSettings, connect
from workflows.journeys import Journeys

MASTER = bytes(32)


@dataclass
class Servers:
    """PostgreSQL's database at `url`, Temporal's files in `folder`; nobody works unless `working` is entered."""

    stage: Stage
    url: str
    admin: AsyncEngine
    folder: Path
    temporal: AsyncExitStack = field(default_factory=AsyncExitStack)
    address: str = field(init=False)
    client: Client = field(init=False)
    engine: AsyncEngine = field(init=False)

    @property
    def world(self) -> World:
        return World(build_sessions(self.engine))

    @property
    def journeys(self) -> Journeys:
        return Journeys(self.client)

    @property
    def name(self) -> str:
        return str(make_url(self.url).database)

    async def open(self) -> None:
        """Connect to the database, and start Temporal on the file that is there."""
        self.engine = build_engine(DatabaseSettings(self.url, pool_size=5))
        await self._temporal_again()

    async def close(self) -> None:
        await self.engine.dispose()
        await self.temporal.aclose()

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """Do deeds while inside."""
        bot, stop = build_bot(TOKEN, self.stage.url), asyncio.Event()
        workers = build_worker(self.client, build_sessions(self.engine), bot, WorkerSettings(bulk_per_second=1000))
        work = asyncio.create_task(workers.run(stop))
        try:
            yield
        finally:
            stop.set()
            await work
            await bot.session.close()

    async def copy_database(self, source: str, target: str) -> None:
        async with self.admin.connect() as connection:
            await connection.execute(text(f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)'))
            await connection.execute(text(f'CREATE DATABASE "{target}" TEMPLATE "{source}"'))

    async def keep_copy(self) -> None:
        """Copy the database as it is now."""
        await self.engine.dispose()
        await self.copy_database(self.name, f"{self.name}_kept")

    async def take_database_back(self) -> None:
        await self.engine.dispose()
        await self.copy_database(f"{self.name}_kept", self.name)
        self.client = await self.connected()

    async def keep_temporal(self) -> None:
        """Copy the files of Temporal while it is down."""
        await self.temporal.aclose()
        for path in self.folder.glob("temporal.db*"):
            shutil.copy(path, self.folder / f"kept-{path.name}")
        await self._temporal_again()

    async def take_temporal_back(self, *, to_nothing: bool = False) -> None:
        await self.temporal.aclose()
        for path in self.folder.glob("temporal.db*"):
            path.unlink()
        if not to_nothing:
            for path in self.folder.glob("kept-temporal.db*"):
                shutil.copy(path, self.folder / path.name.removeprefix("kept-"))
        await self._temporal_again()

    async def connected(self) -> Client:
        """Return a client whose keys are those that the database has now."""
        sessions = build_sessions(self.engine.execution_options(isolation_level="AUTOCOMMIT"))
        codec = EncryptionCodec([MASTER], CandidateKeys(sessions, KeyWrapping([MASTER])))
        return await connect(TemporalSettings(address=self.address), codec)

    async def reconcile(self, *, repairs: bool = False) -> list[Difference]:
        client = await self.connected()  # as the command has one of its own
        async with journeys_awake(client, None):
            return await reconcile(client, self.engine, repairs=repairs, pause=0.5)

    async def _temporal_again(self) -> None:
        self.temporal = AsyncExitStack()
        self.address = await self.temporal.enter_async_context(embedded_temporal(self.folder, SEARCH_ATTRIBUTES))
        self.client = await self.connected()
