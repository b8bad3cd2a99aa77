"""Choosing: who interviews, and when."""

from datetime import datetime

from markupsafe import Markup

from bot import wording
from bot.card import Card
from bot.keyboards.choosing import kb_recruiters, kb_slots
from bot.phrases import Moment, phrases
from bot.views.contexts import given_name
from bot.views.pages import days_of
from bot.views.waiting import closed_city, no_slots
from bot.views.writer import Writer
from database.people.candidates import CandidateProfile
from database.people.recruiters import recruiters_with_free_slots
from database.places.cities import CityContact, city_contact
from database.places.policies import policy_for
from database.slots.open_slots import FreeSlot, free_slots
from domain.ids import RecruiterId
from domain.reservation import ReservationOutcome
from workflows.letters.to_candidate import OfferRecruiters, OfferSlots


async def offer_recruiters(writer: Writer, candidate: CandidateProfile, letter: OfferRecruiters) -> Card | None:
    """Offer the recruiters of the city who have free times, soonest first."""
    city = await city_contact(writer.session, letter.city_id)
    if city is None:
        return None
    notice = (await policy_for(writer.session, city.id)).minimum_notice
    offers = await recruiters_with_free_slots(writer.session, city.id, writer.now + notice, candidate_id=candidate.id)
    hint = await _hint(writer, city, letter, listed=bool(offers))
    if not offers:
        return await (no_slots(writer, city, None, hint) if city.active else closed_city(writer, city, hint))
    text = await writer.say(
        "offer_recruiters",
        name=given_name(candidate.name),
        passed=letter.passed,
        hint=hint,
        city=city.name,
        recruiters=[{"name": offer.name, "next": _in(city, offer.next_free), "count": offer.slots} for offer in offers],
    )
    return Card(text=text, keyboard=kb_recruiters(offers))


async def offer_slots(writer: Writer, candidate: CandidateProfile, letter: OfferSlots) -> Card | None:
    """Offer the free times of one page: a day in the city's zone, or a part of a very full day."""
    city = await city_contact(writer.session, letter.city_id)
    if city is None:
        return None
    notice = (await policy_for(writer.session, city.id)).minimum_notice
    slots = await free_slots(
        writer.session,
        city_id=city.id,
        recruiter_id=letter.recruiter_id,
        earliest=writer.now + notice,
        candidate_id=candidate.id,
    )
    hint = await _hint(writer, city, letter, listed=bool(slots))
    if not slots:
        dead_end = no_slots(writer, city, letter.recruiter_id, hint) if city.active else closed_city(writer, city, hint)
        return await dead_end
    pages = days_of(slots, city.zone)
    page = min(max(letter.page, 0), len(pages) - 1)
    text = await writer.say(
        "offer_slots",
        hint=hint,
        recruiter=slots[0].recruiter_name if letter.recruiter_id else None,
        city=city.name,
        day=_in(city, pages[page][0].starts_at),
        page=page + 1,
        pages=len(pages),
    )
    times = [(slot.slot_id, _caption(slot, city, writer.language, letter.recruiter_id)) for slot in pages[page]]
    return Card(text=text, keyboard=kb_slots(times, recruiter_id=letter.recruiter_id, page=page, pages=len(pages)))


async def _hint(
    writer: Writer, city: CityContact, letter: OfferRecruiters | OfferSlots, *, listed: bool
) -> Markup | None:
    """Return the words for why this is shown; each reason has its own text. `listed`: a list follows."""
    key = f"because/{letter.because}"
    opened_again = city.active and letter.because is ReservationOutcome.CITY_INACTIVE
    if opened_again or key not in wording.keys_of_texts(writer.language):
        return None
    reason = letter.reason if isinstance(letter, OfferSlots) else None
    return await writer.say(key, city=city.name, listed=listed, reason=reason)


def _in(city: CityContact, at: datetime) -> Moment:
    return Moment(at=at, zone=city.zone, place=city.name)


def _caption(slot: FreeSlot, city: CityContact, language: str, recruiter_id: RecruiterId | None) -> str:
    """Return the time, with the recruiter's name in a list of all recruiters."""
    clock = phrases(language).clock(_in(city, slot.starts_at))
    return clock if recruiter_id else f"{clock} · {slot.recruiter_name}"
