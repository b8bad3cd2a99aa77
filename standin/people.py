"""The people that a page or a test plays: who they are, and whether the bot may write to them."""

from dataclasses import asdict, dataclass
from typing import Any

from standin.store import Store

Json = dict[str, Any]

# Beyond 32 bits on purpose: real ids are, and columns that are too narrow should be noticed here.
FIRST_PERSON_ID = 7_000_000_001


@dataclass
class Person:
    """`started` turns true with the first message to the bot; a blocked bot may not write.

    `invited_as` is the label of the invitation through which this person came, for the page.
    """

    id: int
    name: str
    username: str | None = None
    language_code: str = "ru"
    started: bool = False
    blocked: bool = False
    invited_as: str | None = None

    def user(self) -> Json:
        return {"id": self.id, "is_bot": False, **self._names(), "language_code": self.language_code}

    def chat(self) -> Json:
        return {"id": self.id, "type": "private", **self._names()}

    def _names(self) -> Json:
        first, _, last = self.name.partition(" ")
        names = {"first_name": first, "last_name": last, "username": self.username}
        return {key: value for key, value in names.items() if value}


class People:
    """Everybody by Telegram user id, which is also the id of their private chat with the bot."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._people = {int(key): Person(**body) for key, body in store.load("person")}

    def all(self) -> list[Person]:
        return list(self._people.values())

    def find(self, person_id: int) -> Person | None:
        return self._people.get(person_id)

    def add(
        self,
        name: str,
        *,
        username: str | None = None,
        language_code: str = "ru",
        person_id: int | None = None,
    ) -> Person:
        """Add somebody; a given id that is already known renames that person."""
        number = person_id if person_id is not None else self._store.count("person", FIRST_PERSON_ID)
        person = self._people.get(number) or Person(id=number, name=name)
        person.name, person.username, person.language_code = name, username, language_code
        self.save(person)
        return person

    def save(self, person: Person) -> None:
        self._people[person.id] = person
        self._store.put("person", person.id, asdict(person))
