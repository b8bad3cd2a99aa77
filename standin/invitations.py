"""Deep links that the product wants offered on the page: a label, and what follows /start."""

from typing import Any

from standin.store import Store

Json = dict[str, Any]


class Invitations:
    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> list[Json]:
        known = self._store.get("bot", "invitations")
        return [] if known is None else list(known["invitations"])

    def offer(self, invitations: list[Json]) -> None:
        """Replace what was offered before."""
        self._store.put("bot", "invitations", {"invitations": invitations})

    def label(self, payload: str) -> str | None:
        """Return how the invitation with this payload is called, if it is one."""
        return next((str(each["label"]) for each in self.all() if each["payload"] == payload), None)
