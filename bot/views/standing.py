"""Where a candidate stands, whom they can talk to, and how it ends."""

from aiogram.types import InlineKeyboardMarkup
from markupsafe import Markup

from bot.card import Card
from bot.keyboards.attendance import kb_attendance_confirm, kb_change_of_plans, kb_request_pending
from bot.keyboards.choosing import kb_no_slots
from bot.keyboards.contact import kb_contact, kb_human
from bot.keyboards.screening import kb_resume
from bot.views.contexts import given_name, in_city, interview, manual_contact
from bot.views.moving import where_the_move_stands
from bot.views.writer import Writer
from database.bookings.cards import BookingCard, booking_card
from database.people.candidates import CandidateProfile
from database.places.cities import city_contact, company_contact_link
from domain.ids import CityId
from domain.stages import Stage
from workflows.letters.to_candidate import HintAtButtons, IntroduceHuman, NudgeCandidate, SayGoodbye, ShowWhereYouStand

AFTER_THE_CHOICE = frozenset(
    {
        Stage.AWAITING_APPROVAL,
        Stage.SCHEDULED,
        Stage.REMINDED,
        Stage.ATTENDANCE_CONFIRMED,
        Stage.RESCHEDULE_REQUESTED,
        Stage.OUTCOME_ASKED,
    }
)


async def show_where_you_stand(writer: Writer, candidate: CandidateProfile, letter: ShowWhereYouStand) -> Card | None:
    """Show the current state with the buttons that are alive in it."""
    booking = None if letter.booking_id is None else await booking_card(writer.session, letter.booking_id)
    if booking is None and letter.stage in AFTER_THE_CHOICE:
        return None
    link = await _link(writer, candidate.city_id)
    keyboard = _buttons(letter, booking, link)
    if booking is not None and letter.stage is Stage.RESCHEDULE_REQUESTED:
        state, keyboard = await _state_of_move(writer, booking)
    elif booking is not None and letter.stage in AFTER_THE_CHOICE:
        state = await writer.say(f"stages/{letter.stage}", **interview(booking), answer_until=_answer_until(booking))
    else:
        state = await _state_without_booking(writer, candidate, letter, link)
    because = (
        await writer.say(f"because/{letter.because}", city=candidate.city_name or "", listed=False, reason=None)
        if letter.because
        else None
    )
    text = await writer.say("show_where_you_stand", stale=letter.stale, because=because, state=state)
    return Card(text=text, keyboard=keyboard)


async def hint_at_buttons(writer: Writer, letter: HintAtButtons) -> Card:
    """Say what can be pressed; who is stuck is offered a human."""
    text = await writer.say("hint_at_buttons", stage=letter.stage, offer_human=letter.offer_human)
    return Card(text=text, keyboard=kb_resume() if letter.offer_human else None)


async def introduce_human(writer: Writer, letter: IntroduceHuman) -> Card:
    """Name the link of the city, or else of the company, to write to."""
    city = None if letter.city_id is None else await city_contact(writer.session, letter.city_id)
    link = await _link(writer, letter.city_id)
    text = await writer.say("introduce_human", has_contact=link is not None, city=city.name if city else None)
    return Card(text=text, keyboard=kb_contact(link))


async def nudge_candidate(writer: Writer, candidate: CandidateProfile, letter: NudgeCandidate) -> Card:
    """Ask gently whether to go on."""
    text = await writer.say("nudge_candidate", name=given_name(candidate.name), stage=letter.stage)
    return Card(text=text, keyboard=kb_resume())


async def say_goodbye(writer: Writer, candidate: CandidateProfile, letter: SayGoodbye) -> Card:
    """Close with words for how it ended."""
    text = await writer.say("say_goodbye", name=given_name(candidate.name), ending=letter.ending)
    return Card(text=text, keyboard=kb_human())


async def _state_of_move(writer: Writer, booking: BookingCard) -> tuple[Markup, InlineKeyboardMarkup]:
    said, keyboard = await where_the_move_stands(writer, booking)
    return await writer.say(f"stages/{Stage.RESCHEDULE_REQUESTED}", **interview(booking), **said), keyboard


async def _state_without_booking(
    writer: Writer, candidate: CandidateProfile, letter: ShowWhereYouStand, link: str | None
) -> Markup:
    key = f"stages/{letter.stage}"
    if letter.stage is Stage.WAITING_FOR_SLOTS:
        return await writer.say(key, city=candidate.city_name, has_contact=link is not None)
    return await writer.say(key, name=given_name(candidate.name), ending=letter.ending)


async def _link(writer: Writer, city_id: CityId | None) -> str | None:
    """Return the link of the city, or else of the company."""
    city = None if city_id is None else await city_contact(writer.session, city_id)
    return city.contact_link if city else await company_contact_link(writer.session)


def _answer_until(booking: BookingCard) -> object:
    return in_city(booking.answer_until, booking) if booking.answer_until else None


def _buttons(letter: ShowWhereYouStand, booking: BookingCard | None, link: str | None) -> InlineKeyboardMarkup:
    if booking is None:
        return _buttons_without_booking(letter.stage, link)
    match letter.stage:
        case Stage.AWAITING_APPROVAL:
            return kb_request_pending(booking.booking_id, booking.revision, manual_contact(booking))
        case Stage.SCHEDULED:
            return kb_change_of_plans(booking.booking_id, booking.revision)
        case Stage.REMINDED:
            return kb_attendance_confirm(booking.booking_id, booking.revision)
        case Stage.ATTENDANCE_CONFIRMED:
            return kb_change_of_plans(booking.booking_id, booking.revision, booking.meeting_link)
        case _:
            return _buttons_without_booking(letter.stage, link)


def _buttons_without_booking(stage: Stage, link: str | None) -> InlineKeyboardMarkup:
    match stage:
        case Stage.CLOSED | Stage.REFUSED:
            return kb_human()
        case Stage.WAITING_FOR_SLOTS:
            return kb_no_slots(recruiter_id=None, contact_link=link)
        case _:
            return kb_resume()
