"""Texts as admins see them: what each is given, what it says, and where somebody words it differently."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from api.words import Printable
from bot.telegram_html import LONGEST_MESSAGE
from bot.text_guide import Kind

LONGEST_BODY = 8000
MOST_SITUATIONS = 1000
EXAMPLE_BODY = "See you {{ starts|when }}, {{ name }}!"
Body = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_BODY), Printable]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z_0-9]+(/[a-z_0-9]+)?$", max_length=64)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]


class PlaceholderSeen(BaseModel):
    """A name that the text may use."""

    model_config = ConfigDict(from_attributes=True)

    name: str = Field(examples=["starts"])
    kind: Kind = Field(description="How it is said: a moment by a filter, a yes_or_no by asking for it")
    optional: bool = Field(description="It is empty in some situations: ask for it first")
    must_say: bool = Field(description="No wording may leave it out")
    example: Any = Field(description="What it was in one of the samples, said as people would read it")
    usage: list[str] = Field(examples=[["{{ starts|when }}"]])
    choices: list[str] = Field(description="Of a one_of: what it can be")


class SituationSeen(BaseModel):
    """A sample that every wording is tried with."""

    model_config = ConfigDict(from_attributes=True)

    number: int
    differs: dict[str, Any] = Field(description="What sets it apart from situation 0")


class CityNamed(BaseModel):
    """The city that has a wording of its own."""

    public_id: UUID
    name: str


class OverrideSeen(BaseModel):
    """Where a text is worded differently."""

    language: str
    city: CityNamed | None = Field(description="null: for all cities that have no wording of their own")
    version: int
    saved_at: datetime


class WordedSeen(OverrideSeen):
    """What is said there."""

    body: str


class TemplateSeen(BaseModel):
    """A text, and what can be done with it."""

    key: str = Field(examples=["remind_candidate"])
    languages: list[str] = Field(description="Those in which the default ships; another one hears the Russian text")
    placeholders: list[PlaceholderSeen]
    situations: int = Field(description="How many samples a wording is tried with")
    overrides: list[OverrideSeen]


class TemplateRead(BaseModel):
    """A text with its words."""

    key: str
    defaults: dict[str, str] = Field(description="What ships, by language")
    placeholders: list[PlaceholderSeen]
    situations: list[SituationSeen]
    overrides: list[WordedSeen]


class Override(BaseModel):
    """How a text is worded in one place; version, body and saved_at are null where the text below is said."""

    key: str
    language: str
    city: CityNamed | None
    version: int | None
    body: str | None
    saved_at: datetime | None


class Version(BaseModel):
    """One wording that once was saved."""

    version: int
    body: str
    active: bool = Field(description="It is what is said now")
    saved_at: datetime


class NewWording(BaseModel):
    """What is to be said."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"body": EXAMPLE_BODY}]})

    body: Body = Field(description="A template: HTML as Telegram knows it, placeholders as {{ name }}")


class Trial(BaseModel):
    """What is to be tried, and with whom."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"key": "remind_candidate", "language": "ru", "body": EXAMPLE_BODY}]},
    )

    key: Key
    language: Language = "ru"
    city: UUID | None = Field(default=None, description="Whose wording to try if there is no body; null: the company's")
    body: Body | None = Field(default=None, description="null: what is said at present")
    situation: int = Field(default=0, ge=0, lt=MOST_SITUATIONS, description="The sample that fills it in")
    booking: UUID | None = Field(default=None, description="A real booking in place of the sample's")
    candidate: UUID | None = Field(default=None, description="A real candidate in place of the sample's")

    @model_validator(mode="after")
    def _one_person(self) -> "Trial":
        if self.booking is not None and self.candidate is not None:
            raise ValueError("name a booking or a candidate, not both: a booking has its candidate")
        return self


class TextFlawSeen(BaseModel):
    """One thing that is wrong with a wording."""

    model_config = ConfigDict(from_attributes=True)

    code: str = Field(examples=["placeholder_unknown"])
    what: str = Field(examples=["unknown placeholder nmae; did you mean name?"])
    line: int | None
    placeholder: str | None
    suggestions: list[str]
    situation: int | None = Field(description="The first sample that shows it; null: any, or the real person's")


class PreviewSeen(BaseModel):
    """How it would read; html, plain and length are null where it could not be sent."""

    source: Literal["body", "city", "company", "default"] = Field(description="Whose words these are")
    real: list[str] = Field(description="The placeholders that were filled in with real data")
    html: str | None
    plain: str | None
    length: int | None = Field(description="As Telegram counts it, in UTF-16 units")
    longest: int = LONGEST_MESSAGE
    problems: list[TextFlawSeen] = Field(description="Why it cannot be saved; all situations are tried")
