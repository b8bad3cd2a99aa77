"""Every call that the bot made, in order, with its parameters and what came of it."""

from collections import deque
from typing import Any

from standin.store import Store

Json = dict[str, Any]

KEPT = 20_000


class Outbox:
    """The last calls; they survive a restart like everything else."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._calls: deque[Json] = deque((body for _, body in store.load("call")), maxlen=KEPT)

    def add(self, entry: Json) -> None:
        """Keep a call; entries are numbered by `id` from 1."""
        number = self._store.count("call")
        call = {"id": number, **entry}
        self._calls.append(call)
        self._store.put("call", number, call)
        if number % 1000 == 0:
            self._store.remove_below("call", number - KEPT)

    def since(self, number: int, *, method: str | None = None, chat_id: int | None = None) -> list[Json]:
        return [
            call
            for call in self._calls
            if call["id"] > number
            and (method is None or call["method"].lower() == method.lower())
            and (chat_id is None or call["chat_id"] == chat_id)
        ]
