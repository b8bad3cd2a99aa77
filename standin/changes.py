"""News inside the stand-in: whoever waits for something looks again after every change."""

import asyncio
from typing import Any

Json = dict[str, Any]


class Changes:
    """Wakes those who wait, and feeds those who listen (the page, through server-sent events)."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()
        self._listeners: set[asyncio.Queue[Json | None]] = set()
        self.closing = False

    def announce(self, kind: str, person_id: int | None = None) -> None:
        for future in self._waiting:
            if not future.done():
                future.set_result(None)
        for listener in self._listeners:
            listener.put_nowait({"kind": kind, "person_id": person_id})

    async def wait(self, seconds: float) -> None:
        """Return at the next change, or after `seconds`; the caller then looks at the world again."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            await asyncio.wait([future], timeout=max(seconds, 0))
        finally:
            self._waiting.discard(future)
            future.cancel()

    def listen(self) -> asyncio.Queue[Json | None]:
        """Return a queue of news; `None` in it means that the stand-in stops."""
        listener: asyncio.Queue[Json | None] = asyncio.Queue()
        self._listeners.add(listener)
        return listener

    def leave(self, listener: asyncio.Queue[Json | None]) -> None:
        self._listeners.discard(listener)

    def close(self) -> None:
        """Let everybody who waits go home."""
        self.closing = True
        self.announce("closing")
        for listener in self._listeners:
            listener.put_nowait(None)
