"""A text as one person would read it: rendered with a sample, or with what is known of a real booking or candidate."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot import telegram_html, wording
from bot.samples import SAMPLES
from bot.text_review import TextFlaw, given_to, in_situation, review
from bot.views.contexts import NO_NAME, Context, about, at_recruiter, given_name, in_city, interview
from database.bookings.cards import BookingCard
from database.people.candidates import CandidateProfile

TOLD_TO_RECRUITERS = "full_name"  # who is given the full name reads about a candidate


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What would be read; no `html` where the body cannot be sent, `length` is counted as Telegram counts it."""

    html: str | None
    plain: str | None
    length: int | None
    problems: tuple[TextFlaw, ...]


def shipped(key: str, language: str, context: wording.Context) -> Preview:
    """Return the text that ships as it reads in a situation."""
    return _read(wording.render(key, language, context), ())


def worded(key: str, body: str, language: str, context: wording.Context) -> Preview:
    """Return a body as it would read in a situation, with all that is wrong with it in this or any other one."""
    problems = [*review(key, body, language)]
    if all(flaw.code == "telegram_refuses" for flaw in problems):
        known = {flaw.what for flaw in problems}
        problems += [flaw for flaw in in_situation(body, language, context) if flaw.what not in known]
    if any(flaw.code != "telegram_refuses" for flaw in problems):
        return Preview(html=None, plain=None, length=None, problems=tuple(problems))
    return _read(wording.render_body(body, language, context), tuple(problems))


def context_of(key: str, situation: int, real: Mapping[str, Any]) -> Context:
    """Return a sample in which the real things stand instead of the invented ones; raise IndexError without it."""
    sample = SAMPLES[key][situation]
    return {**sample, **{name: value for name, value in real.items() if name in sample}}


def of_booking(key: str, booking: BookingCard) -> Context:
    """Return what a text of that key would be told about a real booking, on its reader's clock."""
    to_recruiter = TOLD_TO_RECRUITERS in given_to(key)
    clock = at_recruiter if to_recruiter else in_city
    real = about(booking) if to_recruiter else interview(booking)
    if booking.answer_until is not None:
        real["answer_until"] = clock(booking.answer_until, booking)
    return {"recruiter": booking.recruiter_name, "status": booking.status, "reason": booking.reason, **real}


def of_candidate(candidate: CandidateProfile) -> Context:
    """Return what a text would be told about a real candidate."""
    real: Context = {
        "full_name": candidate.name or NO_NAME,
        "name": given_name(candidate.name),
        "username": candidate.username,
        "phone": candidate.phone,
    }
    return real if candidate.city_name is None else {**real, "city": candidate.city_name}


def _read(html: str, problems: tuple[TextFlaw, ...]) -> Preview:
    words = telegram_html.plain(html)
    return Preview(html=html, plain=words, length=telegram_html.units(words), problems=problems)
