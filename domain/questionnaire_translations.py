"""What is wrong with the translations of a questionnaire: words for what nobody asks, or that nobody reads."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from domain.questionnaire import Question
from domain.questionnaire_review import Flaw, Place


def translation_flaws(
    questions: Sequence[Question],
    refusals: Collection[str],
    translations: Mapping[str, Mapping[str, Any]],
    languages: Collection[str],
) -> Iterator[Flaw]:
    """Yield what could never be said; `languages` are those that a questionnaire can be translated to."""
    known = {question.id: {option.id for option in question.options} for question in questions}
    for language, translation in translations.items():
        where: Place = ("translations", language)
        if language not in languages:
            there = ", ".join(sorted(languages)) or "none"
            what = f"nobody reads {language}; a questionnaire can be translated to {there}"
            yield Flaw(where=where, code="language_unknown", what=what)
        yield from _questions(known, translation.get("questions") or (), (*where, "questions"))
        for reason in translation.get("refusals") or ():
            if reason not in refusals:
                what = f"{reason} is no reason of refusals"
                yield Flaw(where=(*where, "refusals", reason), code="refusal_unknown", what=what)


def _questions(
    known: Mapping[str, Collection[str]], translated: Sequence[Mapping[str, Any]], where: Place
) -> Iterator[Flaw]:
    for place, question in enumerate(translated):
        asked = question["id"]
        if asked not in known:
            yield Flaw(where=(*where, place, "id"), code="question_unknown", what=f"there is no question {asked}")
            continue
        for number, option in enumerate(question.get("options") or ()):
            if option["id"] not in known[asked]:
                what = f"{asked} has no option {option['id']}"
                yield Flaw(where=(*where, place, "options", number, "id"), code="option_unknown", what=what)
