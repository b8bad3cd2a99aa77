"""Chapter five: words outside of any question, a human asked for, people who leave, block, or cannot be reached."""

from dataclasses import replace

from domain.booking import Actor, BookingStatus
from domain.stages import Ending
from workflows.chapters import screening
from workflows.chapters.approval import withdraw_invitation
from workflows.deeds import EndBooking, KeepText, LeaveWaitlist, RecordScreening
from workflows.effects import Effect
from workflows.findings import WordsKept
from workflows.journey import Journey
from workflows.letters.to_candidate import HintAtButtons, IntroduceHuman, PassReply, SayGoodbye
from workflows.letters.to_recruiter import PassWords, ReportToRecruiter
from workflows.messages import (
    CandidateLeft,
    ErasureAsked,
    HumanCalled,
    TextWritten,
    ThingSent,
)
from workflows.occasions import JourneyCancelled, RecruiterReplied
from workflows.standing import stand
from workflows.turn import MISSES_BEFORE_HUMAN, Turn, order, update_card


def read(journey: Journey, news: TextWritten) -> Turn:
    """Take words as an answer where a question is open, else keep them for a person to read."""
    match screening.open_question(journey):
        case (asked, question):
            return screening.take_text(journey, asked, question, news)
        case _:
            return keep_words(journey, news)


def look_at(journey: Journey, news: ThingSent) -> Turn:
    """Ask for words or a button instead of a sticker or a voice message."""
    match screening.open_question(journey):
        case (asked, _):
            return screening.take_thing(journey, asked, news)
        case _:
            return hint_at_buttons(journey, news)


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
    test1, booking = journey.screening, journey.booking
    is_begun = test1 is not None and test1.answers and not test1.is_finished
    if test1 is not None and is_begun and journey.refused_until is None and ending is not Ending.ERASED:
        effects.append(
            RecordScreening(
                candidate_id=journey.candidate_id,
                now=news.at,
                questionnaire_id=test1.questionnaire.id,
                answers=test1.answers,
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
