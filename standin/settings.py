"""How this stand-in was started."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Settings:
    """`state` is the file to remember in (none: memory only); `skip_url` is where "skip ahead" is asked for."""

    host: str
    port: int
    token: str
    state: Path | None = None
    skip_url: str | None = None
    bot_name: str = "Отклик"
    bot_username: str = "otklik_bot"

    def bot(self) -> Json:
        """Return the bot as a user, with the id that its token begins with."""
        number = int(self.token.partition(":")[0])
        return {"id": number, "is_bot": True, "first_name": self.bot_name, "username": self.bot_username}
