"""Chapter two, choosing: the recruiter menu, the slot list, the pick and each of its ten outcomes."""

from dataclasses import replace

from domain.booking import BookingStatus
from domain.reservation import ReservationOutcome
from domain.stages import Stage
from workflows.deeds import ReserveSlot
from workflows.effects import Effect
from workflows.findings import ReservationRefused, SlotReserved
from workflows.journey import Booking, Journey
from workflows.letters.to_candidate import OfferRecruiters, OfferSlots, TellRequestSent
from workflows.letters.to_recruiter import AskForApproval, TellLead
from workflows.messages import RecruiterPicked, RecruitersListed, SlotPicked, SlotsTurned
from workflows.standing import CHOOSING, stand
from workflows.turn import Turn, where_you_stand


def list_recruiters(journey: Journey, news: RecruitersListed) -> Turn:
    """Show the recruiter menu again, as it is now."""
    if journey.stage not in CHOOSING or journey.city_id is None:
        return journey, where_you_stand(journey, stale=True)
    journey = stand(replace(journey, recruiter_chosen=False, recruiter_id=None, page=0), news.at)
    return journey, (OfferRecruiters(city_id=journey.city_id, edits=journey.pressed),)  # type: ignore[arg-type] # kept by replace


def list_slots(journey: Journey, news: RecruiterPicked | SlotsTurned) -> Turn:
    """Show a day of free slots of the recruiter, or of all recruiters of the city."""
    if journey.stage not in CHOOSING or journey.city_id is None:
        return journey, where_you_stand(journey, stale=True)
    page = max(news.page, 0) if isinstance(news, SlotsTurned) else 0
    chosen = replace(journey, recruiter_chosen=True, recruiter_id=news.recruiter_id, page=page)
    letter = OfferSlots(city_id=journey.city_id, recruiter_id=news.recruiter_id, page=page, edits=journey.pressed)
    return stand(chosen, news.at), (letter,)


def pick_slot(journey: Journey, news: SlotPicked) -> Turn:
    """Ask the database for the slot; whatever list the press came from, the outcome is judged there."""
    if journey.city_id is None or journey.stage in {Stage.SCREENING, Stage.REFUSED}:
        return journey, where_you_stand(journey, stale=True)
    order = ReserveSlot(
        candidate_id=journey.candidate_id,
        now=news.at,
        slot_id=news.slot_id,
        expected_recruiter_id=news.recruiter_id,
        expected_city_id=journey.city_id,
        booking_key=f"{journey.candidate_id}-{news.update_id}",
    )
    return journey, (order,)


def note_reservation(journey: Journey, news: SlotReserved) -> Turn:
    """Hold the booking and ask the recruiter; the same slot picked again shows what is booked already."""
    if journey.booking is not None:
        return journey, where_you_stand(journey, stale=True, because=ReservationOutcome.ALREADY_RESERVED)
    booking = Booking(
        id=news.booking_id,
        revision=news.revision,
        slot_id=news.slot_id,
        recruiter_id=news.recruiter_id,
        starts_at=news.starts_at,
        ends_at=news.ends_at,
        status=BookingStatus.PENDING,
        alarms=news.alarms,
    )
    told = TellRequestSent(
        booking_id=booking.id,
        revision=booking.revision,
        answer_until=news.alarms.answer_until,
        recruiter_reachable=news.recruiter_reachable,
        edits=journey.pressed,
    )
    letter = AskForApproval if news.recruiter_reachable else TellLead
    asked = letter(booking_id=booking.id, revision=booking.revision, answer_until=news.alarms.answer_until)
    journey = stand(replace(journey, booking=booking, waits_for_slots=False, offer=None), news.at)
    return journey, (told, asked)


def explain_refusal(journey: Journey, news: ReservationRefused) -> Turn:
    """Say precisely why the slot was not given, with the next thing to press."""
    if journey.city_id is None:
        return journey, where_you_stand(journey, stale=True)
    if news.outcome in {ReservationOutcome.DUPLICATE_CANDIDATE, ReservationOutcome.ALREADY_RESERVED}:
        return journey, where_you_stand(journey, stale=True, because=news.outcome)
    journey, letter = _offer_again(journey, news)
    return stand(journey, news.at), (letter,)


def _offer_again(journey: Journey, news: ReservationRefused) -> tuple[Journey, Effect]:
    """Return the fresh list that helps after this outcome: the menu, the city's slots or the same recruiter's."""
    city_id = journey.city_id
    assert city_id is not None  # noqa: S101 - explain_refusal asked before
    match news.outcome:
        case (
            ReservationOutcome.WRONG_RECRUITER
            | ReservationOutcome.RECRUITER_INACTIVE
            | ReservationOutcome.CITY_INACTIVE
        ):
            journey = replace(journey, recruiter_chosen=False, recruiter_id=None, page=0)
            return journey, OfferRecruiters(city_id=city_id, because=news.outcome, edits=journey.pressed)
        case ReservationOutcome.WRONG_CITY:
            journey = replace(journey, recruiter_chosen=True, recruiter_id=None, page=0)
        case _:
            journey = replace(journey, page=0)
    return journey, OfferSlots(
        city_id=city_id, recruiter_id=journey.recruiter_id, because=news.outcome, edits=journey.pressed
    )
