"""The questions behind `/readyz`: whether each server that this process needs answers now."""

import asyncio
from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client
from temporalio.service import RPCError

from otklik.health import Probe
from otklik.processes.patience import first_line

PATIENCE = timedelta(seconds=3)


def database_probe(engine: AsyncEngine) -> Probe:
    """Return the question to PostgreSQL."""

    async def ask() -> str | None:
        try:
            async with asyncio.timeout(PATIENCE.total_seconds()), engine.connect() as connection:
                await connection.execute(text("SELECT 1"))
        except (OSError, SQLAlchemyError) as error:
            return f"PostgreSQL: {first_line(error)}"
        return None

    return ask


def temporal_probe(client: Client) -> Probe:
    """Return the question to Temporal."""

    async def ask() -> str | None:
        try:
            await client.service_client.check_health(timeout=PATIENCE)
        except (RPCError, RuntimeError) as error:
            return f"Temporal: {first_line(error)}"
        return None

    return ask
