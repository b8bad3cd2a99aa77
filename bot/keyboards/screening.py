"""Under the questions of Test1: the options, or the active cities."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardMarkup

from bot.callbacks import OptionPress, ResumePress, TakeBackPress
from bot.keyboards.buttons import REFRESH, Row, call_a_human, contact_us, in_rows, keyboard, press
from database.places.cities import ActiveCity
from domain.questionnaire import Question

MOST_CITIES = 90  # Telegram takes 100 buttons; whoever does not find the city writes it


def kb_question(question: Question, *, can_go_back: bool) -> InlineKeyboardMarkup:
    """Return one option a row, and the ways out; where words are expected only these."""
    options = [
        [press(option.caption, OptionPress(question_id=question.id, option_id=option.id))]
        for option in question.options
    ]
    return keyboard(*options, *_ways_out(question, can_go_back=can_go_back))


def kb_cities(question: Question, cities: Sequence[ActiveCity], *, can_go_back: bool) -> InlineKeyboardMarkup:
    """Return the cities, two a row, and the ways out."""
    buttons = [
        press(city.name, OptionPress(question_id=question.id, option_id=str(city.id))) for city in cities[:MOST_CITIES]
    ]
    return keyboard(*in_rows(buttons, 2), *_ways_out(question, can_go_back=can_go_back))


def kb_no_hiring(contact_link: str | None) -> InlineKeyboardMarkup:
    """Return whom to write to while the candidate's city, or every city, is closed."""
    return keyboard(contact_us(contact_link), [press(REFRESH, ResumePress())], [call_a_human()])


def _ways_out(question: Question, *, can_go_back: bool) -> tuple[Row, Row]:
    back = [press("← Исправить прошлый ответ", TakeBackPress(question_id=question.id))] if can_go_back else []
    return back, [call_a_human()]


def kb_resume(caption: str = "Продолжить") -> InlineKeyboardMarkup:
    """Return the button that leads to where the candidate stands."""
    return keyboard([press(caption, ResumePress())], [call_a_human()])
