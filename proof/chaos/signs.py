"""How a candidate knows what a message of the bot is: by its words, and by what its buttons send."""

import re

from proof.endings import MOVED, PLACE
from proof.seen import Message

SLOT, WANTED_SLOT = "s:", "w:"  # how the data of a button with a free time begin; with a time to move to
REQUESTED = re.compile(r"не подтвержден|ждём ответа рекрут", re.IGNORECASE)
AGREED = re.compile(r"поздравляем", re.IGNORECASE)
HEARD = re.compile(r"передадим|сохранили", re.IGNORECASE)
BYE = re.compile(r"на этом остановимся", re.IGNORECASE)


def times_of(said: Message, prefix: str = SLOT) -> list[str]:
    """Return what the buttons with free times under a message send."""
    return [each.data for each in said.buttons() if each.data and each.data.startswith(prefix)]


def tells_of_request(said: Message) -> bool:
    """Tell whether these are free times, or what became of a pick."""
    return bool(times_of(said)) or bool(REQUESTED.search(said.text) or AGREED.search(said.text))


def tells_of_answer(said: Message) -> bool:
    """Tell whether the recruiter has answered: yes, or with other times."""
    return bool(times_of(said)) or bool(AGREED.search(said.text))


def tells_of_move(said: Message, told: Message) -> bool:
    """Tell whether these are times to move to, or the time that was agreed to."""
    return bool(times_of(said, WANTED_SLOT)) or (said.id > told.id and bool(MOVED.search(said.text)))


def shows_the_way(said: Message, under: Message) -> bool:
    """Tell whether this is the link or the address that follows upon a press under another message."""
    return said.id != under.id and (bool(said.links) or PLACE in said.text)
