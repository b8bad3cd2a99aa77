"""Chapter five: words outside of any question, a human asked for, people who leave, block, or cannot be reached."""

from dataclasses import replace
from datetime import datetime

from domain.booking import Actor, BookingStatus, OfferSettlement
from domain.stages import Ending
from workflows.approval import withdraw_invitation
from workflows.candidate_letters import HintAtButtons, IntroduceHuman, PassReply, SayGoodbye, TellRequestSent
from workflows.deeds import EndBooking, KeepText, LeaveWaitlist, RecordScreening, SettleOffer
from workflows.effects import Effect
from workflows.findings import MessageUndelivered, SendingTrouble, WordsKept
from workflows.journey import Journey
from workflows.messages import (
    BotBlocked,
    BotUnblocked,
    CandidateLeft,
    ErasureAsked,
    HumanCalled,
    TextWritten,
    ThingSent,
)
from workflows.occasions import JourneyCancelled, RecruiterReplied
from workflows.recruiter_letters import PassWords, ReportToRecruiter, ReportUndelivered, TellLead
from workflows.standing import stand
from workflows.turn import MISSES_BEFORE_HUMAN, Turn, letter_about, order, update_card, where_you_stand


def keep_words(journey: Journey, news: TextWritten) -> Turn:
    """Keep what was written for those who can read it, and hint at the buttons."""
    journey = replace(journey, misses=journey.misses + 1)
    kept = KeepText(
        candidate_id=journey.candidate_id,
        now=news.at,
        text=news.text,
        update_id=news.update_id,
        city_id=journey.city_id,
        booking_id=journey.booking.id if journey.booking else None,
    )
    return journey, (kept, _hint(journey))


def pass_words(journey: Journey, news: WordsKept) -> Turn:
    """Pass the kept words to each recruiter who can read them; without any they wait in the admins' queue."""
    letters = tuple(PassWords(recruiter_id=reader, update_id=news.update_id) for reader in news.readers)
    return journey, letters


def pass_reply(journey: Journey, news: RecruiterReplied) -> Turn:
    """Bring a recruiter's answer into the candidate's chat."""
    return journey, (PassReply(recruiter_id=news.recruiter_id, text=news.text),)


def hint_at_buttons(journey: Journey, _news: ThingSent) -> Turn:
    """Say that a sticker or a voice message cannot be read here, and what can be pressed."""
    journey = replace(journey, misses=journey.misses + 1)
    return journey, (_hint(journey),)


def _hint(journey: Journey) -> HintAtButtons:
    return HintAtButtons(stage=journey.stage, offer_human=journey.misses >= MISSES_BEFORE_HUMAN)


def introduce_human(journey: Journey, _news: HumanCalled) -> Turn:
    """Name the person to write to."""
    return journey, (IntroduceHuman(city_id=journey.city_id),)


def leave(journey: Journey, news: CandidateLeft) -> Turn:
    """End the journey at the candidate's wish."""
    return close(journey, news, Ending.LEFT, Actor.CANDIDATE, int(journey.candidate_id))


def erase(journey: Journey, news: ErasureAsked) -> Turn:
    """End the journey; when all has been said, everything known of the candidate is erased."""
    return close(journey, news, Ending.ERASED, Actor.CANDIDATE, int(journey.candidate_id))


def cancel_journey(journey: Journey, news: JourneyCancelled) -> Turn:
    """End the journey at an admin's order."""
    return close(journey, news, Ending.CANCELLED, Actor.ADMIN, news.by_id)


def close(
    journey: Journey, news: CandidateLeft | ErasureAsked | JourneyCancelled, ending: Ending, by: Actor, by_id: int
) -> Turn:
    """Free what the journey holds, keep what was answered, tell both sides, and close."""
    effects: list[Effect] = []
    screening, booking = journey.screening, journey.booking
    is_begun = screening is not None and screening.answers and not screening.is_finished
    if screening is not None and is_begun and journey.refused_until is None and ending is not Ending.ERASED:
        effects.append(
            RecordScreening(
                candidate_id=journey.candidate_id,
                now=news.at,
                questionnaire_id=screening.questionnaire.id,
                answers=screening.answers,
                city_id=journey.city_id,
                refusal=ending.value,
            )
        )
    if journey.waits_for_slots:
        effects.append(LeaveWaitlist(candidate_id=journey.candidate_id, now=news.at))
    if booking is not None:
        effects += [
            order(EndBooking, journey, booking, news, (by, by_id), status=BookingStatus.CANCELLED),
            update_card(booking, news),
            ReportToRecruiter(booking_id=booking.id, revision=booking.revision, status=BookingStatus.CANCELLED),
            *withdraw_invitation(booking, news),
        ]
    journey = stand(replace(journey, booking=None, waits_for_slots=False, offer=None, ending=ending), news.at)
    return journey, (*effects, SayGoodbye(ending=ending))


def lose_contact(journey: Journey, *, kind: str, certain: bool) -> tuple[Effect, ...]:
    """Return the report to the recruiter that the candidate has to be contacted by hand; nothing without a booking."""
    booking = journey.booking
    if booking is None:
        return ()
    return (ReportUndelivered(booking_id=booking.id, revision=booking.revision, undelivered=kind, certain=certain),)


def note_trouble(journey: Journey, news: MessageUndelivered) -> Turn:
    """React to a message that did not (certainly) arrive: nobody waits for an answer that cannot come."""
    if journey.is_closed:
        return journey, ()
    if not news.to_candidate:
        return _recruiter_unreached(journey, news)
    if news.trouble is SendingTrouble.UNREACHABLE:
        effects = () if journey.unreachable else lose_contact(journey, kind=news.kind, certain=True)
        return _unreachable(journey, news.at, effects)
    certain = news.trouble is not SendingTrouble.UNKNOWN
    return journey, lose_contact(journey, kind=news.kind, certain=certain)


def _recruiter_unreached(journey: Journey, news: MessageUndelivered) -> Turn:
    """Give the candidate the manual contact when the request itself did not arrive; the admins' queue has it."""
    booking = journey.booking
    if booking is None or news.kind != "ask_for_approval" or booking.status is not BookingStatus.PENDING:
        return journey, ()
    until = booking.alarms.answer_until
    told = letter_about(TellRequestSent, booking, answer_until=until, recruiter_reachable=False)
    return journey, (told, letter_about(TellLead, booking, answer_until=until))


def note_blocked(journey: Journey, news: BotBlocked) -> Turn:
    """Keep the slot although the bot was blocked, and let the recruiter contact the candidate by hand."""
    effects = () if journey.unreachable else lose_contact(journey, kind="blocked", certain=True)
    return _unreachable(journey, news.at, effects)


def _unreachable(journey: Journey, at: datetime, effects: tuple[Effect, ...]) -> Turn:
    """Note that nobody can be told anything; a slot held for this candidate goes to the next."""
    if journey.offer is not None:
        slot_id, settlement = journey.offer.slot_id, OfferSettlement.WITHDRAWN
        settled = SettleOffer(candidate_id=journey.candidate_id, now=at, slot_id=slot_id, settlement=settlement)
        effects = (*effects, settled)
    return stand(replace(journey, unreachable=True, offer=None), at), effects


def note_unblocked(journey: Journey, news: BotUnblocked) -> Turn:
    """Resume where the candidate stands."""
    if not journey.unreachable:
        return journey, ()
    journey = stand(replace(journey, unreachable=False), news.at)
    return journey, where_you_stand(journey, stale=False)
