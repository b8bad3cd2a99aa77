"""How buttons are made, and those that stand under many messages."""

from collections.abc import Callable

from aiogram.enums import ButtonStyle
from aiogram.filters.callback_data import CallbackData
from aiogram.types import DisabledButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.callbacks import HumanPress

Row = list[InlineKeyboardButton]
EARLIER, LATER, REFRESH = "‹ Раньше", "Позже ›", "🔄 Обновить"


def press(caption: str, data: CallbackData, style: ButtonStyle | None = None) -> InlineKeyboardButton:
    """Return a button that tells the bot something."""
    return InlineKeyboardButton(text=caption, callback_data=data.pack(), style=style)


def call_a_human() -> InlineKeyboardButton:
    """Return the way out for everybody who is stuck."""
    return press("Позвать человека", HumanPress())


def contact_us(link: str | None) -> Row:
    """Return the row with the link to the city's (or the company's) contact; an empty one where there is no link."""
    return [InlineKeyboardButton(text="Свяжитесь с нами", url=link)] if link else []


def chat_with(username: str | None) -> Row:
    """Return the row with a person's own chat; an empty one for people without a name in Telegram."""
    return [InlineKeyboardButton(text="💬 Написать", url=f"https://t.me/{username}")] if username else []


def kb_chosen(caption: str) -> InlineKeyboardMarkup:
    """Return what remains under an answered question: the answer, to be seen and not to be pressed."""
    return InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text=f"✓ {caption}", disabled=DisabledButton())]]
    )


def turning(page: int, pages: int, to: Callable[[int], CallbackData]) -> Row:
    """Return the row with the ways to the pages before and after; `to` is what a button to a page carries."""
    earlier = [press(EARLIER, to(page - 1))] if page > 0 else []
    later = [press(LATER, to(page + 1))] if page + 1 < pages else []
    return earlier + later


def in_rows(buttons: list[InlineKeyboardButton], width: int) -> list[Row]:
    """Return the buttons in rows of that many."""
    return [buttons[start : start + width] for start in range(0, len(buttons), width)]


def keyboard(*rows: Row) -> InlineKeyboardMarkup:
    """Return the keyboard of the rows that have any button."""
    return InlineKeyboardMarkup(inline_keyboard=[row for row in rows if row])
