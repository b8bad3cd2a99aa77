"""What a recruiter is told about the times they typed: how they were understood, and what is in the way of which."""

import zlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from bot.card import Card
from bot.keyboards.schedule import kb_city_of_times, kb_save_times, kb_to_own_slots
from bot.phrases import Moment, phrases
from bot.slot_words.judging import Judged, RefusedTime
from bot.slot_words.reading import MOST_TIMES, MisreadError, Reading
from bot.views.contexts import Context
from bot.views.writer import Writer
from database.people.recruiters import Recruiter
from domain import timezones
from domain.ids import CityId

MOST_REFUSALS = 15  # lines; the rest is counted

Span = tuple[datetime, datetime]


def fingerprint(reading: Reading) -> int:
    """Return a number that differs where other times were read."""
    return zlib.crc32(repr(reading.times).encode())


async def typed_times(
    writer: Writer, recruiter: Recruiter, reading: Reading, judged: Judged, *, cities: Mapping[CityId, str]
) -> Card:
    """Return the times as they were understood, to be confirmed; where the city is open, it is asked for first."""
    city_id = reading.city_id
    text = await writer.say(
        "replies/typed_times",
        **_times(recruiter, [(slot.starts_at, slot.ends_at) for slot in judged.fitting], writer.now),
        **_refusals(writer, recruiter, judged.refused),
        city=cities[city_id] if city_id else None,
    )
    if not judged.fitting:
        return Card(text=text, keyboard=kb_to_own_slots())
    if city_id is None:
        return Card(text=text, keyboard=kb_city_of_times(cities, fingerprint(reading)))
    return Card(text=text, keyboard=kb_save_times(len(judged.fitting), city_id, fingerprint(reading)))


async def saved_times(
    writer: Writer, recruiter: Recruiter, saved: Sequence[Span], refused: Sequence[RefusedTime], *, city: str
) -> Card:
    """Return what stands in the schedule now."""
    text = await writer.say(
        "replies/times_saved",
        **_times(recruiter, sorted(saved), writer.now),
        **_refusals(writer, recruiter, refused),
        city=city,
    )
    return Card(text=text, keyboard=kb_to_own_slots())


async def misread_times(writer: Writer, error: MisreadError) -> Card:
    """Return why the words were not understood, and what would be."""
    text = await writer.say("replies/times_misread", misreading=error.misreading, words=error.words, most=MOST_TIMES)
    return Card(text=text, keyboard=kb_to_own_slots())


def _times(recruiter: Recruiter, spans: Sequence[Span], now: datetime) -> Context:
    """Return the times by day; `minutes` only where all last the same, so that it need not be said for each."""
    lengths = {ends - starts for starts, ends in spans}
    days = groupby(spans, key=lambda span: timezones.local(span[0], recruiter.zone).date())
    return {
        "now": Moment(at=now, zone=recruiter.zone),
        "count": len(spans),
        "minutes": next(iter(lengths)).seconds // 60 if len(lengths) == 1 else None,
        "days": [[_span(span, recruiter) for span in group] for _day, group in days],
    }


def _refusals(writer: Writer, recruiter: Recruiter, refused: Sequence[RefusedTime]) -> Context:
    shown = [
        {
            "refusal": each.refusal,
            "typed": phrases(writer.language).wall(each.typed.starts),
            "readings": [Moment(at=at, zone=recruiter.zone) for at in each.readings],
            "beside": _span(each.beside, recruiter) if each.beside else None,
        }
        for each in refused[:MOST_REFUSALS]
    ]
    return {"refused": shown, "more": len(refused) - len(shown)}


def _span(span: Span, recruiter: Recruiter) -> dict[str, Any]:
    starts, ends = span
    return {"starts": Moment(at=starts, zone=recruiter.zone), "ends": Moment(at=ends, zone=recruiter.zone)}
