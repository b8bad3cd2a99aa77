"""`otklik migrate`: bring the database to the newest revision, and let Temporal know the search attributes."""

import asyncio
from collections.abc import Mapping

import click
import structlog
from sqlalchemy.exc import SQLAlchemyError
from temporalio.service import RPCError

from database.engine import build_engine
from migrations.migrator import upgrade
from migrations.revisions import current, head, is_behind
from otklik.errors import CannotStartError
from otklik.processes.boot import run_process
from otklik.processes.patience import until_it_answers
from otklik.processes.questionnaire import publish_default_questionnaire
from otklik.processes.servers import database_settings
from otklik.search_attributes import RefusedByTemporalError, register_search_attributes
from otklik.settings import Settings
from otklik.temporal_settings import temporal_settings
from workflows.connection import connect

TEMPORAL_PATIENCE = 15.0  # seconds: who has come for the database need not wait for Temporal
logger = structlog.get_logger("otklik")


@click.command()
def command() -> None:
    """Bring PostgreSQL to the newest revision and register what ops search by in Temporal."""
    run_process(migrate)


async def migrate(settings: Settings, stop: asyncio.Event) -> None:
    """Wait for PostgreSQL, migrate it and see to its Test1, then see to Temporal; many may call this at once."""
    where = database_settings(settings)
    before = await until_it_answers("PostgreSQL", lambda: current(where.url), stop, (OSError, SQLAlchemyError))
    if before == (newest := head()):
        logger.info("the database is up to date", revision=before)
    elif not is_behind(before):
        logger.warning("a later version has migrated the database: nothing to do", revision=before, ours=newest)
    else:
        await upgrade(where.url)
        logger.info("the database is migrated", before=before, after=newest)
    engine = build_engine(where)
    try:
        if await publish_default_questionnaire(engine):
            logger.info("the default Test1 is published")
    finally:
        await engine.dispose()
    await _prepare_temporal(settings, stop)


async def _prepare_temporal(settings: Settings, stop: asyncio.Event) -> None:
    """Register the search attributes; a Temporal that is not there is only said, for the database is done."""
    if settings.temporal_address is None:
        logger.info("no search attributes are registered: TEMPORAL_ADDRESS is not set")
        return
    where = temporal_settings(settings, settings.temporal_address)

    async def ask() -> Mapping[str, str]:
        return await register_search_attributes(await connect(where, codec=None))

    name, temporary = f"Temporal at {where.address}", (OSError, RuntimeError, RPCError)
    try:
        added = await until_it_answers(name, ask, stop, temporary, TEMPORAL_PATIENCE)
    except RefusedByTemporalError:
        raise
    except CannotStartError as error:
        logger.warning("no search attributes are registered: run `otklik migrate` again", reason=str(error))
        return
    if added:
        logger.info("search attributes are registered", namespace=where.namespace, added=sorted(added))
    else:
        logger.info("all search attributes are there", namespace=where.namespace)
