"""What a candidate answered in Test1, as people read it: in the message in short, in a file in full."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from aiogram.types import BufferedInputFile

from bot import questionnaire
from bot.questionnaire import AskedQuestionnaire
from bot.views.writer import Writer
from database.bookings.cards import BookingCard
from database.people.candidates import CandidateProfile
from database.screening.test1 import latest_answers, latest_result
from domain.ids import CandidateId
from domain.questionnaire import Answer, QuestionKind

LONGEST_ANSWER = 200  # characters in the card
LONGEST_TOGETHER = 2500
SHORT_KINDS = frozenset({QuestionKind.NUMBER, QuestionKind.CHOICE})
SHOWN_ELSEWHERE = frozenset({QuestionKind.FULL_NAME, QuestionKind.CITY})


@dataclass(frozen=True, kw_only=True)
class ReadableAnswers:
    """Label and text of each answer for the card, some `cut`; and all of them in full as a file."""

    shown: list[dict[str, str]]
    cut: bool
    file: BufferedInputFile | None


async def readable_answers(writer: Writer, booking: BookingCard) -> ReadableAnswers:
    """Return the candidate's latest answers in the words of the questionnaire that asked for them."""
    return await _answers_of(writer, booking.candidate_id, booking.candidate_public_id, booking.answers)


async def own_answers(writer: Writer, candidate: CandidateProfile) -> ReadableAnswers:
    """Return the same for the candidate who gave them."""
    given = await latest_answers(writer.session, candidate.id)
    return await _answers_of(writer, candidate.id, candidate.public_id, given)


async def short_facts(writer: Writer, candidate_id: CandidateId) -> list[dict[str, str]]:
    """Return label and text of the answers that are a number or a choice."""
    asked = await _latest_asked(writer, candidate_id)
    if asked is None:
        return []
    short = {question.id for question in asked.structure.questions if question.kind in SHORT_KINDS}
    answers = await latest_answers(writer.session, candidate_id)
    return [_readable(asked, answer, writer.language) for answer in answers if answer.question_id in short]


async def _answers_of(
    writer: Writer, candidate_id: CandidateId, public_id: UUID, given: Sequence[Answer]
) -> ReadableAnswers:
    asked = await _latest_asked(writer, candidate_id)
    if asked is None:
        return ReadableAnswers(shown=[], cut=False, file=None)
    known = {question.id for question in asked.structure.questions}
    answers = [answer for answer in given if answer.question_id in known]
    full = [_readable(asked, answer, writer.language) for answer in answers if not _is_shown_elsewhere(asked, answer)]
    shown = _shorten(full)
    file = _file(asked, answers, public_id, writer.language) if full else None
    return ReadableAnswers(shown=shown, cut=shown != full, file=file)


async def _latest_asked(writer: Writer, candidate_id: CandidateId) -> AskedQuestionnaire | None:
    """Return the questionnaire of the test that the candidate finished last."""
    result = await latest_result(writer.session, candidate_id)
    return None if result is None else await questionnaire.published(writer.session, result.questionnaire_id)


def _is_shown_elsewhere(asked: AskedQuestionnaire, answer: Answer) -> bool:
    return asked.question(answer.question_id).kind in SHOWN_ELSEWHERE


def _readable(asked: AskedQuestionnaire, answer: Answer, language: str) -> dict[str, str]:
    return {"label": asked.words(answer.question_id, language).label, "text": _text(asked, answer, language)}


def _text(asked: AskedQuestionnaire, answer: Answer, language: str) -> str:
    option = asked.question(answer.question_id, language).option(answer.option_id) if answer.option_id else None
    return option.caption if option else answer.text or answer.option_id or ""


def _shorten(answers: list[dict[str, str]]) -> list[dict[str, str]]:
    """Return the answers as far as they fit into a card, long ones cut."""
    shown: list[dict[str, str]] = []
    room = LONGEST_TOGETHER
    for answer in answers:
        short = {**answer, "text": _cut(answer["text"])}
        room -= len(short["label"]) + len(short["text"])
        if room < 0:
            break
        shown.append(short)
    return shown


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_ANSWER else text[: LONGEST_ANSWER - 1].rstrip() + "…"


def _file(asked: AskedQuestionnaire, answers: list[Answer], public_id: UUID, language: str) -> BufferedInputFile:
    """Return questions and answers in full; the name tells namesakes apart."""
    parts = [
        f"{asked.words(answer.question_id, language).text}\n{_text(asked, answer, language)}" for answer in answers
    ]
    name = f"test1-{public_id}.txt"
    return BufferedInputFile("\n\n".join(parts).encode(), filename=name)
