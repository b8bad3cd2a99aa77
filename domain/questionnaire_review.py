"""What is wrong with a questionnaire before it is asked: pure judging, each flaw with the place where it stands."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.answers import LONGEST_TEXT
from domain.questionnaire import Condition, Question, QuestionKind

SHORT_ID = re.compile(r"[a-z0-9_]{1,24}")  # two of them and a prefix fit into the 64 bytes of a button
BOUNDED = frozenset({QuestionKind.NUMBER, QuestionKind.TEXT})
FEWEST_OPTIONS = 2
ID_RULE = "1 to 24 of a-z, 0-9 and _, so that a button can carry it"

Place = tuple[str | int, ...]


@dataclass(frozen=True, kw_only=True)
class Flaw:
    """One thing that is wrong; `where` leads there from the top of the content, `code` is stable."""

    where: Place
    code: str
    what: str


def flaws(questions: Sequence[Question], worded: Collection[str]) -> list[Flaw]:
    """Return why nobody could be asked these questions; `worded` are the refusals that have a text."""
    return [
        *id_flaws(questions),
        *_option_flaws(questions),
        *_bound_flaws(questions),
        *condition_flaws(questions),
        *_unreachable_flaws(questions),
        *_refusal_flaws(questions, worded),
        *_city_flaws(questions),
    ]


def doubts(questions: Sequence[Question], worded: Collection[str]) -> list[Flaw]:
    """Return what can be asked but was hardly meant so."""
    found = [
        Flaw(where=("refusals", reason), code="refusal_unused", what=f"no option refuses with {reason}")
        for reason in sorted(set(worded) - {option.refusal for each in questions for option in each.options})
    ]
    if not any(question.kind is QuestionKind.FULL_NAME for question in questions):
        what = "nobody is asked for their name: recruiters see a dash instead of it"
        found.append(Flaw(where=("questions",), code="name_not_asked", what=what))
    return found


def id_flaws(questions: Sequence[Question]) -> Iterator[Flaw]:
    """Yield the ids that no button can carry, and the questions that share one."""
    times = Counter(question.id for question in questions)
    for place, question in enumerate(questions):
        where = ("questions", place, "id")
        if not SHORT_ID.fullmatch(question.id):
            yield Flaw(where=where, code="id_unfit", what=f"an id is {ID_RULE}, unlike {question.id!r}")
        if times[question.id] > 1:
            what = f"{times[question.id]} questions are called {question.id}; ids are unique"
            yield Flaw(where=where, code="id_taken", what=what)
        for number, option in enumerate(question.options):
            if not SHORT_ID.fullmatch(option.id):
                spot = ("questions", place, "options", number, "id")
                yield Flaw(where=spot, code="id_unfit", what=f"an id is {ID_RULE}, unlike {option.id!r}")


def condition_flaws(questions: Sequence[Question]) -> Iterator[Flaw]:
    """Yield the conditions about questions that are not asked before, or options that are not offered there."""
    places = {question.id: place for place, question in reversed(list(enumerate(questions)))}
    for place, question in enumerate(questions):
        for number, condition in enumerate(question.asked_if):
            about = places.get(condition.question_id)
            if why := _why_never(condition, None if about is None or about >= place else questions[about]):
                if about is not None and about >= place:
                    why += f"; it stands at place {about + 1}, {question.id} at place {place + 1}"
                yield Flaw(
                    where=("questions", place, "asked_if", number),
                    code="condition_impossible",
                    what=f"{question.id} is asked if {condition.question_id} is {_wanted(condition)}, {why}",
                )


def _why_never(condition: Condition, asked: Question | None) -> str | None:
    offered = {option.id for option in asked.options} if asked else set()
    if condition.option_ids and offered.issuperset(condition.option_ids):
        return None
    return "which no earlier question offers"


def _wanted(condition: Condition) -> str:
    return ", ".join(condition.option_ids) or "nothing"


def _option_flaws(questions: Sequence[Question]) -> Iterator[Flaw]:
    for place, question in enumerate(questions):
        where = ("questions", place, "options")
        if question.kind is not QuestionKind.CHOICE:
            if question.options:
                yield Flaw(where=where, code="options_unused", what=f"only a choice has options, not a {question.kind}")
            continue
        if len(question.options) < FEWEST_OPTIONS:
            yield Flaw(where=where, code="options_missing", what="a choice offers two options or more")
        for name, given in (
            ("id", [option.id for option in question.options]),
            ("caption", [option.caption.casefold() for option in question.options]),
        ):
            for number, word in enumerate(given):
                if word in given[:number]:
                    what = f"another option of {question.id} has this {name}"
                    yield Flaw(where=(*where, number, name), code=f"option_{name}_taken", what=what)


def _bound_flaws(questions: Sequence[Question]) -> Iterator[Flaw]:
    for place, question in enumerate(questions):
        low, high = question.minimum, question.maximum
        bounds = {name: bound for name, bound in (("minimum", low), ("maximum", high)) if bound is not None}
        for name, bound in bounds.items():
            where = ("questions", place, name)
            if question.kind not in BOUNDED:
                what = f"only a number and a text have bounds, not a {question.kind}"
                yield Flaw(where=where, code="bound_unused", what=what)
            elif bound < 0:
                yield Flaw(where=where, code="bound_negative", what="a bound is 0 or more")
            elif question.kind is QuestionKind.TEXT and bound > LONGEST_TEXT:
                what = f"an answer has at most {LONGEST_TEXT} characters"
                yield Flaw(where=where, code="bound_too_high", what=what)
        if low is not None and high is not None and low > high:
            what = f"between {low} and {high} there is no answer"
            yield Flaw(where=("questions", place, "maximum"), code="bounds_crossed", what=what)


def _unreachable_flaws(questions: Sequence[Question]) -> Iterator[Flaw]:
    """Yield follow-ups to an answer that ends the test, or to two answers of one question at once."""
    ends = {(each.id, option.id) for each in questions for option in each.options if option.refusal is not None}
    for place, question in enumerate(questions):
        allowed: dict[str, set[str]] = {}
        for condition in question.asked_if:
            allowed.setdefault(condition.question_id, set(condition.option_ids)).intersection_update(
                condition.option_ids
            )
        for about, options in allowed.items():
            where = ("questions", place, "asked_if")
            if not options and all(each.option_ids for each in question.asked_if):
                what = f"{question.id} wants two different answers to {about} at once and is never asked"
                yield Flaw(where=where, code="conditions_contradict", what=what)
            elif options and all((about, option) in ends for option in options):
                what = f"{question.id} follows {about} = {', '.join(sorted(options))}, which ends the test"
                yield Flaw(where=where, code="follows_a_refusal", what=what)


def _refusal_flaws(questions: Sequence[Question], worded: Collection[str]) -> Iterator[Flaw]:
    for place, question in enumerate(questions):
        for number, option in enumerate(question.options):
            if option.refusal is not None and option.refusal not in worded:
                where = ("questions", place, "options", number, "refusal")
                what = f"refusals says nothing for {option.refusal}: whoever is refused is told why"
                yield Flaw(where=where, code="refusal_unworded", what=what)
        if question.options and all(option.refusal is not None for option in question.options):
            what = f"every option of {question.id} ends the test: nobody passes it"
            yield Flaw(where=("questions", place, "options"), code="refuses_everybody", what=what)


def _city_flaws(questions: Sequence[Question]) -> Iterator[Flaw]:
    cities = [place for place, question in enumerate(questions) if question.kind is QuestionKind.CITY]
    if not cities:
        what = "nobody is asked for their city, so nobody could be offered a time"
        yield Flaw(where=("questions",), code="city_not_asked", what=what)
    for place in cities[1:]:
        yield Flaw(where=("questions", place, "kind"), code="city_asked_twice", what="the city is asked for once")
    for place in cities[:1]:
        if questions[place].asked_if:
            where = ("questions", place, "asked_if")
            yield Flaw(where=where, code="city_not_asked", what="everybody is asked for their city, not only some")


def order_flaws(ids: Sequence[str], known: Mapping[str, Question]) -> list[Flaw]:
    """Return why these ids are no order of the known questions: each of them exactly once."""
    times = Counter(ids)
    unknown = [place for place, each in enumerate(ids) if each not in known]
    again = [place for place, each in enumerate(ids) if each in ids[:place]]
    return [
        *(
            Flaw(where=("ids", place), code="no_question", what=f"there is no question {ids[place]}")
            for place in unknown
        ),
        *(Flaw(where=("ids", place), code="id_taken", what=f"{ids[place]} stands here again") for place in again),
        *(
            Flaw(where=("ids",), code="question_left_out", what=f"{each} is missing")
            for each in known
            if each not in times
        ),
    ]
