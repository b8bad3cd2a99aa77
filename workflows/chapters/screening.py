"""Chapter one, Test1: questions in order, answers understood or asked again with a hint, a polite refusal by rule."""

from dataclasses import replace
from datetime import datetime

from domain.answers import Misread, read_option, read_text
from domain.ids import CityId
from domain.policy import DEFAULT_POLICY
from domain.questionnaire import Answer, Question, QuestionKind
from domain.stages import Stage
from workflows.deeds import OpenScreening, RecordScreening, ResolveCity
from workflows.findings import CityResolved, CityUnrecognised, ScreeningOpened
from workflows.journey import Journey, Screening
from workflows.letters.to_candidate import OfferRecruiters, RefuseCandidate
from workflows.messages import AnswerGiven, AnswerTakenBack, TextWritten, ThingSent
from workflows.occasions import RetryAllowed
from workflows.standing import stand
from workflows.turn import Turn, ask_open_question, chosen_caption, where_you_stand


def open_question(journey: Journey) -> tuple[Screening, Question] | None:
    """Return the screening and its open question, or None when nothing is asked."""
    screening = journey.screening
    if journey.stage is not Stage.SCREENING or screening is None:
        return None
    question = screening.open_question
    return None if question is None else (screening, question)


def begin(journey: Journey, news: ScreeningOpened) -> Turn:
    """Ask the first question of the questionnaire that this journey keeps."""
    screening = Screening(questionnaire=news.questionnaire)
    journey = stand(replace(journey, screening=screening), news.at)
    return journey, (ask_open_question(journey, screening),)


def take_option(journey: Journey, news: AnswerGiven) -> Turn:
    """Take a pressed option; a button of another question shows where the candidate stands."""
    match open_question(journey):
        case (screening, question) if question.id == news.question_id:
            return _take(journey, screening, question, read_option(question, news.option_id), news.at)
        case _:
            return journey, where_you_stand(journey, stale=True)


def take_text(journey: Journey, screening: Screening, question: Question, news: TextWritten) -> Turn:
    """Take typed words as the answer to the open question."""
    return _take(journey, screening, question, read_text(question, news.text), news.at)


def take_thing(journey: Journey, screening: Screening, news: ThingSent) -> Turn:
    """Ask for words where a sticker or a voice message came."""
    return _ask_again(journey, screening, Misread.WORDS_EXPECTED, news.at)


def take_back(journey: Journey, news: AnswerTakenBack) -> Turn:
    """Ask the previous question anew; a button under an older question shows the open one."""
    match open_question(journey):
        case (screening, question) if question.id == news.question_id and screening.answers:
            screening = replace(screening, answers=screening.answers[:-1])
        case _:
            return journey, where_you_stand(journey, stale=True)
    journey = stand(replace(journey, screening=screening, misses=0, pressed=None), news.at)
    return journey, (replace(ask_open_question(journey, screening), edits=news.message_id),)


def retry(journey: Journey, news: RetryAllowed) -> Turn:
    """Begin Test1 anew, with the questionnaire of today, for a candidate whom it refused."""
    if journey.refused_until is None:
        return journey, ()
    journey = stand(replace(journey, refused_until=None, screening=None), news.at)
    return journey, (OpenScreening(candidate_id=journey.candidate_id, now=news.at),)


def take_city(journey: Journey, news: CityResolved) -> Turn:
    """Note the city, by which everything later is offered."""
    match open_question(journey):
        case (screening, Question(kind=QuestionKind.CITY) as question):
            journey = replace(journey, city_id=news.city_id, city_name=news.name)
            answer = Answer(question_id=question.id, option_id=str(news.city_id), text=news.name)
            return _accept(journey, screening, answer, news.at)
        case _:
            return journey, ()


def miss_city(journey: Journey, news: CityUnrecognised) -> Turn:
    """Ask for the city again, with the active cities that are spelt alike."""
    match open_question(journey):
        case (screening, _):
            return _ask_again(journey, screening, Misread.CITY_UNKNOWN, news.at, news.suggestions)
        case _:
            return journey, ()


def _take(journey: Journey, screening: Screening, question: Question, read: Answer | Misread, at: datetime) -> Turn:
    if isinstance(read, Misread):
        return _ask_again(journey, screening, read, at)
    if question.kind is QuestionKind.CITY:
        is_button = (read.option_id or "").isdecimal()
        city_id = CityId(int(read.option_id or 0)) if is_button else None
        order = ResolveCity(candidate_id=journey.candidate_id, now=at, city_id=city_id, text=read.text)
        return journey, (order,)
    option = question.option(read.option_id) if read.option_id else None
    if option is not None and option.refusal is not None:
        return _refuse(journey, screening, read, option.refusal, at)
    return _accept(journey, screening, read, at)


def _ask_again(
    journey: Journey, screening: Screening, misread: Misread, at: datetime, suggestions: tuple[CityId, ...] = ()
) -> Turn:
    journey = stand(replace(journey, misses=journey.misses + 1), at)
    return journey, (ask_open_question(journey, screening, misread=misread, suggestions=suggestions),)


def _accept(journey: Journey, screening: Screening, answer: Answer, at: datetime) -> Turn:
    """Note the answer and ask the next question, or pass the test with the last one."""
    screening = replace(screening, answers=(*screening.answers, answer))
    journey = stand(replace(journey, screening=screening, misses=0), at)
    if not screening.is_finished:
        return journey, (ask_open_question(journey, screening),)
    record = _record(journey, screening, refusal=None, at=at)
    if journey.city_id is None:  # a questionnaire without a city question offers nothing to choose from
        return journey, (record, *where_you_stand(journey, stale=False))
    return journey, (record, _offer(journey, screening, journey.city_id))


def _offer(journey: Journey, screening: Screening, city_id: CityId) -> OfferRecruiters:
    chosen = chosen_caption(journey, screening)
    return OfferRecruiters(city_id=city_id, passed=True, retires=journey.pressed, chosen=chosen)


def _refuse(journey: Journey, screening: Screening, answer: Answer, reason: str, at: datetime) -> Turn:
    """End the test politely; what was answered is kept, with the reason and the day of a next try."""
    screening = replace(screening, answers=(*screening.answers, answer))
    retry_at = at + DEFAULT_POLICY.retry_after_refusal
    journey = stand(replace(journey, screening=screening, refused_until=retry_at), at)
    letter = RefuseCandidate(
        questionnaire_id=screening.questionnaire.id,
        reason=reason,
        retry_at=retry_at,
        retires=journey.pressed,
        chosen=chosen_caption(journey, screening),
    )
    return journey, (_record(journey, screening, refusal=reason, at=at), letter)


def _record(journey: Journey, screening: Screening, *, refusal: str | None, at: datetime) -> RecordScreening:
    return RecordScreening(
        candidate_id=journey.candidate_id,
        now=at,
        questionnaire_id=screening.questionnaire.id,
        answers=screening.answers,
        city_id=journey.city_id,
        refusal=refusal,
    )
