"""A Test1 of three questions, for tests of what comes after it."""

from domain.ids import QuestionnaireId
from domain.questionnaire import Option, Question, QuestionKind, Questionnaire

SHORT_TEST = Questionnaire(
    id=QuestionnaireId(1),
    questions=(
        Question(id="name", kind=QuestionKind.FULL_NAME),
        Question(id="city", kind=QuestionKind.CITY),
        Question(
            id="format",
            kind=QuestionKind.CHOICE,
            options=(
                Option(id="office", caption="Офис"),
                Option(id="remote", caption="Удалённо", refusal="format"),
            ),
        ),
    ),
)
