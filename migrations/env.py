"""What alembic runs: on a connection that the caller hands over, or, for a sync caller outside a loop, on its own."""

import asyncio

from alembic import context
from sqlalchemy import Connection

from database.engine import DatabaseSettings, build_engine
from database.tables import metadata


def migrate(connection: Connection) -> None:
    """Run what was asked for on this connection; committing is up to whoever opened it."""
    context.configure(connection=connection, target_metadata=metadata, compare_type=True, compare_server_default=True)
    with context.begin_transaction():
        context.run_migrations()


async def migrate_alone(url: str) -> None:
    engine = build_engine(DatabaseSettings(url))
    try:
        async with engine.begin() as connection:
            await connection.run_sync(migrate)
    finally:
        await engine.dispose()


def print_sql() -> None:
    """Print the statements instead of running them (`--sql`)."""
    context.configure(dialect_name="postgresql", target_metadata=metadata, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
elif context.is_offline_mode():
    print_sql()
else:
    asyncio.run(migrate_alone(context.config.get_main_option("sqlalchemy.url") or ""))
