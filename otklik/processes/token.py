"""`otklik token`: tokens for the admin API: issued and shown once, listed, taken back."""

import asyncio
import difflib
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from uuid import UUID

import click
from sqlalchemy.ext.asyncio import AsyncSession

from database import audit
from database.engine import build_sessions
from database.keyset import Cut
from database.office.listed_tokens import OfficeToken, office_token, office_tokens
from database.office.named_cities import cities_by_name
from database.office.tokens import issue_token, revoke_token
from database.tables import Role
from domain.booking import Actor
from domain.ids import CityId
from otklik.clock import now
from otklik.columns import columns
from otklik.errors import CannotStartError
from otklik.processes.boot import run_process
from otklik.processes.servers import reach_database
from otklik.settings import Settings

HEADINGS = ("id", "name", "role", "cities", "state", "expires", "last used")
SOMEBODY = 0  # who sits at the machine has no number
PAGE = 500
ROLES = click.Choice([role.value for role in Role])
Deed = Callable[[AsyncSession], Awaitable[str]]


@click.command()
@click.argument("name", required=False)
@click.option("--role", type=ROLES, default=Role.ADMIN.value, show_default=True, help="What its owner may do.")
@click.option("--city", "cities", multiple=True, metavar="NAME", help="What a manager or a viewer reaches; repeatable.")
@click.option("--days", type=click.IntRange(1, 3650), help="Days until it ends; without it, it lasts until revoked.")
@click.option("--list", "lists", is_flag=True, help="List the tokens that there are instead.")
@click.option("--revoke", type=click.UUID, metavar="ID", help="Take the token of that id back instead.")
def command(
    *, name: str | None, role: Role, cities: Sequence[str], days: int | None, lists: bool, revoke: UUID | None
) -> None:
    """Issue a token for NAME and print it; nobody can learn it later."""
    if [name is not None, lists, revoke is not None].count(True) != 1:
        raise click.UsageError("Say for whom the token is, or --list, or --revoke ID.")
    if name is not None:
        _check(name, Role(role), cities)
        _do(lambda session: _issue(session, name=name.strip(), role=Role(role), cities=cities, days=days))
    elif revoke is not None:
        _do(lambda session: _revoke(session, revoke))
    else:
        _do(_list)


def _check(name: str, role: Role, cities: Sequence[str]) -> None:
    if not name.strip():
        raise click.UsageError("The name is empty: say for whom the token is.")
    if role is Role.MANAGER and not cities:
        raise click.UsageError("A manager runs the cities that the token names: add --city NAME.")
    if role is Role.ADMIN and cities:
        raise click.UsageError("An admin does everything everywhere: leave --city out, or add --role manager.")


def _do(deed: Deed) -> None:
    """Run one transaction and print what it says."""

    async def do(settings: Settings, stop: asyncio.Event) -> None:
        engine = await reach_database(settings, stop)
        try:
            async with build_sessions(engine).begin() as session:
                said = await deed(session)
        finally:
            await engine.dispose()
        click.echo(said)

    run_process(do)


async def _issue(session: AsyncSession, *, name: str, role: Role, cities: Sequence[str], days: int | None) -> str:
    expires_at = None if days is None else now() + timedelta(days=days)
    city_ids = await _ids(session, cities)
    token = await issue_token(session, name=name, role=role, expires_at=expires_at, city_ids=city_ids)
    await _write_down(session, "token_issued", token.id, name=name, role=role, cities=list(cities), days=days)
    return token.secret


async def _revoke(session: AsyncSession, public_id: UUID) -> str:
    found = await office_token(session, public_id)
    if found is None:
        raise CannotStartError(f"There is no token {public_id}; `otklik token --list` shows those there are.")
    if found.revoked_at is None:
        await revoke_token(session, public_id, now=now())
        await _write_down(session, "token_revoked", found.id)
    return f"The token of {found.name} is worthless now."


async def _list(session: AsyncSession) -> str:
    found: list[OfficeToken] = []
    bookmark: str | None = None
    while not found or bookmark is not None:
        page = await office_tokens(session, Cut(limit=PAGE, bookmark=bookmark), now=now())
        if not page.items:
            break
        found += page.items
        bookmark = page.next_bookmark
    if not found:
        return "There are no tokens yet: `otklik token NAME` issues the first."
    return columns([HEADINGS, *map(_row, found)])


def _row(token: OfficeToken) -> Sequence[str]:
    cities = ", ".join(city["name"] for city in token.cities) or ("none" if token.role is Role.MANAGER else "all")
    expires = "never" if token.expires_at is None else f"{token.expires_at:%Y-%m-%d %H:%M} UTC"
    used = "never" if token.last_used_at is None else f"{token.last_used_at:%Y-%m-%d %H:%M} UTC"
    return str(token.public_id), token.name, token.role.value, cities, token.state(now()), expires, used


async def _ids(session: AsyncSession, names: Sequence[str]) -> list[CityId]:
    """Return the row ids of the cities; say which there are where a name is none of them."""
    known = await cities_by_name(session)
    for name in names:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=3) or list(known)[:20]
            advice = f"There are: {', '.join(near)}." if near else "There are no cities yet."
            raise CannotStartError(f"There is no city named {name}. {advice}")
    return [known[name] for name in names]


async def _write_down(session: AsyncSession, what: str, token_id: int, **after: object) -> None:
    await audit.record(
        session,
        actor=Actor.SYSTEM,
        actor_id=SOMEBODY,
        what=what,
        at=now(),
        subject_table="api_tokens",
        subject_id=token_id,
        after=after or None,
    )
