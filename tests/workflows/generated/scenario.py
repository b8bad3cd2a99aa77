"""What a journey is drawn from: zones, policies, a recruiter's slots, and how people are."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from domain.ids import SlotId
from domain.policy import DEFAULT_POLICY, Policy
from domain.timezones import LocalTimeError, instant
from tests.workflows.generated.chance import Chance

ZONES = (
    "Europe/Kaliningrad",
    "Europe/Moscow",
    "Europe/Samara",
    "Asia/Yekaterinburg",
    "Asia/Omsk",
    "Asia/Novosibirsk",
    "Asia/Irkutsk",
    "Asia/Yakutsk",
    "Asia/Vladivostok",
    "Asia/Magadan",
    "Asia/Kamchatka",
    "Asia/Almaty",
    "Europe/Berlin",  # for its summer time
)
POLICIES = (
    DEFAULT_POLICY,
    DEFAULT_POLICY,
    replace(DEFAULT_POLICY, reminder_lead=timedelta(hours=24)),
    replace(DEFAULT_POLICY, reminder_lead=timedelta(minutes=30)),
    replace(DEFAULT_POLICY, reminder_lead=timedelta(hours=3), quiet_from=time(21, 0), quiet_until=time(9, 0)),
    replace(DEFAULT_POLICY, quiet_from=time(3, 0), quiet_until=time(3, 0)),
    replace(DEFAULT_POLICY, quiet_from=time(13, 0), quiet_until=time(15, 0)),
    replace(DEFAULT_POLICY, approval_deadline=timedelta(hours=4), moves_by_candidate=0),
    replace(DEFAULT_POLICY, minimum_notice=timedelta(minutes=20), approval_margin=timedelta(minutes=5)),
)
EPOCH = datetime(2026, 12, 1, tzinfo=UTC)
SLOT_LENGTH = timedelta(minutes=20)


@dataclass(frozen=True, kw_only=True)
class Slot:
    """A time that the recruiter offers."""

    id: SlotId
    starts_at: datetime

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + SLOT_LENGTH


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """What is given before the first press; instants are UTC."""

    seed: int
    candidate_id: int
    start: datetime
    zone: str
    recruiter_zone: str
    policy: Policy
    slots: tuple[Slot, ...]


def draw(seed: int, *, start: datetime | None = None) -> Scenario:
    """Return the scenario of a seed, beginning at an instant of 2027 unless another one is given."""
    chance = Chance(seed)
    drawn = EPOCH + timedelta(minutes=chance.whole(0, 400 * 24 * 60))
    zone = chance.one_of(ZONES)
    begin = drawn if start is None else start
    return Scenario(
        seed=seed,
        candidate_id=1 + seed % 997,
        start=begin,
        zone=zone,
        recruiter_zone=chance.one_of((zone, zone, *ZONES)),
        policy=chance.one_of(POLICIES),
        slots=_slots(chance, begin, zone),
    )


def _slots(chance: Chance, start: datetime, zone: str) -> tuple[Slot, ...]:
    """Return the slots of the coming days: most by day, some at odd hours, some in the next few hours."""
    starts = {start + timedelta(minutes=5 * chance.whole(6, 100)) for _ in range(chance.whole(0, 4))}
    for _ in range(chance.whole(3, 30)):
        hour = chance.weighed({chance.whole(9, 19): 0.7, chance.whole(0, 23): 0.3})
        day = (start + timedelta(days=chance.whole(0, 6))).date()
        try:
            starts.add(instant(day, time(hour, chance.one_of((0, 15, 30, 45))), zone))
        except LocalTimeError as error:  # the clocks jump there: the later reading
            starts.add(error.readings[-1])
    return tuple(Slot(id=SlotId(100 + place), starts_at=at) for place, at in enumerate(sorted(starts)) if at > start)
