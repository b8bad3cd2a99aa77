"""Writing into the database what the journeys know: what is over ends first, then everybody is put where they stand."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from activities.screening import name_in
from database.people.candidates import set_stage
from database.people.erasure import erase_candidate
from database.reconciling.bookings import end_lost_booking, let_go_of_slots, put_booking_back, put_move_back
from database.reconciling.marks import put_questionnaire_back
from database.screening.test1 import record_test_result
from database.waiting.offers import settle_offer
from database.waiting.waitlist import join_waitlist, leave_waitlist
from domain.booking import BookingStatus, OfferSettlement
from domain.ids import CandidateId
from domain.stages import Ending, Stage
from otklik.reconciling.comparing import Candidacy
from otklik.reconciling.differences import Kind
from otklik.reconciling.losses import (
    Sorry,
    booking_is_gone,
    lost_booking,
    lost_move,
    offer_is_gone,
    wanted_slot_is_gone,
)
from workflows.journey import Booking, Journey

ENDED_AS = {
    Ending.MET: BookingStatus.MET,
    Ending.MISSED: BookingStatus.MISSED,
    Ending.UNKNOWN: BookingStatus.ENDED,
    Ending.NOT_CONTINUED: BookingStatus.REJECTED,
}
ByKind = Mapping[Kind, Sequence[Candidacy]]


async def write_back(session: AsyncSession, by_kind: ByKind, *, now: datetime) -> list[Sorry]:
    """Write what the journeys know; return what they must be told because it could not be written."""
    for each in by_kind[Kind.ERASED]:
        await erase_candidate(session, each.candidate_id, now=now)
    for each in by_kind[Kind.ENDED]:
        await _end(session, each)
    sorries = await _put_bookings_back(session, by_kind, now)
    for journey in _journeys(by_kind[Kind.QUESTIONNAIRE]):
        if journey.screening is not None:
            await put_questionnaire_back(session, journey.screening.questionnaire)
    for journey in _journeys(by_kind[Kind.TEST1]):
        await _write_test(session, journey, now)
    for journey in _journeys(by_kind[Kind.WAITLIST]):
        await _write_waiting(session, journey, now)
    for each in by_kind[Kind.OFFER]:
        sorries += await _settle_offer(session, each, now)
    for each in by_kind[Kind.STAGE]:
        stage = Stage.CLOSED if each.journey is None else each.journey.stage
        await set_stage(session, each.candidate_id, stage)
    return sorries


async def _put_bookings_back(session: AsyncSession, by_kind: ByKind, now: datetime) -> list[Sorry]:
    """Let all go of their slots before each is put where it stands: nobody is in the way of anybody by mistake."""
    lost = _booked(by_kind[Kind.BOOKING])
    moving = lost | _booked(by_kind[Kind.MOVE])
    for _, booking in lost.values():
        await let_go_of_slots(session, booking.id)
    sorries = []
    for candidate_id, (journey, booking) in lost.items():
        if not await put_booking_back(session, lost_booking(journey, booking)):
            sorries.append(booking_is_gone(candidate_id, booking, now))
            del moving[candidate_id]
    for candidate_id, (journey, booking) in moving.items():
        if not await put_move_back(session, lost_booking(journey, booking), lost_move(journey, booking)):
            sorries.append(wanted_slot_is_gone(candidate_id, booking, now))
    return sorries


async def _end(session: AsyncSession, candidacy: Candidacy) -> None:
    record, journey = candidacy.record, candidacy.journey
    if record is None or record.active is None or journey is None:
        return
    status = ENDED_AS.get(journey.ending, BookingStatus.CANCELLED) if journey.ending else BookingStatus.CANCELLED
    await end_lost_booking(session, record.active.id, record.active.revision, status, now=journey.since)


async def _write_test(session: AsyncSession, journey: Journey, now: datetime) -> None:
    screening = journey.screening
    if screening is None:
        return
    await put_questionnaire_back(session, screening.questionnaire)
    options = (
        screening.questionnaire.question(answer.question_id).option(answer.option_id)
        for answer in screening.answers[-1:]
        if answer.option_id
    )
    refusal = next((option.refusal for option in options if option is not None), None)
    is_refused = journey.refused_until is not None
    await record_test_result(
        session,
        candidate_id=journey.candidate_id,
        questionnaire_id=screening.questionnaire.id,
        passed=not is_refused,
        reason=(refusal or Ending.REFUSED.value) if is_refused else None,
        answers=screening.answers,
        name=name_in(screening.questionnaire, screening.answers),
        city_id=journey.city_id,
        finished_at=now,
    )


async def _write_waiting(session: AsyncSession, journey: Journey, now: datetime) -> None:
    """Put the candidate on the list at their place in time, or take them off it."""
    if not journey.waits_for_slots:
        await leave_waitlist(session, journey.candidate_id, now=now)
        return
    if journey.city_id is None:
        return
    await join_waitlist(
        session,
        candidate_id=journey.candidate_id,
        city_id=journey.city_id,
        recruiter_id=journey.recruiter_id,
        now=journey.since,
    )


async def _settle_offer(session: AsyncSession, candidacy: Candidacy, now: datetime) -> list[Sorry]:
    record, journey = candidacy.record, candidacy.journey
    if record is not None and record.offered is not None:
        await settle_offer(
            session,
            candidate_id=candidacy.candidate_id,
            slot_id=record.offered,
            settlement=OfferSettlement.EXPIRED,
            now=now,
        )
    return offer_is_gone(journey) if journey is not None and candidacy.is_open else []


def _journeys(candidacies: Sequence[Candidacy]) -> list[Journey]:
    return [each.journey for each in candidacies if each.journey is not None]


def _booked(candidacies: Sequence[Candidacy]) -> dict[CandidateId, tuple[Journey, Booking]]:
    return {
        journey.candidate_id: (journey, journey.booking)
        for journey in _journeys(candidacies)
        if journey.booking is not None
    }
