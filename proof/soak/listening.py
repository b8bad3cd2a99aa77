"""The stand-in, and all that the bot ever called: it remembers the last 20,000 calls itself, and a soak makes more."""

from proof.stand_in import Json, StandIn

SENDING = ("sendMessage", "sendDocument")


class Listening(StandIn):
    """A connection that hears every call once; what puts a message on a phone is kept for the audit."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self._heard_until = 0
        self._kept: list[Json] = []

    async def hear(self) -> list[Json]:
        """Return the calls since the last time, oldest first."""
        calls = list((await self._get(f"outbox?since={self._heard_until}"))["calls"])
        if calls:
            self._heard_until = calls[-1]["id"]
        self._kept += [call for call in calls if call["method"] in SENDING]
        return calls

    async def all_calls(self) -> list[Json]:
        """Return every call that has sent something, oldest first."""
        await self.hear()
        return list(self._kept)
