"""Questions and refusals that choose people by what the law forbids to choose by, judged before anybody is asked.

The words are handed in; they belong to a language and stand with its texts.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.questionnaire import Option, Question, QuestionKind

YOUNGEST, GROWN_UP = 14, 18  # years: with a parent's consent; for any work, and full liability
OLDEST_PLAUSIBLE = 75  # a number below this as the upper bound keeps people out who do work
NUMBER = re.compile(r"\d+")
WITHOUT_DOTS = {0x451: 0x435}  # the Russian io as ie, which is how most people type it


class Ground(StrEnum):
    """What nobody may be chosen by."""

    SEX = "sex"
    AGE = "age"
    FAMILY = "family"
    PREGNANCY = "pregnancy"
    RELIGION = "religion"
    NATIONALITY = "nationality"
    HEALTH = "health"
    POLITICS = "politics"
    RESIDENCE = "residence"


ARTICLE_3 = "Article 3 of the Labour Code of Russia forbids to prefer or restrict anybody by"
ARTICLE_64 = "article 64 forbids to refuse work for it"
WHY: Mapping[Ground, str] = {
    Ground.SEX: f"{ARTICLE_3} sex, and {ARTICLE_64}",
    Ground.AGE: f"{ARTICLE_3} age, and {ARTICLE_64}; only the legal minimum may be asked for",
    Ground.FAMILY: f"{ARTICLE_3} family status, and {ARTICLE_64}: having children expressly",
    Ground.PREGNANCY: "Article 64 of the Labour Code of Russia forbids to refuse work because of pregnancy or children;"
    " article 145 of the Criminal Code punishes it",
    Ground.RELIGION: f"{ARTICLE_3} religion and beliefs, and {ARTICLE_64}",
    Ground.NATIONALITY: f"{ARTICLE_3} race, colour, nationality, language or origin, and {ARTICLE_64}; the right to"
    " work is checked by documents when the contract is made",
    Ground.HEALTH: "Articles 3 and 64 of the Labour Code of Russia allow no reason but the ability to do the work;"
    " whether health permits it is for a medical examination where the law prescribes one",
    Ground.POLITICS: f"{ARTICLE_3} political views and membership of parties or unions, and {ARTICLE_64}",
    Ground.RESIDENCE: f"{ARTICLE_3} the place of residence or its registration, and {ARTICLE_64}",
}


class Offence(StrEnum):
    """What is done with the ground."""

    ASKS = "asks"  # it is asked for: whoever is refused later can say that it was because of that
    REFUSES = "refuses"  # an answer about it ends the test, or nobody outside of some bounds gets past it
    SELECTS = "selects"  # only some answers about it lead to a question that refuses


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """The words that speak of each ground, and those that say "younger than"; all of them match casefolded words."""

    grounds: Mapping[Ground, re.Pattern[str]]
    younger: re.Pattern[str]


@dataclass(frozen=True, kw_only=True)
class Said:
    """What people read of a question, in all languages at once: the question itself, and each option."""

    text: str
    options: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Concern:
    """One rule or question that may be unlawful; `found` are the words that told so."""

    offence: Offence
    ground: Ground
    question_id: str
    option_id: str | None
    refusal: str | None
    found: str

    @property
    def code(self) -> str:
        """What it is, for programs: `refuses_by_age`."""
        return f"{self.offence}_by_{self.ground}" if self.offence is not Offence.ASKS else f"asks_about_{self.ground}"

    @property
    def id(self) -> str:
        """Which one it is: the code and what it is about."""
        return ":".join(part for part in (self.code, self.question_id, self.option_id) if part)


def concerns(
    questions: Sequence[Question], said: Mapping[str, Said], refusals: Mapping[str, str], vocabulary: Vocabulary
) -> list[Concern]:
    """Return what may be unlawful, in the order of the questions; `refusals` are the texts of the reasons."""
    judge = _Judge(said, refusals, vocabulary)
    about = {question.id: judge.grounds_of(question) for question in questions}
    found = [
        concern
        for question in questions
        for concern in (*judge.asking(question, about[question.id]), *judge.selecting(question, about))
    ]
    return list({concern.id: concern for concern in found}.values())


def normal(words: str) -> str:
    """Return words as the vocabulary knows them: in small letters, without the dots of the Russian io."""
    return words.casefold().translate(WITHOUT_DOTS)


class _Judge:
    def __init__(self, said: Mapping[str, Said], refusals: Mapping[str, str], vocabulary: Vocabulary) -> None:
        self._said = said
        self._refusals = refusals
        self._vocabulary = vocabulary

    def grounds_of(self, question: Question) -> dict[Ground, str]:
        """Return what the question itself is about, and the words that say so."""
        return self._in_words(self._said[question.id].text)

    def asking(self, question: Question, about: Mapping[Ground, str]) -> Iterator[Concern]:
        """Yield what the question does by itself."""
        refused: set[Ground] = set()
        for option in question.options:
            for ground, words in self._refused_by(question, option, about).items():
                refused.add(ground)
                yield _concern(Offence.REFUSES, ground, words, question, option)
        if Ground.AGE in about and _keeps_ages_out(question):
            yield _concern(Offence.REFUSES, Ground.AGE, f"{question.minimum}-{question.maximum}", question)
        for ground, words in self._mentioned(question, about).items():
            if ground is not Ground.AGE and ground not in refused:
                yield _concern(Offence.ASKS, ground, words, question)

    def selecting(self, question: Question, about: Mapping[str, Mapping[Ground, str]]) -> Iterator[Concern]:
        """Yield refusals that only some answers about a ground lead to."""
        leading = {ground for each in question.asked_if for ground in about.get(each.question_id, {})}
        for option in question.options:
            if option.refusal is not None:
                for ground in sorted(leading):
                    yield _concern(Offence.SELECTS, ground, question.asked_if[0].question_id, question, option)

    def _refused_by(self, question: Question, option: Option, about: Mapping[Ground, str]) -> dict[Ground, str]:
        if option.refusal is None:
            return {}
        own = self._in_words(self._caption(question, option))
        found = {**self._in_words(self._refusals.get(option.refusal, "")), **own, **about}
        if Ground.AGE in found and self._is_legal_minimum(question, option):
            del found[Ground.AGE]
        return found

    def _mentioned(self, question: Question, about: Mapping[Ground, str]) -> dict[Ground, str]:
        captions = " / ".join(self._caption(question, option) for option in question.options)
        return {**self._in_words(captions), **about}

    def _is_legal_minimum(self, question: Question, option: Option) -> bool:
        """Tell whether the option says that somebody is younger than one may be for work."""
        caption = self._caption(question, option)
        numbers = NUMBER.findall(caption) or NUMBER.findall(self._said[question.id].text)
        is_minimum = bool(numbers) and all(YOUNGEST <= int(number[:4]) <= GROWN_UP for number in numbers)
        return is_minimum and bool(self._vocabulary.younger.search(normal(caption)))

    def _caption(self, question: Question, option: Option) -> str:
        return self._said[question.id].options.get(option.id, option.caption)

    def _in_words(self, words: str) -> dict[Ground, str]:
        plain = normal(words)
        matches = {ground: pattern.search(plain) for ground, pattern in self._vocabulary.grounds.items()}
        return {ground: match[0] for ground, match in matches.items() if match}


def _keeps_ages_out(question: Question) -> bool:
    """Tell whether somebody of a lawful age could never get past the question."""
    is_number = question.kind is QuestionKind.NUMBER
    low, high = question.minimum or 0, question.maximum or OLDEST_PLAUSIBLE
    return is_number and (low > GROWN_UP or high < OLDEST_PLAUSIBLE)


def _concern(offence: Offence, ground: Ground, found: str, question: Question, option: Option | None = None) -> Concern:
    return Concern(
        offence=offence,
        ground=ground,
        question_id=question.id,
        option_id=option.id if option else None,
        refusal=option.refusal if option else None,
        found=found,
    )
