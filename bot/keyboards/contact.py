"""Whom to write to, and the last question before leaving."""

from aiogram.enums import ButtonStyle
from aiogram.types import InlineKeyboardMarkup

from bot.callbacks import StopPress
from bot.keyboards.buttons import call_a_human, contact_us, keyboard, press


def kb_contact(link: str | None) -> InlineKeyboardMarkup | None:
    """Return the link to the contact; None where there is none."""
    return keyboard(contact_us(link)) if link else None


def kb_human() -> InlineKeyboardMarkup:
    """Return the way to a human."""
    return keyboard([call_a_human()])


def kb_confirm_stop() -> InlineKeyboardMarkup:
    """Return the two answers to whether to cancel everything."""
    return keyboard(
        [press("Да, отменить", StopPress(sure=True), ButtonStyle.DANGER)],
        [press("Нет, продолжаем", StopPress(sure=False), ButtonStyle.SUCCESS)],
    )
