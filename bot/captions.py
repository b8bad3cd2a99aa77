"""The captions of buttons in the reader's language, gettext's way: the Russian caption in `bot/keyboards` is the key.

`bot/texts/<language>/captions.toml` maps each of them to that language's; what varies stands in braces on both sides:
`"Отправить ({count})" = "Send ({count})"`. What is no caption (a name, a time, an option) stays as it is.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from string import Formatter

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.callbacks import OptionPress
from bot.texts import FOLDER
from bot.wording import DEFAULT_LANGUAGE

ANSWER = f"{OptionPress.__prefix__}:"  # an option says what its questionnaire says, whatever a caption is called


class Captions:
    """The captions of one language."""

    def __init__(self, translations: Mapping[str, str]) -> None:
        self._whole = {key: caption for key, caption in translations.items() if "{" not in key}
        self._varying = [(_pattern(key), caption) for key, caption in translations.items() if "{" in key]

    def say(self, caption: str) -> str:
        """Return the caption in this language; the caption itself where it has none."""
        if caption in self._whole:
            return self._whole[caption]
        for pattern, translated in self._varying:
            if found := pattern.fullmatch(caption):
                return translated.format(**found.groupdict())
        return caption

    def say_under(self, button: InlineKeyboardButton) -> InlineKeyboardButton:
        """Return the button with its caption in this language."""
        if button.callback_data and button.callback_data.startswith(ANSWER):
            return button
        return button.model_copy(update={"text": self.say(button.text)})


@cache
def captions(language: str) -> Captions:
    """Return the captions of a language; the default one has no file, since its captions are the keys."""
    path = FOLDER / language / "captions.toml"
    return Captions(tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {})


def in_language(keyboard: InlineKeyboardMarkup | None, language: str) -> InlineKeyboardMarkup | None:
    """Return the keyboard as a reader of that language sees it."""
    if keyboard is None or language == DEFAULT_LANGUAGE:
        return keyboard
    said = captions(language)
    return InlineKeyboardMarkup(
        inline_keyboard=[[said.say_under(button) for button in row] for row in keyboard.inline_keyboard]
    )


def _pattern(key: str) -> re.Pattern[str]:
    parts = Formatter().parse(key)
    return re.compile("".join(re.escape(words) + (f"(?P<{name}>.+)" if name else "") for words, name, _, _ in parts))
