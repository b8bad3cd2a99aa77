"""The office of a soak: every recruiter who was invited, each for one city, and times enough for everybody."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations, product

from proof.chaos.offering import Offering
from proof.crowd import NAMES, PATRONYMICS, SURNAMES
from proof.recruiter import WELCOME, Recruiter, cities_named, new_phone
from proof.stand_in import RefusedError, StandIn
from proof.telling import Telling
from proof.test1 import Applicant
from proof.truth import ALWAYS_AWAKE, Truth
from proof.way import CONFIRM

TIMES = """
    INSERT INTO slots (recruiter_id, city_id, starts_at, ends_at, wall_time, wall_zone)
    SELECT r.id, c.id, at, at + interval '20 min', at AT TIME ZONE c.zone, c.zone
    FROM recruiters AS r, cities AS c, (
        SELECT date_trunc('hour', now()) + make_interval(days => 3, mins => 20 * place) AS at
        FROM generate_series($3::int, $4::int) AS place
    ) AS times
    WHERE r.name = $1 AND c.name = $2
"""


@dataclass(kw_only=True)
class Office:
    """Recruiters by turns; `opened` is how many times each of them has offered."""

    truth: Truth
    recruiters: tuple[Recruiter, ...]
    opened: int = 0

    async def open(self, times: int) -> None:
        """Offer so many times more, all recruiters together."""
        each = -(-times // len(self.recruiters))
        for recruiter in self.recruiters:
            first, last = self.opened + 1, self.opened + each
            await self.truth.ask(TIMES, recruiter.name, recruiter.cities[0], first, last)
        self.opened += each

    def offering(self, number: int) -> Offering:
        """Return with whom the candidate of that number has to do."""
        recruiter = self.recruiters[number % len(self.recruiters)]
        return Offering(truth=self.truth, recruiter=recruiter.name, cities=recruiter.cities[:1])


async def furnish(truth: Truth, stand_in: StandIn, telling: Telling) -> Office:
    """Let all recruiters walk in; clear the calendar, and let nobody sleep."""
    recruiters = [await _walk_in(stand_in, telling, **each) for each in await stand_in.invitations()]
    if not recruiters:
        raise RefusedError("no invitation is on offer, so no recruiter can walk in")
    await truth.ask("UPDATE company_settings SET policy = $1::jsonb", ALWAYS_AWAKE)
    await truth.ask("DELETE FROM slots")
    return Office(truth=truth, recruiters=tuple(recruiters))


async def _walk_in(stand_in: StandIn, telling: Telling, *, label: str, payload: str, **_: object) -> Recruiter:
    phone = await new_phone(stand_in, telling, label)
    await phone.start(payload)
    welcome = await phone.expect("a welcome", lambda said: WELCOME in said.text)
    return Recruiter(phone=phone, name=label, cities=cities_named(welcome.text))


def applicants() -> Iterator[Applicant]:
    """Yield 7,200 applicants of whom no two bear the same full name."""
    for first, second in permutations(SURNAMES, 2):
        for name, patronymic in product(NAMES, PATRONYMICS):
            full_name = f"{first}-{second} {name} {patronymic}"
            yield Applicant(name=f"{name} {first}-{second}", full_name=full_name, age=24, mind=CONFIRM)
