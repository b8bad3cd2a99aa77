"""Sample cities, recruiters and slots, so that a fresh installation can be played at once. Twice adds nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from database.engine import build_sessions
from database.people.invitations import issue_invitation
from database.screening.test1 import publish_questionnaire
from database.slots.open_slots import NewSlot, add_slots, slot_at
from database.tables import City, CompanySettings, Recruiter, RecruiterCity, Slot
from domain.timezones import LocalTimeError, local

DAYS = 14
LENGTH = timedelta(minutes=20)
INVITATION_LIFETIME = timedelta(days=30)
TIMES = (time(10, 0), time(11, 30), time(13, 0), time(15, 0), time(16, 30), time(18, 0))
SUNDAY = 6

# Nobody can have these links: no name on Telegram begins with an underscore.
CITIES: tuple[dict[str, Any], ...] = (
    {
        "name": "Москва",
        "zone": "Europe/Moscow",
        "contact_link": "https://t.me/_sample_moskva_",
        "address": "ул. Большая Полянка, 7, офис 12",
        "meeting_link": "https://meet.example.org/moskva",
    },
    {
        "name": "Казань",
        "zone": "Europe/Moscow",
        "contact_link": "https://t.me/_sample_kazan_",
        "address": "ул. Баумана, 44, 3 этаж",
        "meeting_link": "https://meet.example.org/kazan",
    },
    {
        "name": "Новосибирск",
        "zone": "Asia/Novosibirsk",
        "contact_link": "https://t.me/_sample_novosibirsk_",
        "address": "Красный проспект, 25, офис 408",
        "meeting_link": "https://meet.example.org/novosibirsk",
    },
)


@dataclass(frozen=True, kw_only=True)
class SampleRecruiter:
    """A recruiter, their cities, and the shift (days, minutes) that keeps sample recruiters from looking alike."""

    name: str
    zone: str
    cities: tuple[str, ...]
    shift: int


RECRUITERS = (
    SampleRecruiter(name="Анна Соколова", zone="Europe/Moscow", cities=("Москва",), shift=0),
    SampleRecruiter(name="Дмитрий Орлов", zone="Europe/Moscow", cities=("Москва", "Казань"), shift=1),
    SampleRecruiter(name="Алсу Галиева", zone="Europe/Moscow", cities=("Казань",), shift=2),
    SampleRecruiter(name="Елена Кузнецова", zone="Asia/Novosibirsk", cities=("Новосибирск",), shift=3),
)


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """The token of a recruiter's one-time deep link (`/start r_<token>`)."""

    recruiter_name: str
    token: str


async def seed(engine: AsyncEngine, *, now: datetime, questionnaire: dict[str, Any] | None = None) -> list[Invitation]:
    """Add sample people where there are no cities yet, sample slots where none lies ahead, and the questionnaire.

    Returns an invitation for every recruiter who is not linked to Telegram, new ones at each call: a token is not kept.
    """
    async with build_sessions(engine).begin() as session:
        await session.execute(select(CompanySettings.id).with_for_update())  # one seeder at a time
        if not await session.scalar(select(func.count()).select_from(City)):
            await _add_people(session)
        if not await session.scalar(select(func.count()).select_from(Slot).where(Slot.starts_at > now)):
            await _add_slots(session, now)
        if questionnaire is not None:
            await publish_questionnaire(session, questionnaire)
        return await _invite_unlinked(session, now)


async def _add_people(session: AsyncSession) -> None:
    await session.execute(insert(City).values(list(CITIES)))
    for sample in RECRUITERS:
        person = insert(Recruiter).values(name=sample.name, zone=sample.zone).returning(Recruiter.id)
        recruiter_id = (await session.execute(person)).scalar_one()
        rows = await session.scalars(select(City.id).where(City.name.in_(sample.cities)))
        serves = [{"recruiter_id": recruiter_id, "city_id": city_id} for city_id in rows]
        await session.execute(insert(RecruiterCity).values(serves))


async def _add_slots(session: AsyncSession, now: datetime) -> None:
    samples = {sample.name: sample for sample in RECRUITERS}
    rows = await session.execute(
        select(Recruiter.id, Recruiter.name, func.array_agg(RecruiterCity.city_id).label("city_ids"))
        .join(RecruiterCity, RecruiterCity.recruiter_id == Recruiter.id)
        .where(Recruiter.name.in_(samples))
        .group_by(Recruiter.id)
    )
    for row in rows.all():
        slots = list(_sample_slots(samples[row.name], now))
        for place, city_id in enumerate(row.city_ids):  # who serves two cities gives each every other slot
            theirs = slots[place :: len(row.city_ids)]
            await add_slots(session, recruiter_id=row.id, city_id=city_id, slots=theirs)


async def _invite_unlinked(session: AsyncSession, now: datetime) -> list[Invitation]:
    unlinked = await session.execute(
        select(Recruiter.id, Recruiter.name).where(Recruiter.telegram_id.is_(None)).order_by(Recruiter.id)
    )
    return [
        Invitation(
            recruiter_name=row.name,
            token=await issue_invitation(session, row.id, now=now, lifetime=INVITATION_LIFETIME),
        )
        for row in unlinked.all()
    ]


def _sample_slots(sample: SampleRecruiter, now: datetime) -> Iterator[NewSlot]:
    """Yield times in the recruiter's working hours on the days to come, Sundays excepted."""
    today = local(now, sample.zone).date()
    for number in range(DAYS):
        day = today + timedelta(days=number)
        if day.weekday() != SUNDAY:
            yield from _slots_of_day(sample, day, now)


def _slots_of_day(sample: SampleRecruiter, day: date, now: datetime) -> Iterator[NewSlot]:
    for place, start in enumerate(TIMES):
        if (place + day.toordinal() + sample.shift) % 3 == 0:
            continue
        at = time(start.hour, start.minute + 5 * sample.shift)
        try:
            slot = slot_at(day, at, sample.zone, LENGTH)
        except LocalTimeError:
            continue
        if slot.starts_at > now:
            yield slot
