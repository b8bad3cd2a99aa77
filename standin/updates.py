"""The queue of updates: numbered, kept until confirmed, dropped when too old, delivered twice on demand."""

from dataclasses import asdict, dataclass
from typing import Any

from standin.presses import PRESS_LIFETIME
from standin.store import Store

Json = dict[str, Any]

FIRST_UPDATE_ID = 518_000_001
MESSAGE_LIFETIME = 24 * 60 * 60
REMEMBERED = 20_000


@dataclass
class Update:
    """`lane` is the queue within which Telegram keeps order: one chat's messages, or one user's presses."""

    id: int
    kind: str
    payload: Json
    lane: str
    expires_at: int
    waiting: bool = True

    def body(self) -> Json:
        return {"update_id": self.id, self.kind: self.payload}


class Updates:
    """What the bot has still to hear. An update that was added is in the store before anybody is told so."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known = {int(key): Update(**body) for key, body in store.load("update")}
        self._again = [int(body["update_id"]) for _, body in store.load("again")]
        wanted = store.get("bot", "allowed_updates")
        self.allowed: list[str] = [] if wanted is None else list(wanted["kinds"])
        # The one getUpdates call that may wait; an earlier one is told 409 when a later one comes.
        self.poller: object | None = None
        self.polled_at = 0
        # So many of the next batches come in the wrong order: what was sent last comes first.
        self.disordered = 0

    def add(self, kind: str, payload: Json, lane: str, *, at: int) -> int | None:
        """Queue an update and return its id, or None if the bot does not want this kind."""
        if self.allowed and kind not in self.allowed:
            return None
        lifetime = PRESS_LIFETIME if kind == "callback_query" else MESSAGE_LIFETIME
        number = self._store.count("update", FIRST_UPDATE_ID)
        update = Update(number, kind, payload, lane, at + lifetime)
        self._known[number] = update
        self._save(update)
        self._forget_oldest()
        return number

    def waiting(self, *, at: int) -> list[Update]:
        """Repeats first, then everything unconfirmed that is not too old, in order."""
        again = [self._known[number] for number in self._again if not self._known[number].waiting]
        return again + [each for each in self._known.values() if each.waiting and each.expires_at > at]

    def batch(self, limit: int, *, at: int) -> list[Update]:
        """Return the next batch of a poll, in order unless disorder was asked for."""
        waiting = self.waiting(at=at)[:limit]
        if len(waiting) > 1 and self.disordered:
            self.disordered -= 1
            waiting.reverse()
        return waiting

    def all(self) -> list[Update]:
        """Return every update that is remembered, oldest first."""
        return list(self._known.values())

    def confirm_below(self, offset: int) -> None:
        """Forget what lies below `offset`. One beyond all numbers ever given confirms nothing."""
        if offset > max(self._known, default=offset) + 1:
            return
        for update in [each for each in self._known.values() if each.waiting and each.id < offset]:
            self.done(update.id)

    def keep_last(self, count: int, *, at: int) -> None:
        """Forget all but the last `count`: a negative offset."""
        for update in self.waiting(at=at)[:-count]:
            self.done(update.id)

    def done(self, update_id: int) -> None:
        """Tick off what the bot has: taken by its webhook, confirmed by an offset, or a repeat that was handed out."""
        update = self._known.get(update_id)
        if update is not None and update.waiting:
            update.waiting = False
            self._save(update)
        elif update_id in self._again:
            self._again.remove(update_id)
            self._store.remove("again", update_id)

    def repeat(self, update_id: int) -> bool:
        """Deliver an update once more under its old id; False if it is not remembered."""
        if update_id not in self._known:
            return False
        if update_id not in self._again:
            self._again.append(update_id)
            self._store.put("again", update_id, {"update_id": update_id})
        return True

    def drop_waiting(self, *, at: int) -> None:
        for update in self.waiting(at=at):
            self.done(update.id)

    def allow(self, kinds: list[str]) -> None:
        self.allowed = kinds
        self._store.put("bot", "allowed_updates", {"kinds": kinds})

    def renumber(self, first: int) -> None:
        """Continue from another number, as Telegram does after a quiet week."""
        self._store.restart_count("update", first)

    def _save(self, update: Update) -> None:
        self._store.put("update", update.id, asdict(update))

    def _forget_oldest(self) -> None:
        if len(self._known) > REMEMBERED:
            oldest = next((each for each in self._known.values() if not each.waiting), None)
            if oldest is not None and oldest.id not in self._again:
                del self._known[oldest.id]
                self._store.remove("update", oldest.id)
