"""Reading what a person typed: understood, or misread with a reason that can be said back to them."""

import re
import unicodedata
from enum import StrEnum

from domain.questionnaire import Answer, Question, QuestionKind

SHORTEST_NAME = 2  # words: family name and given name
LONGEST_NAME = 120
LONGEST_TEXT = 1500


class Misread(StrEnum):
    """Why an answer was not understood; each has its own hint in the texts."""

    EMPTY = "empty"
    NAME_INCOMPLETE = "name_incomplete"
    NAME_STRANGE = "name_strange"
    NUMBER_EXPECTED = "number_expected"
    NUMBER_AMBIGUOUS = "number_ambiguous"
    NUMBER_OUT_OF_RANGE = "number_out_of_range"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    BUTTON_EXPECTED = "button_expected"
    CITY_UNKNOWN = "city_unknown"
    WORDS_EXPECTED = "words_expected"


def read_text(question: Question, text: str) -> Answer | Misread:
    """Return the answer that the typed text gives to the question, or why it gives none."""
    words = unicodedata.normalize("NFC", " ".join(text.split()))  # phones type "й" in one piece or in two
    if not words:
        return Misread.EMPTY
    match question.kind:
        case QuestionKind.FULL_NAME:
            return _read_name(question, words)
        case QuestionKind.NUMBER:
            return _read_number(question, words)
        case QuestionKind.CHOICE:
            return _read_choice(question, words)
        case QuestionKind.TEXT | QuestionKind.CITY:
            return _read_words(question, text.strip(), len(words))


def read_option(question: Question, option_id: str) -> Answer | Misread:
    """Return the answer that a pressed button gives; cities are judged by whoever knows the active ones."""
    if question.kind is QuestionKind.CITY or question.option(option_id):
        return Answer(question_id=question.id, option_id=option_id)
    return Misread.BUTTON_EXPECTED


def _read_name(question: Question, words: str) -> Answer | Misread:
    """Accept any case, any alphabet, hyphens and apostrophes; capitalise each part."""
    if len(words) > LONGEST_NAME:
        return Misread.TOO_LONG
    if not re.fullmatch(r"[^\W\d_]+(?:[-'’ʼ .][^\W\d_]+)*\.?", words.replace(". ", ".")):
        return Misread.NAME_STRANGE
    parts = words.split(" ")
    if len(parts) < SHORTEST_NAME:
        return Misread.NAME_INCOMPLETE
    return Answer(question_id=question.id, text=" ".join(_capitalise(part) for part in parts))


def _capitalise(part: str) -> str:
    """Write "пЕТРОВ-водкин" as "Петров-Водкин" and leave a mixed spelling such as "МакДональд" as it is."""
    is_initials = "." in part
    if is_initials or not (part.islower() or part.isupper()):
        return part.upper() if is_initials else part
    return "-".join(piece[:1].upper() + piece[1:].lower() for piece in part.split("-"))


def _read_number(question: Question, words: str) -> Answer | Misread:
    """Read "23 года" as 23; "от 18 до 20" is two numbers and "-25" is none that could be meant."""
    numbers = re.findall(r"(?<![\d.,])[-−]?\d+(?:[.,]\d+)?", re.sub(r"(?<=\d)[  ](?=\d{3}\b)", "", words))
    if not numbers:
        return Misread.NUMBER_EXPECTED
    if len(numbers) > 1:
        return Misread.NUMBER_AMBIGUOUS
    if not numbers[0].isdecimal():
        return Misread.NUMBER_EXPECTED
    number = int(numbers[0])
    low, high = question.minimum or 0, question.maximum or number
    return Answer(question_id=question.id, text=str(number)) if low <= number <= high else Misread.NUMBER_OUT_OF_RANGE


def _read_choice(question: Question, words: str) -> Answer | Misread:
    """Accept a button's caption typed by hand, whole; a part of it would guess ("очно" is in "заочно")."""
    typed = words.casefold().rstrip(".!")
    for option in question.options:
        if option.caption.casefold() == typed:
            return Answer(question_id=question.id, option_id=option.id)
    return Misread.BUTTON_EXPECTED


def _read_words(question: Question, text: str, length: int) -> Answer | Misread:
    if length < (question.minimum or 1):
        return Misread.TOO_SHORT
    if len(text) > (question.maximum or LONGEST_TEXT):
        return Misread.TOO_LONG
    return Answer(question_id=question.id, text=text)
