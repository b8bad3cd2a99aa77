"""What the bot set about itself: commands by scope and language, and menu buttons by chat."""

import json
from typing import Any

from standin.store import Store

Json = dict[str, Any]

DEFAULT_SCOPE: Json = {"type": "default"}


class Profile:
    def __init__(self, store: Store) -> None:
        self._store = store

    def commands(self, scope: Json | None, language_code: str) -> list[Json]:
        known = self._store.get("commands", self._key(scope, language_code))
        return [] if known is None else list(known["commands"])

    def set_commands(self, scope: Json | None, language_code: str, commands: list[Json]) -> None:
        """Set the commands of a scope and language; an empty list takes them away."""
        key = self._key(scope, language_code)
        if commands:
            self._store.put("commands", key, {"commands": commands})
        else:
            self._store.remove("commands", key)

    def menu_button(self, chat_id: int | None) -> Json:
        own = None if chat_id is None else self._store.get("menu", chat_id)
        return own or self._store.get("menu", 0) or {"type": "default"}

    def set_menu_button(self, chat_id: int | None, button: Json) -> None:
        """Set the button of one chat, or (chat 0 in the store) of every chat without its own."""
        self._store.put("menu", chat_id or 0, button)

    def _key(self, scope: Json | None, language_code: str) -> str:
        return json.dumps([scope or DEFAULT_SCOPE, language_code], sort_keys=True)
