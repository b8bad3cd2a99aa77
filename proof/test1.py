"""How a played candidate answers Test1: by what stands on the screen, and by nothing else."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from proof.seen import Message

COUNTER = re.compile(r"Вопрос (\d+)/(\d+)")
NAME_WANTED = re.compile(r"вас зовут|фамили|ФИО", re.IGNORECASE)
AGE_WANTED = re.compile(r"сколько.* лет|возраст", re.IGNORECASE)
SKILLS_WANTED = re.compile(r"навык|умеете", re.IGNORECASE)
HOPES_WANTED = re.compile(r"жд[её]те|ожидани", re.IGNORECASE)
NO_ANSWER = re.compile(r"человек|исправить", re.IGNORECASE)
FOLLOW_UP = "Уточнение"


@dataclass(frozen=True, kw_only=True)
class Applicant:
    """Who applies: the name as Telegram shows it, and as it is typed into Test1; `mind` is their last press."""

    name: str
    full_name: str
    age: int
    mind: str


def counted(message: Message) -> tuple[int, int] | None:
    """Return the number of the question and how many there are; None for a message that asks none."""
    found = COUNTER.search(message.text)
    return (int(found[1]), int(found[2])) if found else None


def asks(message: Message, number: int) -> bool:
    """Tell whether the message asks the question of that number, or follows up on an answer, outside of the count.

    A question that was answered is shown once more, with the answer in the place of its buttons: it asks nothing.
    """
    is_open = any(button.can_be_pressed for button in message.buttons())
    return is_open and (message.text.startswith(FOLLOW_UP) or (counted(message) or (0, 0))[0] == number)


def option_for(message: Message, wanted: Collection[str] = ()) -> str | None:
    """Return the label to press: a wanted one if it is offered, else the first; None where words are expected."""
    offered = [
        button.label for button in message.buttons() if button.can_be_pressed and not NO_ANSWER.search(button.label)
    ]
    return next((label for label in offered if label in wanted), offered[0] if offered else None)


def words_for(message: Message, applicant: Applicant) -> str:
    """Return what to type under a question without options."""
    if NAME_WANTED.search(message.text):
        return applicant.full_name
    if AGE_WANTED.search(message.text):
        return str(applicant.age)
    if SKILLS_WANTED.search(message.text):
        return "Быстро учусь, умею слушать и не боюсь вопросов."
    if HOPES_WANTED.search(message.text):
        return "Дружной команды, понятных задач и роста."
    return "Люблю разговаривать с людьми и помогать им выбрать."
