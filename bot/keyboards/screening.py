"""Under the questions of Test1: the options, or the active cities."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardMarkup

from bot.callbacks import OptionPress, ResumePress
from bot.keyboards.buttons import call_a_human, contact_us, in_rows, keyboard, press
from database.cities import ActiveCity
from domain.questionnaire import Question

MOST_CITIES = 90  # Telegram takes 100 buttons; whoever does not find the city writes it


def kb_question(question: Question, *, offer_human: bool) -> InlineKeyboardMarkup | None:
    """Return one option a row; None where words are expected and nobody is stuck."""
    options = [
        [press(option.caption, OptionPress(question_id=question.id, option_id=option.id))]
        for option in question.options
    ]
    markup = keyboard(*options, [call_a_human()] if offer_human else [])
    return markup if markup.inline_keyboard else None


def kb_cities(question: Question, cities: Sequence[ActiveCity], *, offer_human: bool) -> InlineKeyboardMarkup:
    """Return the cities, two a row."""
    buttons = [
        press(city.name, OptionPress(question_id=question.id, option_id=str(city.id))) for city in cities[:MOST_CITIES]
    ]
    return keyboard(*in_rows(buttons, 2), [call_a_human()] if offer_human else [])


def kb_no_cities(contact_link: str | None) -> InlineKeyboardMarkup:
    """Return whom to write to while no city is open."""
    return keyboard(contact_us(contact_link), [press("🔄 Обновить", ResumePress())], [call_a_human()])


def kb_resume(caption: str = "Продолжить") -> InlineKeyboardMarkup:
    """Return the button that leads to where the candidate stands."""
    return keyboard([press(caption, ResumePress())], [call_a_human()])
