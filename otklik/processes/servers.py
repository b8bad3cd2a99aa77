"""The servers behind a process: where they are, and connections to them once they answer."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client, Interceptor
from temporalio.runtime import Runtime
from temporalio.service import RPCError

from database.engine import DatabaseSettings, build_engine, build_sessions
from migrations.revisions import current, head, is_behind
from otklik.candidate_keys import CandidateKeys
from otklik.codec import EncryptionCodec
from otklik.errors import CannotStartError
from otklik.key_wrapping import KeyWrapping
from otklik.payload_keys import FILE_NAME, embedded_keys, parse_keys
from otklik.processes.patience import until_it_answers
from otklik.running import find_running
from otklik.settings import Settings
from otklik.temporal_settings import temporal_settings
from workflows.connection import connect

CONNECTIONS_FOR_KEYS = 2


class NotAtHeadError(Exception):
    """The database is not at the revision that this program was written for."""


def database_settings(settings: Settings) -> DatabaseSettings:
    """Return where the database is: as the environment says, else as a running `otklik up` says."""
    url = settings.database_url.get_secret_value() if settings.database_url else _embedded_database(settings)
    return DatabaseSettings(url=url, pool_size=settings.database_pool_size)


def payload_codec(settings: Settings) -> EncryptionCodec:
    """Return the codec; without `PAYLOAD_KEY` its key lies in the data folder, made there for embedded use only.

    It reads the keys of candidates through connections of its own, opened when the first is needed and kept as long
    as the process lives: whoever signals a journey with a connection in hand must not wait for a second of the same.
    """
    return codec_on(build_engine(replace(database_settings(settings), pool_size=CONNECTIONS_FOR_KEYS)), settings)


def codec_on(engine: AsyncEngine, settings: Settings) -> EncryptionCodec:
    """Return the codec that reads the keys of candidates through these connections."""
    masters = master_keys(settings)
    # Every statement is a transaction of its own: a key is one answer, not a conversation.
    sessions = build_sessions(engine.execution_options(isolation_level="AUTOCOMMIT"))
    return EncryptionCodec(masters, CandidateKeys(sessions, KeyWrapping(masters)))


def master_keys(settings: Settings) -> list[bytes]:
    """Return the master keys, the one that seals first; raise `CannotStartError` where there must be one and is not."""
    if settings.payload_key is not None:
        return parse_keys(settings.payload_key.get_secret_value())
    if settings.temporal_address is not None and not (settings.data_dir / FILE_NAME).exists():
        raise CannotStartError("PAYLOAD_KEY is missing: make one with `openssl rand -base64 32`, the same for all.")
    return embedded_keys(settings.data_dir)


async def reach_database(settings: Settings, stop: asyncio.Event) -> AsyncEngine:
    """Return an engine once the database is migrated; raise `CannotStartError` when it does not get there."""
    where = database_settings(settings)
    newest = head()

    async def ask() -> None:
        found = await current(where.url)
        if is_behind(found):
            raise NotAtHeadError(f"it is at revision {found}, not {newest}; run `otklik migrate`")

    await until_it_answers("PostgreSQL", ask, stop, (OSError, SQLAlchemyError, NotAtHeadError))
    return build_engine(where)


async def reach_temporal(
    settings: Settings, stop: asyncio.Event, runtime: Runtime | None = None, interceptors: Sequence[Interceptor] = ()
) -> Client:
    """Return a connected client; raise `CannotStartError` when Temporal does not answer."""
    where = temporal_settings(settings, temporal_address(settings))
    codec = payload_codec(settings)

    async def ask() -> Client:
        return await connect(where, codec, runtime, interceptors)

    return await until_it_answers(f"Temporal at {where.address}", ask, stop, (OSError, RuntimeError, RPCError))


def _embedded_database(settings: Settings) -> str:
    running = find_running(settings.data_dir)
    if running is None or running.database_url is None:
        raise CannotStartError(f"DATABASE_URL is missing, and no `otklik up` runs on {settings.data_dir}.")
    return running.database_url


def temporal_address(settings: Settings) -> str:
    """Return where Temporal is: as the environment says, else as a running `otklik up` says."""
    if settings.temporal_address is not None:
        return settings.temporal_address
    running = find_running(settings.data_dir)
    if running is None:
        raise CannotStartError(f"TEMPORAL_ADDRESS is missing, and no `otklik up` runs on {settings.data_dir}.")
    return running.temporal_address
