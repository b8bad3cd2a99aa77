"""Test1 as admins write it: questions, refusals and translations, and what is asked to be done with them."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.words import Printable
from domain.questionnaire import QuestionKind

MOST_QUESTIONS, MOST_OPTIONS, MOST_WARNINGS, MOST_REASONS, MOST_LANGUAGES = 60, 50, 500, 200, 20
HIGHEST_BOUND = 10**9
Id = Annotated[str, StringConstraints(min_length=1, max_length=64), Printable]
Caption = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64), Printable]
Said = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1500), Printable]
Hint = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500), Printable]
Bound = Annotated[int, Field(ge=-HIGHEST_BOUND, le=HIGHEST_BOUND, strict=True)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
EXAMPLE: dict[str, Any] = {
    "questions": [
        {"id": "full_name", "kind": "full_name", "label": "Name", "text": "What is your name?"},
        {"id": "city", "kind": "city", "label": "City", "text": "In which city would you like to work?"},
        {
            "id": "format",
            "kind": "choice",
            "label": "Format",
            "text": "How would you like to work?",
            "options": [
                {"id": "on_site", "caption": "On site"},
                {"id": "remote", "caption": "Only remotely", "refusal": "remote_only"},
            ],
        },
    ],
    "refusals": {"remote_only": "All our jobs are on site at the moment."},
}


class Part(BaseModel):
    """A part of a content: what it does not know is refused, what is not said is left out."""

    model_config = ConfigDict(extra="forbid")


class OptionPart(Part):
    """A button."""

    id: Id
    caption: Caption
    refusal: Id | None = Field(default=None, description="Choosing it ends the test, for this reason of `refusals`")


class ConditionPart(Part):
    """Holds when an earlier question was answered by one of the options."""

    question_id: Id
    option_ids: list[Id] = Field(min_length=1, max_length=MOST_OPTIONS)


class QuestionPart(Part):
    """A question; with `asked_if` a follow-up, asked when all of the conditions hold."""

    id: Id
    kind: QuestionKind
    text: Said
    label: Caption | None = Field(default=None, description="Short, for the recruiter's card; null: the text")
    hint: Hint = ""
    options: list[OptionPart] = Field(default=[], max_length=MOST_OPTIONS)
    minimum: Bound | None = Field(default=None, description="Of a number, or the characters of a text")
    maximum: Bound | None = None
    asked_if: list[ConditionPart] = Field(default=[], max_length=MOST_OPTIONS)


class TranslatedOption(Part):
    """A button in another language."""

    id: Id
    caption: Caption


class TranslatedQuestion(Part):
    """A question in another language; what is left out is said as in the original."""

    id: Id
    text: Said | None = None
    label: Caption | None = None
    hint: Hint | None = None
    options: list[TranslatedOption] = Field(default=[], max_length=MOST_OPTIONS)


class Translation(Part):
    """The words of one language, by the ids of the original."""

    questions: list[TranslatedQuestion] = Field(default=[], max_length=MOST_QUESTIONS)
    refusals: dict[Id, Said] = Field(default={}, max_length=MOST_REASONS)


class Content(Part):
    """All of Test1: what is asked, in which order, and how it refuses."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    questions: list[QuestionPart] = Field(min_length=1, max_length=MOST_QUESTIONS)
    refusals: dict[Id, Said] = Field(default={}, max_length=MOST_REASONS, description="Why the test ends, politely")
    translations: dict[Language, Translation] = Field(default={}, max_length=MOST_LANGUAGES)

    def plain(self) -> dict[str, Any]:
        """Return the content as it is stored: without what is empty, so that drafts can be compared.

        A hint or label that is left out is stored as empty: the words that ship would be said in its place.
        """
        stored = _without_empty(self.model_dump(mode="json"))
        questions = [{"label": "", "hint": "", **question} for question in stored["questions"]]
        return {**stored, "questions": questions, "refusals": dict(self.refusals)}


class Acknowledging(Part):
    """The warnings that whoever publishes has read and answers for; it stands in the audit log."""

    acknowledge_warnings: list[Annotated[str, StringConstraints(max_length=200), Printable]] = Field(
        default=[], max_length=MOST_WARNINGS, examples=[["refuses_by_age:age_group:over_45"]]
    )


class NewVersion(Acknowledging):
    """What is to be asked from now on."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"content": EXAMPLE, "acknowledge_warnings": []}]}
    )

    content: Content


class NewOrder(Part):
    """All questions of the active version, in the order in which they are to be asked."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"ids": ["full_name", "city", "format"]}]}
    )

    ids: list[Id] = Field(min_length=1, max_length=MOST_QUESTIONS)


def _without_empty(given: Any) -> Any:
    match given:
        case dict():
            return {name: _without_empty(value) for name, value in given.items() if value not in (None, "", [], {})}
        case list():
            return [_without_empty(each) for each in given]
        case _:
            return given
