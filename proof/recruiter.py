"""The recruiter of the play: somebody who already walked in, else the first whose invitation is still good."""

import re
import secrets
from dataclasses import dataclass

from proof.phone import Phone
from proof.seen import Message
from proof.stand_in import Json, RefusedError, StandIn
from proof.telling import Telling

WELCOME = "Сюда будут приходить заявки"
CITIES = re.compile(r"^Города: (.+?)\.?$", re.MULTILINE)
# Ids of real people are beyond 32 bits; these are beyond those that the page gives.
FIRST_ID, IDS = 8_000_000_000, 1_000_000_000


@dataclass(frozen=True, kw_only=True)
class Recruiter:
    """A linked recruiter: the name that candidates choose, and the cities that the welcome names."""

    phone: Phone
    name: str
    cities: tuple[str, ...]


async def new_phone(stand_in: StandIn, telling: Telling, name: str) -> Phone:
    """Add a person with a random Telegram id that nobody has."""
    taken = {each["id"] for each in await stand_in.people()}
    person_id = next(number for number in iter(_random_id, None) if number not in taken)
    await stand_in.add_person(person_id, name)
    return Phone(stand_in, telling, person_id=person_id, chat=await stand_in.chat(person_id))


async def find_recruiter(stand_in: StandIn, telling: Telling) -> Recruiter:
    """Return a linked recruiter; raise `RefusedError` when nobody is linked and no invitation is left."""
    people = [each for each in await stand_in.people() if each["invited_as"] and not each["blocked"]]
    for person in people:
        if (found := await _linked(stand_in, telling, person)) is not None:
            telling.say(f"{found.name} is linked already")
            return found
    tried = {each["invited_as"] for each in people}
    for invitation in await stand_in.invitations():
        if invitation["label"] not in tried and (found := await _walk_in(stand_in, telling, invitation)) is not None:
            telling.say(f"{found.name} walks in with the invitation")
            return found
    raise RefusedError("no recruiter is linked and no unused invitation is on offer; `otklik seed` prints new ones")


async def _linked(stand_in: StandIn, telling: Telling, person: Json) -> Recruiter | None:
    chat = await stand_in.chat(person["id"])
    welcome = next((said for said in chat.from_bot() if WELCOME in said.text), None)
    if welcome is None:
        return None
    phone = Phone(stand_in, telling, person_id=person["id"], chat=chat)
    return _welcomed(phone, person["invited_as"], welcome)


async def _walk_in(stand_in: StandIn, telling: Telling, invitation: Json) -> Recruiter | None:
    """Follow the deep link as somebody new; None when it is used or expired."""
    phone = await new_phone(stand_in, telling, invitation["label"])
    await phone.start(invitation["payload"])
    answer = await phone.expect("an answer to the invitation", lambda said: bool(said.text))
    return _welcomed(phone, invitation["label"], answer) if WELCOME in answer.text else None


def _welcomed(phone: Phone, name: str, welcome: Message) -> Recruiter:
    return Recruiter(phone=phone, name=name, cities=cities_named(welcome.text))


def cities_named(welcome: str) -> tuple[str, ...]:
    """Return the cities that the welcome lists; none when its wording names none."""
    found = CITIES.search(welcome)
    return tuple(found[1].split(", ")) if found else ()


def _random_id() -> int:
    return FIRST_ID + secrets.randbelow(IDS)
