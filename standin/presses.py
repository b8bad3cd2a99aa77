"""Presses of inline buttons: each may be answered once, and only while it is fresh."""

import secrets
from typing import Any

from standin.store import Store

Json = dict[str, Any]

# Telegram forgets a press after this many seconds: it is neither delivered nor can it be answered.
PRESS_LIFETIME = 150


class Presses:
    """Callback queries by their id."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, person_id: int, *, at: int) -> str:
        query_id = str(secrets.randbits(62))
        self._store.put("press", query_id, {"person_id": person_id, "at": at, "answered": False})
        return query_id

    def answer(self, query_id: str, *, at: int) -> int | None:
        """Return whose press was answered now, or None if it is unknown, too old, or was answered before."""
        press = self._store.get("press", query_id)
        if press is None or press["answered"] or at - press["at"] >= PRESS_LIFETIME:
            return None
        self._store.put("press", query_id, {**press, "answered": True})
        return int(press["person_id"])
