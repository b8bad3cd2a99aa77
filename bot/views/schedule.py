"""A recruiter's schedule beyond today: the week's interviews, and the times that are still free."""

from datetime import datetime
from itertools import groupby

from bot.card import Card
from bot.keyboards.schedule import kb_agenda, kb_own_slots
from bot.phrases import Moment, phrases
from bot.schedule_callbacks import Span
from bot.views.pages import days_of
from bot.views.today import INTERVIEWS_ON_A_PAGE, caption_of, coming_days, described, page_of
from bot.views.writer import Writer
from database.people.recruiters import Recruiter
from database.slots.schedule import free_slots_of
from domain import timezones

DAYS = 7
SLOTS_ON_A_PAGE = 24


async def weeks_agenda(writer: Writer, recruiter: Recruiter, page: int) -> Card:
    """Return one page of the interviews of today and the six days after it, by day."""
    entries = await coming_days(writer, recruiter, days=DAYS)
    shown, page, pages = page_of(entries, page, INTERVIEWS_ON_A_PAGE)
    days = groupby(shown, key=lambda entry: timezones.local(entry.starts_at, recruiter.zone).date())
    text = await writer.say(
        "replies/week",
        now=Moment(at=writer.now, zone=recruiter.zone),
        days=[[described(entry, recruiter) for entry in entries] for _day, entries in days],
        page=page + 1,
        pages=pages,
    )
    captions = [(entry.booking_id, caption_of(entry, phrases(writer.language).short, recruiter)) for entry in shown]
    return Card(text=text, keyboard=kb_agenda(Span.WEEK, captions, page=page, pages=pages))


async def own_free_slots(writer: Writer, recruiter: Recruiter, page: int, *, withdrawn: datetime | None = None) -> Card:
    """Return one page of the free times, a day or a part of a full one; `withdrawn` is the start just taken away."""
    slots = await free_slots_of(writer.session, recruiter.id, since=writer.now)
    pages = days_of(slots, recruiter.zone, SLOTS_ON_A_PAGE) or [[]]
    page = min(page, len(pages) - 1)
    shown = pages[page]
    text = await writer.say(
        "replies/slots",
        now=Moment(at=writer.now, zone=recruiter.zone),
        withdrawn=Moment(at=withdrawn, zone=recruiter.zone) if withdrawn else None,
        count=len(slots),
        slots=[
            {
                "starts": Moment(at=slot.starts_at, zone=recruiter.zone),
                "ends": Moment(at=slot.ends_at, zone=recruiter.zone),
                "city": slot.city_name,
                "offered": slot.offered,
            }
            for slot in shown
        ],
        page=page + 1,
        pages=len(pages),
    )
    clock = phrases(writer.language).clock
    captions = [(slot.slot_id, clock(Moment(at=slot.starts_at, zone=recruiter.zone))) for slot in shown]
    return Card(text=text, keyboard=kb_own_slots(captions, page=page, pages=len(pages)))
