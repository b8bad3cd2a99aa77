"""A recruiter's day: their interviews from midnight to midnight by their own clock."""

from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.phrases import Moment
from bot.views.contexts import NO_NAME
from database.agenda import AgendaEntry, agenda
from database.recruiters import Recruiter
from domain import timezones
from domain.booking import BookingStatus

# What wants an answer stands first.
ORDER = (
    BookingStatus.PENDING,
    BookingStatus.BOOKED,
    BookingStatus.CONFIRMED,
    BookingStatus.MET,
    BookingStatus.MISSED,
    BookingStatus.ENDED,
)


async def interviews_of_today(session: AsyncSession, recruiter: Recruiter, now: datetime) -> list[dict[str, Any]]:
    """Return `{status, interviews: [{starts, full_name, city, wants_to_move}]}` for each state that occurs today."""
    today = timezones.local(now, recruiter.zone).date()
    zone = timezones.zone(recruiter.zone)
    since = datetime.combine(today, time(), zone)
    until = datetime.combine(today + timedelta(days=1), time(), zone)
    entries = await agenda(session, recruiter.id, since=since, until=until)
    groups = [(status, [entry for entry in entries if entry.status is status]) for status in ORDER]
    return [
        {"status": status, "interviews": [_interview(entry, recruiter) for entry in group]}
        for status, group in groups
        if group
    ]


def _interview(entry: AgendaEntry, recruiter: Recruiter) -> dict[str, Any]:
    return {
        "starts": Moment(at=entry.starts_at, zone=recruiter.zone),
        "full_name": entry.candidate_name or NO_NAME,
        "city": entry.city_name,
        "wants_to_move": entry.wants_to_move,
    }
