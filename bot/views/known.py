"""What is known of the person who asks: all of it to a candidate, their place in the company to a recruiter."""

from bot import wording
from bot.card import Card
from bot.keyboards.profile import kb_erasure_sure, kb_known
from bot.phrases import Moment
from bot.views.answers import own_answers
from bot.views.writer import Writer
from database.people.candidates import CandidateProfile
from database.people.known import KnownBooking, count_kept_texts, known_bookings
from database.people.recruiters import Recruiter, cities_of_recruiter
from database.places.cities import active_cities
from domain.booking import active_statuses
from domain.stages import Stage

SHOWN_BOOKINGS = 8


async def known_of_candidate(writer: Writer, candidate: CandidateProfile) -> Card:
    """Return everything that is kept, with the button to erase it; answers that had to be cut are in a file."""
    answers = await own_answers(writer, candidate)
    bookings = await known_bookings(writer.session, candidate.id)
    shown = [
        {"status": booking.status, "starts": _starts(booking), "recruiter": booking.recruiter_name}
        for booking in bookings[:SHOWN_BOOKINGS]
    ]
    text = await writer.say(
        "replies/me",
        name=candidate.name,
        city=candidate.city_name,
        phone=candidate.phone,
        username=candidate.username,
        telegram_id=candidate.telegram_id,
        language=wording.languages()[wording.known(candidate.language)],
        answers=answers.shown,
        answers_cut=answers.cut,
        testing=candidate.stage is Stage.SCREENING,
        bookings=shown,
        more=len(bookings) - len(shown),
        messages=await count_kept_texts(writer.session, candidate.id),
    )
    return Card(text=text, keyboard=kb_known(candidate.id), document=answers.file if answers.cut else None)


async def erasure_question(writer: Writer, candidate: CandidateProfile) -> Card:
    """Say what will happen, and ask whether it shall."""
    bookings = await known_bookings(writer.session, candidate.id)
    held = next((booking for booking in bookings if booking.status in active_statuses()), None)
    text = await writer.say("replies/confirm_erasure", starts=_starts(held) if held else None)
    return Card(text=text, keyboard=kb_erasure_sure(candidate.id))


async def known_of_recruiter(writer: Writer, recruiter: Recruiter) -> Card:
    """Return the recruiter's name, cities and clock, and who changes them."""
    served = await cities_of_recruiter(writer.session, recruiter.id)
    text = await writer.say(
        "replies/me_recruiter",
        name=recruiter.name,
        cities=[city.name for city in await active_cities(writer.session) if city.id in served],
        zone=recruiter.zone,
        now=Moment(at=writer.now, zone=recruiter.zone),
    )
    return Card(text=text)


def _starts(booking: KnownBooking) -> Moment:
    return Moment(at=booking.starts_at, zone=booking.city_zone, place=booking.city_name)
