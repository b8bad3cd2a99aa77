"""Raw updates on their way into the database: polling and webhook both end here, before anything is acknowledged."""

from collections.abc import Iterable
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from database import inbox
from database.inbox import IncomingUpdate

LARGEST_ID = 2**63 - 1

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class Inbox:
    """The stored updates of one bot; storing the same update again changes nothing."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession], bot_id: int) -> None:
        self._sessions = sessions
        self._bot_id = bot_id

    async def store(self, updates: Iterable[Any]) -> None:
        """Commit all of them or none; what carries no update id is logged and left out, for it cannot be told apart."""
        incoming = [read for update in updates if (read := read_update(update)) is not None]
        if not incoming:
            return
        async with self._sessions.begin() as session:
            await inbox.store_updates(session, self._bot_id, incoming)


def read_update(update: Any) -> IncomingUpdate | None:
    """Return the update as it is stored, or None for something that is no update."""
    update_id = update_id_of(update)
    if update_id is None:
        log.error("something without an update id arrived and was left out", kind=type(update).__name__)
        return None
    return IncomingUpdate(update_id=update_id, person_key=person_key_of(update, update_id), payload=storable(update))


def update_id_of(update: Any) -> int | None:
    """Return the id, or None where there is none that could be one."""
    return _id_in(update, "update_id")


def person_key_of(update: dict[str, Any], otherwise: int) -> int:
    """Return who is spoken to, so that updates of one person are handled in order: the sender, else the chat."""
    events = [event for event in update.values() if isinstance(event, dict)]
    for place in ("from", "chat"):
        for event in events:
            if (person := _id_in(event.get(place), "id")) is not None:
                return person
    return otherwise


def _id_in(thing: Any, key: str) -> int | None:
    number = thing.get(key) if isinstance(thing, dict) else None
    fits = isinstance(number, int) and not isinstance(number, bool) and abs(number) <= LARGEST_ID
    return number if fits else None


def storable(value: Any) -> Any:
    """Return the JSON without what PostgreSQL cannot keep: NUL, halves of surrogate pairs, numbers that are none."""
    match value:
        case str():
            return value.replace("\0", "\ufffd").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        case dict():
            return {storable(key): storable(each) for key, each in value.items()}
        case list():
            return [storable(each) for each in value]
        case float() if value != value or abs(value) == float("inf"):  # noqa: PLR0124 - NaN alone differs from itself
            return None
        case _:
            return value
