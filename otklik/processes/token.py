"""`otklik token`: a token for the admin API, shown once."""

import asyncio
from datetime import timedelta

import click

from database.engine import build_sessions
from database.tokens import issue_token
from otklik.clock import now
from otklik.processes.boot import run_process
from otklik.processes.servers import reach_database
from otklik.settings import Settings


@click.command()
@click.argument("name")
@click.option("--role", default="admin", show_default=True, help="What its owner may do.")
@click.option("--days", type=click.IntRange(1), help="Days until it ends; without it, it lasts until revoked.")
def command(name: str, role: str, days: int | None) -> None:
    """Issue a token for NAME and print it; nobody can learn it later."""

    async def issue(settings: Settings, stop: asyncio.Event) -> None:
        engine = await reach_database(settings, stop)
        expires_at = None if days is None else now() + timedelta(days=days)
        try:
            async with build_sessions(engine).begin() as session:
                token = await issue_token(session, name=name, role=role, expires_at=expires_at)
        finally:
            await engine.dispose()
        click.echo(token.secret)

    run_process(issue)
