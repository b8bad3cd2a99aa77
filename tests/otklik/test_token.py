"""`otklik token` as people type it."""

from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import create_async_engine

from database.engine import build_sessions
from database.office.tokens import api_caller
from otklik.clock import now
from tests.database.world import World
from tests.otklik.test_processes import run


@pytest.fixture
async def world(database_url: str) -> World:
    return World(build_sessions(create_async_engine(database_url)))


async def test_a_token_of_each_role_is_issued_listed_and_taken_back(
    tmp_path: Path, database_url: str, world: World
) -> None:
    kazan = await world.city(name="Kazan")

    async def token(*arguments: str) -> str:
        code, out, err = await run("token", *arguments, data_dir=tmp_path, DATABASE_URL=database_url)
        assert code == 0, err
        return out.strip()

    assert "`otklik token NAME` issues the first" in await token("--list")
    await token("Ada")
    secret = await token("Bea", "--role", "manager", "--city", "Kazan", "--days", "30")
    async with world.sessions() as session:
        caller = await api_caller(session, secret, now=now())
    assert caller is not None
    assert (caller.name, caller.role, caller.cities) == ("Bea", "manager", frozenset({kazan}))
    headings, ada, bea = (await token("--list")).splitlines()
    assert headings.split()[:4] == ["id", "name", "role", "cities"]
    assert ada.split()[1:5] == ["Ada", "admin", "all", "valid"]
    assert bea.split()[1:5] == ["Bea", "manager", "Kazan", "valid"]
    assert secret not in bea
    public_id = bea.split()[0]
    assert await token("--revoke", str(UUID(public_id))) == "The token of Bea is worthless now."
    assert "revoked" in (await token("--list")).splitlines()[2]
    assert await world.ask("SELECT array_agg(actor || ' ' || what ORDER BY id) FROM audit_log") == [
        "system token_issued",
        "system token_issued",
        "system token_revoked",
    ]
    await world.sessions.kw["bind"].dispose()


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["Ada", "--role", "owner"], 2, "'owner' is not one of"),
        (["Ada", "--role", "manager"], 2, "add --city NAME"),
        (["Ada", "--city", "Kazan"], 2, "leave --city out"),
        ([" "], 2, "The name is empty"),
        ([], 2, "Say for whom the token is"),
        (["Ada", "--list"], 2, "Say for whom the token is"),
        (["Ada", "--days", "0"], 2, "--days"),
        (["Ada", "--role", "viewer", "--city", "Kasan"], 1, "There is no city named Kasan. There are: Kazan."),
        (["--revoke", "3f333df6-90a4-4fda-8dd3-9485d27cee36"], 1, "There is no token 3f333df6"),
    ],
)
async def test_what_makes_no_sense_is_refused_in_words(
    *, tmp_path: Path, database_url: str, world: World, arguments: list[str], code: int, words: str
) -> None:
    await world.city(name="Kazan")
    await world.sessions.kw["bind"].dispose()
    ended, out, err = await run("token", *arguments, data_dir=tmp_path, DATABASE_URL=database_url)
    assert (ended, out) == (code, "")
    assert words in err
