"""A journey as the database tells it: for one that Temporal has lost, or remembers only as it was before."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from activities.alarms import alarms_of
from database.bookings.cards import BookingCard, active_booking, booking_card
from database.people.candidates import CandidateProfile
from database.places.policies import policy_for
from database.reconciling.marks import agreed_at, said_about, standing_offer, was_asked_since
from database.reconciling.remembered import is_waiting
from database.screening.test1 import latest_answers, latest_result, questionnaire
from domain.alarms import plan_nudges, plan_release
from domain.booking import Actor, BookingStatus
from domain.policy import DEFAULT_POLICY, Policy
from domain.stages import Stage
from workflows.chapters.ringing import OUTCOME_WITHIN
from workflows.journey import Booking, Journey, Move, Offer, Screening
from workflows.standing import stand


async def rebuild(
    session: AsyncSession, profile: CandidateProfile, former: Journey | None, *, now: datetime
) -> Journey:
    """Return the journey where the database says that the candidate stands, its alarms planned anew.

    Without a finished Test1 it stands at the beginning, and asks when it hears news.
    """
    journey = Journey(candidate_id=profile.id, last_news_at=now)
    if former is not None:
        journey = replace(journey, seen=former.seen, letters=former.letters)
    booking_id = await active_booking(session, profile.id)
    card = None if booking_id is None else await booking_card(session, booking_id)
    journey = await _with_test(session, journey, must_be_new=profile.stage is Stage.SCREENING and card is None)
    if journey.screening is None:
        return journey
    policy = await policy_for(session, profile.city_id)
    is_lost = profile.blocked_at is not None
    journey = replace(journey, city_id=profile.city_id, city_name=profile.city_name, unreachable=is_lost)
    if card is not None:
        journey = await _with_booking(session, journey, card, now)
    else:
        journey = await _choosing(session, journey, profile, policy, now)
    return stand(journey, now)


async def _with_test(session: AsyncSession, journey: Journey, *, must_be_new: bool) -> Journey:
    """Give the journey its finished test; the stage of lists, a letter behind, leaves open whether a new one began."""
    result = await latest_result(session, journey.candidate_id)
    asked = None if result is None else await questionnaire(session, result.questionnaire_id)
    if result is None or asked is None:
        return journey
    if must_be_new and await was_asked_since(session, journey.candidate_id, result.finished_at):
        return journey
    answers = await latest_answers(session, journey.candidate_id)
    retry_at = None if result.passed else result.finished_at + DEFAULT_POLICY.retry_after_refusal
    return replace(journey, screening=Screening(questionnaire=asked, answers=answers), refused_until=retry_at)


async def _choosing(
    session: AsyncSession, journey: Journey, profile: CandidateProfile, policy: Policy, now: datetime
) -> Journey:
    """Let the candidate choose, or wait, as before; who does not choose is asked again as if they began now."""
    offer = await standing_offer(session, profile.id)
    held = None if offer is None else Offer(slot_id=offer.slot_id, recruiter_id=offer.recruiter_id, until=offer.until)
    nudges_at = plan_nudges(now, profile.city_zone, policy) if profile.city_zone else ()
    return replace(
        journey,
        recruiter_chosen=profile.stage not in {Stage.CHOOSING_RECRUITER, Stage.SCREENING},
        waits_for_slots=await is_waiting(session, profile.id),
        offer=held,
        nudges_at=nudges_at,
    )


async def _with_booking(session: AsyncSession, journey: Journey, card: BookingCard, now: datetime) -> Journey:
    """Give the journey its booking with the instants of the moment at which it was agreed or asked for."""
    policy = await policy_for(session, card.city_id)
    said = await said_about(session, card.booking_id, card.revision)
    agreed = await agreed_at(session, card.booking_id, card.revision)
    alarms = alarms_of(card, policy, now=agreed or card.requested_at)
    if card.status is BookingStatus.PENDING and card.answer_until is not None:
        alarms = replace(alarms, answer_until=card.answer_until)
    asked = said.get("ask_outcome", 0)
    lost = journey.unreachable
    booking = Booking(
        id=card.booking_id,
        revision=card.revision,
        slot_id=card.slot_id,
        recruiter_id=card.recruiter_id,
        starts_at=card.starts_at,
        ends_at=card.ends_at,
        status=card.status,
        alarms=alarms,
        nudged="nudge_recruiter" in said,
        move=_move_of(card),
        reminded="remind_candidate" in said,
        silence_settled="report_silence" in said or card.status is BookingStatus.CONFIRMED,
        outcome_asked=asked,
        outcome_until=now + OUTCOME_WITHIN if asked else None,
        keeps_until=plan_release(now, card.starts_at, policy) if lost else None,
    )
    return replace(journey, booking=booking, recruiter_chosen=True, recruiter_id=card.recruiter_id)


def _move_of(card: BookingCard) -> Move | None:
    """Return the open wish to move; by how many moves it is settled by hand is counted when it is asked for."""
    wish = card.open_move
    if wish is None:
        return None
    spoke_last = Actor.RECRUITER if wish.offered_at is not None else wish.asked_by
    return Move(by=spoke_last, until=wish.answer_until, offered=wish.offered, wanted=wish.wanted_slot_id)
