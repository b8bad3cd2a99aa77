"""Judging a draft of Test1: what makes it impossible, what is doubtful, and what somebody must answer for."""

from collections.abc import Collection, Sequence
from http import HTTPStatus
from typing import Any

from api.problems import Fault, Problem
from api.questionnaires.content import Content
from api.questionnaires.seen import DraftFlawSeen, Verdict, WarningSeen
from bot import wording
from bot.discrimination import concerns_about
from database.screening.test1 import QUESTIONS
from domain.discrimination import WHY, Concern, Offence
from domain.questionnaire import Question
from domain.questionnaire_review import Flaw, doubts, flaws
from domain.questionnaire_translations import translation_flaws

DOUBTFUL = "It is asked all the same; look whether it is meant."
SENTENCES = {
    Offence.ASKS: "{question} asks about {ground} ({found})",
    Offence.REFUSES: "{question} refuses by {ground} ({found})",
    Offence.SELECTS: "{question} refuses only those who answered {found} in some way, which is about {ground}",
}


def verdict_of(content: Content) -> Verdict:
    """Return what is wrong with a content, and what is doubtful."""
    plain = content.plain()
    questions = QUESTIONS.validate_python(plain["questions"])
    others = wording.languages().keys() - {wording.DEFAULT_LANGUAGE}
    errors = [
        *flaws(questions, content.refusals),
        *translation_flaws(questions, content.refusals, plain.get("translations", {}), others),
    ]
    warnings = [
        *(_unlawful(questions, concern) for concern in concerns_about(questions, plain)),
        *(_doubtful(doubt) for doubt in doubts(questions, content.refusals)),
    ]
    seen = [DraftFlawSeen(where=[*flaw.where], code=flaw.code, what=flaw.what) for flaw in errors]
    return Verdict(valid=not seen, errors=seen, warnings=warnings)


def require_sound(verdict: Verdict, where: Sequence[str]) -> None:
    """Pass if the content can be asked; a problem 422 with all that is wrong otherwise."""
    if verdict.errors:
        raise Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "questionnaire_invalid",
            "Nobody could be asked this; mend what `errors` names, and try it with POST"
            " /api/v1/questionnaires/validate.",
            errors=[Fault(where=[*where, *flaw.where], what=flaw.what) for flaw in verdict.errors],
        )


def require_acknowledged(verdict: Verdict, acknowledged: Collection[str], where: Sequence[str]) -> list[str]:
    """Return the ids of the warnings that the caller answers for; a problem 409 while one of them is not named."""
    grave = [warning for warning in verdict.warnings if warning.must_acknowledge]
    unnamed = [warning for warning in grave if warning.id not in acknowledged]
    if unnamed:
        raise Problem(
            HTTPStatus.CONFLICT,
            "warnings_unacknowledged",
            "This may choose people by what the law forbids to choose by. Change it, or send the ids of the warnings in"
            f" acknowledge_warnings: {', '.join(warning.id for warning in unnamed)}.",
            errors=[
                Fault(where=[*where, *warning.where], what=f"{warning.id}: {warning.what}. {warning.why}.")
                for warning in unnamed
            ],
        )
    return sorted(warning.id for warning in grave)


def _unlawful(questions: Sequence[Question], concern: Concern) -> WarningSeen:
    words: dict[str, Any] = {"question": concern.question_id, "ground": concern.ground, "found": concern.found}
    what = SENTENCES[concern.offence].format(**words)
    if concern.option_id is not None:
        what += f": {concern.option_id} ends the test with {concern.refusal}"
    return WarningSeen(
        id=concern.id,
        code=concern.code,
        where=_place(questions, concern),
        what=what,
        why=WHY[concern.ground],
        rule=concern.refusal,
        must_acknowledge=True,
    )


def _doubtful(doubt: Flaw) -> WarningSeen:
    name = ":".join((doubt.code, *(str(part) for part in doubt.where[1:])))
    return WarningSeen(
        id=name,
        code=doubt.code,
        where=[*doubt.where],
        what=doubt.what,
        why=DOUBTFUL,
        rule=None,
        must_acknowledge=False,
    )


def _place(questions: Sequence[Question], concern: Concern) -> list[str | int]:
    place, question = next((place, each) for place, each in enumerate(questions) if each.id == concern.question_id)
    if concern.option_id is None:
        return ["questions", place]
    number = next(number for number, option in enumerate(question.options) if option.id == concern.option_id)
    return ["questions", place, "options", number]
