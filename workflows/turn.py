"""What one piece of news leads to: the journey after it and the wishes in their order; and what all chapters share."""

from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from domain.answers import Misread
from domain.booking import Actor, BookingStatus
from domain.ids import CityId
from domain.moves import MoveLapse
from domain.reservation import ReservationOutcome
from domain.stages import Stage
from workflows.deeds import BookingDeed, PlanNudges
from workflows.effects import Effect
from workflows.journey import Booking, Journey, Screening
from workflows.letters.letter import BookingLetter
from workflows.letters.to_candidate import AskQuestion, OfferRecruiters, OfferSlots, ShowWhereYouStand
from workflows.letters.to_recruiter import UpdateCard
from workflows.letters.to_waiting import OfferHeldSlot
from workflows.messages import AboutBooking, News
from workflows.move_deeds import SettleMoveRequest
from workflows.standing import stand

OrderT = TypeVar("OrderT", bound=BookingDeed)
LetterT = TypeVar("LetterT", bound=BookingLetter)
Turn = tuple[Journey, tuple[Effect, ...]]

MISSES_BEFORE_HUMAN = 2
AGREED = frozenset({BookingStatus.BOOKED, BookingStatus.CONFIRMED})


def concerns(news: AboutBooking, booking: Booking | None) -> bool:
    """Tell whether a press is about the booking as it stands, in its current revision."""
    return booking is not None and (booking.id, booking.revision) == (news.booking_id, news.revision)


def current_booking(journey: Journey, news: AboutBooking) -> Booking | None:
    """Return the booking that the candidate's press can still act on: this revision, before the start."""
    booking = journey.booking
    if booking is None or not concerns(news, booking) or news.at >= booking.starts_at:
        return None
    return booking


def settle_move(journey: Journey, booking: Booking, news: News, settlement: str, **details: Any) -> tuple[Effect, ...]:
    """Return the order that notes how the open wish to move ended; nothing when there is none."""
    if booking.move is None:
        return ()
    return (order(SettleMoveRequest, journey, booking, news, settlement=settlement, **details),)


def letter_about(kind: type[LetterT], booking: Booking, **details: Any) -> LetterT:
    """Return a letter about the booking in its present revision; `details` are its other fields."""
    return kind(booking_id=booking.id, revision=booking.revision, **details)


def update_card(booking: Booking, news: News) -> UpdateCard:
    """Return the order to redraw the recruiter's card; the button that the recruiter pressed is used up."""
    pressed = news.message_id if isinstance(news, AboutBooking) and news.by is Actor.RECRUITER else None
    return UpdateCard(booking_id=booking.id, revision=booking.revision, retires=pressed)


def order(
    kind: type[OrderT],
    journey: Journey,
    booking: Booking,
    news: News,
    by: tuple[Actor, int] = (Actor.SYSTEM, 0),
    **details: Any,
) -> OrderT:
    """Return a deed about the booking, on behalf of whoever pressed, else of `by`; `details` are its other fields."""
    who, whose_id = (news.by, news.by_id) if isinstance(news, AboutBooking) else by
    return kind(
        candidate_id=journey.candidate_id,
        now=news.at,
        booking_id=booking.id,
        revision=booking.revision,
        by=who,
        by_id=whose_id,
        **details,
    )


def ask_open_question(
    journey: Journey, screening: Screening, *, misread: Misread | None = None, suggestions: tuple[CityId, ...] = ()
) -> AskQuestion:
    """Return the question that is open, with what was wrong about the last answer to it."""
    questionnaire, question = screening.questionnaire, screening.open_question
    assert question is not None  # noqa: S101 - asked only while something is open
    numbered = questionnaire.numbered
    return AskQuestion(
        questionnaire_id=questionnaire.id,
        question_id=question.id,
        number=numbered.index(question) + 1 if question in numbered else None,
        total=len(numbered),
        retires=journey.pressed,
        chosen=chosen_caption(journey, screening) if misread is None else None,
        offer_human=journey.misses >= MISSES_BEFORE_HUMAN,
        can_go_back=bool(screening.answers),
        misread=misread,
        suggestions=suggestions,
    )


def chosen_caption(journey: Journey, screening: Screening) -> str | None:
    """Return the caption of the button that gave the last answer; None when it was typed."""
    if journey.pressed is None or not screening.answers:
        return None
    answer = screening.answers[-1]
    question = screening.questionnaire.question(answer.question_id)
    option = question.option(answer.option_id) if answer.option_id else None
    return option.caption if option else answer.text


def where_you_stand(journey: Journey, *, stale: bool, because: ReservationOutcome | None = None) -> tuple[Effect, ...]:
    """Return what shows the candidate the current state with the right buttons."""
    if journey.stage is Stage.SCREENING and journey.screening is not None:
        return (ask_open_question(journey, journey.screening),)
    if journey.offer is not None:
        return (OfferHeldSlot(slot_id=journey.offer.slot_id, until=journey.offer.until),)
    if journey.city_id is not None and journey.stage in {Stage.CHOOSING_RECRUITER, Stage.WAITING_FOR_SLOTS}:
        return (OfferRecruiters(city_id=journey.city_id),)
    if journey.city_id is not None and journey.stage is Stage.CHOOSING_SLOT:
        return (OfferSlots(city_id=journey.city_id, recruiter_id=journey.recruiter_id, page=journey.page),)
    booking = journey.booking
    return (
        ShowWhereYouStand(
            stage=journey.stage,
            booking_id=booking.id if booking else None,
            revision=booking.revision if booking else 0,
            stale=stale,
            because=because,
            ending=journey.ending,
        ),
    )


def offer_slots_again(
    journey: Journey, *, because: BookingStatus | MoveLapse | None, at: datetime, reason: str | None = None
) -> Turn:
    """Let the candidate choose again among the same recruiter's slots, after a booking that is over."""
    journey = replace(journey, booking=None, recruiter_chosen=True, page=0, nudges_at=())
    journey = stand(journey, at)
    if journey.city_id is None:
        return journey, where_you_stand(journey, stale=False)
    letter = OfferSlots(city_id=journey.city_id, recruiter_id=journey.recruiter_id, because=because, reason=reason)
    return journey, (letter, PlanNudges(candidate_id=journey.candidate_id, now=at, city_id=journey.city_id))
