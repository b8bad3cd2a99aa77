"""Texts as the tests of the API read, try and word them."""

from typing import Any

from tests.api.office import Office
from tests.database.world import World

TEXTS = "/api/v1/templates"
REMINDER = f"{TEXTS}/remind_candidate/overrides/ru"
GOOD = "Ждём вас {{ starts|when }}, {{ name }}!"


async def public_id(world: World, city: int) -> str:
    return str(await world.ask("SELECT public_id FROM cities WHERE id = :id", id=city))


async def get(office: Office, path: str, **query: Any) -> Any:
    answer = await office.http.get(path, headers=office.viewer, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def put(office: Office, body: str, path: str = REMINDER, tag: str = "*", **query: str) -> Any:
    headers = office.admin | {"If-Match": tag}
    return await office.http.put(path, headers=headers, params=query, json={"body": body})


async def tried(office: Office, **trial: Any) -> Any:
    answer = await office.http.post(f"{TEXTS}/preview", headers=office.viewer, json=trial)
    assert answer.status_code == 200, answer.text
    return answer.json()
