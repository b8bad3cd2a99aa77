"""`otklik migrate`: bring the database to the newest revision."""

import asyncio

import click
import structlog
from sqlalchemy.exc import SQLAlchemyError

from database.engine import build_engine
from migrations.migrator import current, head, upgrade
from otklik.processes.boot import run_process
from otklik.processes.patience import until_it_answers
from otklik.processes.questionnaire import publish_default_questionnaire
from otklik.processes.servers import database_settings
from otklik.settings import Settings

logger = structlog.get_logger("otklik")


@click.command()
def command() -> None:
    """Wait for PostgreSQL and bring it to the newest revision."""
    run_process(migrate)


async def migrate(settings: Settings, stop: asyncio.Event) -> None:
    """Wait for PostgreSQL, then migrate and see to it that there is a Test1; many may call this at once."""
    where = database_settings(settings)
    before = await until_it_answers("PostgreSQL", lambda: current(where.url), stop, (OSError, SQLAlchemyError))
    if before == (newest := head()):
        logger.info("the database is up to date", revision=before)
    else:
        await upgrade(where.url)
        logger.info("the database is migrated", before=before, after=newest)
    engine = build_engine(where)
    try:
        if await publish_default_questionnaire(engine):
            logger.info("the default Test1 is published")
    finally:
        await engine.dispose()
