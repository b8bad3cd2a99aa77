"""Rows as callers name them, and what the audit log says of them."""

from typing import Any

import httpx

from tests.api.office import Office
from tests.database.world import World

NOBODY = "3f333df6-90a4-4fda-8dd3-9485d27cee36"
ANYHOW = {"If-Match": "*"}


async def public_id(world: World, table: str, row_id: int) -> str:
    return str(await world.ask(f"SELECT public_id FROM {table} WHERE id = :id", id=row_id))


async def audited(world: World) -> list[str]:
    """What was written down, the latest last."""
    return list(await world.ask("SELECT coalesce(array_agg(what ORDER BY id), '{}') FROM audit_log"))


async def last_audited(world: World) -> tuple[Any, Any, Any]:
    """What was written down last: what, before, after."""
    what, before, after = [
        await world.ask(f"SELECT {column} FROM audit_log ORDER BY id DESC LIMIT 1")
        for column in ("what", "before", "after")
    ]
    return what, before, after


async def tag_of(office: Office, path: str) -> dict[str, str]:
    """The header that says what was seen."""
    seen = await office.http.get(path, headers=office.admin)
    return {"If-Match": seen.headers["etag"]}


def refusal(answer: httpx.Response) -> tuple[int, str]:
    return int(answer.status_code), str(answer.json()["code"])
