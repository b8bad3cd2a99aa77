"""The stand-in's drive API: people are added, speak, press buttons, and look at their chats."""

from types import TracebackType
from typing import Any, Self

import aiohttp

from proof.seen import Chat

Json = dict[str, Any]

LONGEST_ANSWER = aiohttp.ClientTimeout(total=60)


class RefusedError(Exception):
    """The stand-in does not answer, or not with what was asked for."""


class StandIn:
    """A connection to the stand-in at an address such as http://127.0.0.1:8081."""

    def __init__(self, url: str, *, api: str | None = None) -> None:
        self._url = url.rstrip("/")
        self._api = api.rstrip("/") if api else None
        self._session = aiohttp.ClientSession(timeout=LONGEST_ANSWER)
        self.update_ids: list[int] = []  # of all that people did through this connection

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self._session.close()

    async def health(self) -> Json:
        return await self._get("health")

    async def people(self) -> list[Json]:
        """Return everybody: `id`, `name`, `blocked`, `invited_as` (the label of a followed invitation)."""
        return list((await self._get("people"))["people"])

    async def invitations(self) -> list[Json]:
        """Return the deep links on offer: `label` and `payload`."""
        return list((await self._get("invitations"))["invitations"])

    async def add_person(self, person_id: int, name: str) -> None:
        await self._post("people", {"id": person_id, "name": name})

    async def start(self, person_id: int, payload: str) -> int:
        """Press Start; return the version of what was said."""
        return await self._act("start", {"person_id": person_id, "payload": payload})

    async def say(self, person_id: int, text: str) -> int:
        return await self._act("message", {"person_id": person_id, "text": text})

    async def press(self, person_id: int, message_id: int, label: str) -> int:
        """Press a visible button of that message; return the version at that moment."""
        wish = {"person_id": person_id, "message_id": message_id, "label": label}
        return await self._act("press", wish)

    async def press_as_it_was(self, person_id: int, message_id: int, data: str) -> int:
        """Press a button that a message had once, whatever it shows now."""
        return await self._act("press", {"person_id": person_id, "message_id": message_id, "callback_data": data})

    async def chat(self, person_id: int) -> Chat:
        return Chat.read(await self._get(f"chat/{person_id}"))

    async def wait_for_news(self, person_id: int, *, after_version: int, seconds: float) -> bool:
        """Return whether the bot said or changed anything in this chat within that time."""
        query = {"person_id": person_id, "after_version": after_version, "timeout": f"{seconds:.2f}"}
        status, _ = await self._ask("GET", f"{self._url}/sim/wait", params=query)
        return status == 200

    async def calls(self, person_id: int, method: str) -> list[Json]:
        """Return the bot's calls of that method about this chat, oldest first."""
        return list((await self._get(f"outbox?method={method}&chat_id={person_id}"))["calls"])

    async def spoil(self, person_id: int, kind: str, *, method: str, count: int = 1, seconds: float = 0.0) -> None:
        """Let the next calls of that method about this chat go wrong; `seconds` belongs to the kind `slow`."""
        wish = {"kind": kind, "chat_id": person_id, "method": method, "count": count, "seconds": seconds}
        await self._post("fault", wish)

    async def trouble(self, kind: str, **details: Any) -> int:
        """Let calls go wrong; `details` are those of the stand-in. Return the number by which it is taken back."""
        return int((await self._post("fault", {"kind": kind, **details}))["id"])

    async def end_trouble(self, number: int | None = None) -> None:
        """Take back one trouble, or all of them."""
        url = f"{self._url}/sim/faults" + ("" if number is None else f"?id={number}")
        _good(url, await self._ask("DELETE", url))

    async def repeat(self, update_id: int) -> None:
        """Deliver an update once more."""
        await self._post("repeat", {"update_id": update_id})

    async def disorder(self, batches: int) -> None:
        """Deliver the next batches in the wrong order."""
        await self._post("disorder", {"batches": batches})

    async def untaken(self) -> tuple[set[int], set[int]]:
        """Return the updates that still wait for the bot, and those that became too old before it took them."""
        left = await self._get("updates")
        return set(left["waiting"]), set(left["expired"])

    async def all_calls(self) -> list[Json]:
        """Return all calls of the bot that are remembered, oldest first."""
        return list((await self._get("outbox"))["calls"])

    async def skip(self, person_id: int) -> Json:
        """Let the person's journey jump to its next event; where it stood before is in the answer."""
        if self._api is None:
            return await self._post("skip", {"person_id": person_id})
        url = f"{self._api}/sandbox/skip"
        return _good(url, await self._ask("POST", url, json={"telegram_user_id": person_id}))

    async def _act(self, path: str, wish: Json) -> int:
        """Do what a person does; note the update that it makes, return the version at that moment."""
        done = await self._post(path, wish)
        if done.get("update_id") is not None:
            self.update_ids.append(int(done["update_id"]))
        return int(done["version"])

    async def _get(self, path: str) -> Json:
        url = f"{self._url}/sim/{path}"
        return _good(url, await self._ask("GET", url))

    async def _post(self, path: str, wish: Json) -> Json:
        url = f"{self._url}/sim/{path}"
        return _good(url, await self._ask("POST", url, json=wish))

    async def _ask(self, method: str, url: str, **details: Any) -> tuple[int, Json]:
        try:
            async with self._session.request(method, url, **details) as response:
                return response.status, await response.json()
        except (aiohttp.ClientError, TimeoutError, ValueError) as trouble:
            raise RefusedError(f"{url} does not answer: {str(trouble) or type(trouble).__name__}") from trouble


def _good(url: str, answer: tuple[int, Json]) -> Json:
    status, body = answer
    if status != 200:
        raise RefusedError(f"{url} answered {status}: {body.get('error') or body.get('detail') or body}")
    return body
