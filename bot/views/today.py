"""A recruiter's day: their interviews from midnight to midnight by their own clock."""

from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from bot import telegram_html
from bot.card import Card
from bot.keyboards.schedule import kb_agenda
from bot.phrases import Moment, phrases
from bot.schedule_callbacks import Span
from bot.views.contexts import NO_NAME
from bot.views.writer import Writer
from database.bookings.agenda import AgendaEntry, agenda
from database.people.recruiters import Recruiter
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
INTERVIEWS_ON_A_PAGE = 12
LONGEST_CAPTION = 60


async def todays_agenda(writer: Writer, recruiter: Recruiter, page: int) -> Card:
    """Return one page of the interviews of today, those that want an answer first."""
    entries = sorted(await coming_days(writer, recruiter, days=1), key=lambda entry: ORDER.index(entry.status))
    shown, page, pages = page_of(entries, page, INTERVIEWS_ON_A_PAGE)
    groups = [(status, [entry for entry in shown if entry.status is status]) for status in ORDER]
    text = await writer.say(
        "replies/today",
        now=Moment(at=writer.now, zone=recruiter.zone),
        groups=[
            {"status": status, "interviews": [described(entry, recruiter) for entry in group]}
            for status, group in groups
            if group
        ],
        page=page + 1,
        pages=pages,
    )
    captions = [(entry.booking_id, caption_of(entry, phrases(writer.language).clock, recruiter)) for entry in shown]
    return Card(text=text, keyboard=kb_agenda(Span.TODAY, captions, page=page, pages=pages))


async def coming_days(writer: Writer, recruiter: Recruiter, *, days: int) -> list[AgendaEntry]:
    """Return the interviews from today's midnight on, for so many days by the recruiter's clock."""
    today = timezones.local(writer.now, recruiter.zone).date()
    zone = timezones.zone(recruiter.zone)
    since = datetime.combine(today, time(), zone)
    until = datetime.combine(today + timedelta(days=days), time(), zone)
    return await agenda(writer.session, recruiter.id, since=since, until=until)


def page_of(entries: Sequence[AgendaEntry], page: int, most: int) -> tuple[Sequence[AgendaEntry], int, int]:
    """Return the entries of a page, which page that is (the last one for any beyond), and how many there are."""
    pages = max(1, -(-len(entries) // most))
    page = min(page, pages - 1)
    return entries[page * most : (page + 1) * most], page, pages


def described(entry: AgendaEntry, recruiter: Recruiter) -> dict[str, Any]:
    """Return what the lists say about an interview."""
    return {
        "status": entry.status,
        "starts": Moment(at=entry.starts_at, zone=recruiter.zone),
        "full_name": entry.candidate_name or NO_NAME,
        "city": entry.city_name,
        "wants_to_move": entry.wants_to_move,
    }


def caption_of(entry: AgendaEntry, clock: Callable[[Moment], str], recruiter: Recruiter) -> str:
    """Return the button that opens an interview: when, as `clock` says it, and who."""
    when = clock(Moment(at=entry.starts_at, zone=recruiter.zone))
    return telegram_html.cut(f"{when} · {entry.candidate_name or NO_NAME}", LONGEST_CAPTION)
