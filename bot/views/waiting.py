"""Nothing is free: who waits is told so, is offered what appears, and has somebody to write to meanwhile."""

from markupsafe import Markup

from bot.card import Card
from bot.keyboards.choosing import kb_held_slot, kb_no_slots
from bot.keyboards.screening import kb_no_hiring
from bot.phrases import Moment
from bot.views.contexts import given_name
from bot.views.writer import Writer
from database.people.candidates import CandidateProfile
from database.people.recruiters import recruiter
from database.places.cities import CityContact, city_contact
from database.slots.open_slots import free_slots
from domain.ids import RecruiterId
from workflows.letters.to_waiting import OfferHeldSlot, TellCityClosed, TellOfferOver


async def offer_held_slot(writer: Writer, candidate: CandidateProfile, letter: OfferHeldSlot) -> Card | None:
    """Offer the slot that is held for the candidate; one that went away meanwhile is told as over."""
    city = None if candidate.city_id is None else await city_contact(writer.session, candidate.city_id)
    if city is None:
        return None
    slots = await free_slots(
        writer.session, city_id=city.id, recruiter_id=None, earliest=writer.now, candidate_id=candidate.id
    )
    held = next((slot for slot in slots if slot.slot_id == letter.slot_id), None)
    if held is None:
        return await _offer_over(writer, city)
    text = await writer.say(
        "offer_held_slot",
        name=given_name(candidate.name),
        recruiter=held.recruiter_name,
        starts=Moment(at=held.starts_at, zone=city.zone, place=city.name),
        until=Moment(at=letter.until, zone=city.zone, place=city.name),
    )
    return Card(text=text, keyboard=kb_held_slot(held.slot_id))


async def tell_offer_over(writer: Writer, candidate: CandidateProfile, _letter: TellOfferOver) -> Card | None:
    """Say that the slot went to the next, and that waiting goes on."""
    city = None if candidate.city_id is None else await city_contact(writer.session, candidate.city_id)
    return None if city is None else await _offer_over(writer, city)


async def tell_city_closed(writer: Writer, letter: TellCityClosed) -> Card | None:
    """Say that nobody is interviewed in the city now."""
    city = await city_contact(writer.session, letter.city_id)
    return None if city is None else await closed_city(writer, city, None)


async def closed_city(writer: Writer, city: CityContact, hint: Markup | None) -> Card:
    """Return the honest word about a city that is switched off: no date is promised, a contact is given."""
    link = city.contact_link
    text = await writer.say("tell_city_closed", hint=hint, city=city.name, has_contact=link is not None)
    return Card(text=text, keyboard=kb_no_hiring(link))


async def no_slots(writer: Writer, city: CityContact, recruiter_id: RecruiterId | None, hint: Markup | None) -> Card:
    """Return what stands where a list would: the journey waits from here on, and this says so."""
    chosen = await recruiter(writer.session, recruiter_id) if recruiter_id else None
    text = await writer.say(
        "dead_ends/no_slots",
        hint=hint,
        city=city.name,
        recruiter=chosen.name if chosen else None,
        has_contact=city.contact_link is not None,
    )
    keyboard = kb_no_slots(recruiter_id=recruiter_id, contact_link=city.contact_link)
    return Card(text=text, keyboard=keyboard, nothing_offered=True)


async def _offer_over(writer: Writer, city: CityContact) -> Card:
    text = await writer.say("tell_offer_over", city=city.name, has_contact=city.contact_link is not None)
    return Card(text=text, keyboard=kb_no_slots(recruiter_id=None, contact_link=city.contact_link))
