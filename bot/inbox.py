"""Raw updates on their way into the database: polling and webhook both end here, before anything is acknowledged."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from database import inbox
from database.engine import one_statement
from database.inbox import IncomingUpdate

LARGEST_ID = 2**63 - 1
DEEPEST = 100  # levels; Telegram nests a dozen

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@dataclass
class Delivery:
    """Updates that came together and are acknowledged together."""

    updates: Sequence[IncomingUpdate]
    is_stored: bool = False


class Inbox:
    """The stored updates of one bot; storing the same update again changes nothing.

    Whoever comes while others are being stored goes into the next statement together with all that came meanwhile:
    each commit waits for the disk and announces itself, and one such wait is enough for all of them.
    """

    def __init__(self, sessions: async_sessionmaker[AsyncSession], bot_id: int) -> None:
        self._sessions = sessions
        self._bot_id = bot_id
        self._storing = asyncio.Lock()
        self._waiting: list[Delivery] = []

    async def store(self, updates: Iterable[Any]) -> None:
        """Commit all of them or none; what carries no update id is logged and left out, for it cannot be told apart."""
        incoming = [read for update in updates if (read := read_update(update)) is not None]
        if not incoming:
            return
        delivery = Delivery(incoming)
        self._waiting.append(delivery)
        async with self._storing:
            if not delivery.is_stored:
                await self._store_all_or(delivery)

    async def _store_all_or(self, delivery: Delivery) -> None:
        """Store all that wait; if that fails, this one by itself: it may be another's fault."""
        together, self._waiting = self._waiting, []
        try:
            await self._commit([update for each in together for update in each.updates])
            for each in together:
                each.is_stored = True
        except (SQLAlchemyError, OSError):
            if len(together) == 1:
                raise
            await self._commit(delivery.updates)
        finally:
            # Whoever is not stored yet has its own turn, whatever became of this one.
            self._waiting += [each for each in together if not each.is_stored and each is not delivery]

    async def _commit(self, updates: Sequence[IncomingUpdate]) -> None:
        async with one_statement(self._sessions) as session:
            await inbox.store_updates(session, self._bot_id, updates)


def read_update(update: Any) -> IncomingUpdate | None:
    """Return the update as it is stored, or None for something that is no update."""
    update_id = update_id_of(update)
    if update_id is None:
        log.error("something without an update id arrived and was left out", kind=type(update).__name__)
        return None
    return IncomingUpdate(update_id=update_id, person_key=person_key_of(update, update_id), payload=storable(update))


def update_id_of(update: Any) -> int | None:
    """Return the id, or None where there is none that could be one: they are never negative."""
    update_id = _id_in(update, "update_id")
    return update_id if update_id is not None and update_id >= 0 else None


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


def storable(value: Any, levels: int = DEEPEST) -> Any:
    """Return the JSON without what PostgreSQL cannot keep: NUL, halves of surrogate pairs, numbers that are none.

    What lies deeper than that many levels is left out: nobody put it there for us to read.
    """
    match value:
        case str():
            return _storable_words(value)
        case dict() | list() if not levels:
            return None
        case dict():
            return {storable(key): storable(each, levels - 1) for key, each in value.items()}
        case list():
            return [storable(each, levels - 1) for each in value]
        case float() if value != value or abs(value) == float("inf"):  # noqa: PLR0124 - NaN alone differs from itself
            return None
        case _:
            return value


def _storable_words(words: str) -> str:
    if words.isascii() and "\0" not in words:
        return words  # nearly everything is
    return words.replace("\0", "\ufffd").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
