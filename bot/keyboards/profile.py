"""What candidates can choose about themselves: the language they are written to in."""

from collections.abc import Mapping

from aiogram.types import InlineKeyboardMarkup

from bot.callbacks import LanguagePress
from bot.keyboards.buttons import keyboard, press


def kb_languages(languages: Mapping[str, str]) -> InlineKeyboardMarkup | None:
    """Return the languages by their own names; None where there is nothing to choose."""
    if len(languages) < 2:  # noqa: PLR2004 - one language is no choice
        return None
    return keyboard(*([press(name, LanguagePress(language=code))] for code, name in languages.items()))
