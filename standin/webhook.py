"""Where updates are to be pushed, and what became of the last attempt."""

from dataclasses import asdict, dataclass
from typing import Any

from standin.store import Store

Json = dict[str, Any]


@dataclass
class Address:
    """No url means that the bot polls."""

    url: str = ""
    secret_token: str = ""
    max_connections: int = 40
    last_error_date: int | None = None
    last_error_message: str | None = None


class Webhook:
    """The address in force. `generation` changes with every setting, so that a courier notices."""

    def __init__(self, store: Store) -> None:
        self._store = store
        known = store.get("bot", "webhook")
        self.address = Address(**known) if known else Address()
        self.generation = 0

    def set(self, address: Address) -> None:
        self.address = address
        self.generation += 1
        self._save()

    def failed(self, reason: str, *, at: int) -> None:
        self.address.last_error_date, self.address.last_error_message = at, reason
        self._save()

    def _save(self) -> None:
        self._store.put("bot", "webhook", asdict(self.address))
