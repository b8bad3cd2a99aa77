"""Whom a search is for: asked in a body, because what is personal has no place in a URL."""

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from api.moments import Instant
from api.pages import LONGEST_CURSOR, MOST, cut_of
from api.words import Name
from database.keyset import Cut
from database.people.candidate_search import digits_of, is_telegram, words_of
from database.people.found_candidates import WantedCandidates
from domain.stages import Stage

FEWEST_DIGITS, MOST_DIGITS = 3, 15


def _with_words(name: str) -> str:
    if not words_of(name):
        raise ValueError("there is no letter in it")
    return name


def _with_digits(phone: str) -> str:
    if not FEWEST_DIGITS <= len(digits_of(phone)) <= MOST_DIGITS:
        raise ValueError(f"write {FEWEST_DIGITS} to {MOST_DIGITS} digits, the first ones of the number")
    return phone


def _telegram(name: str) -> str:
    if not is_telegram(name):
        raise ValueError("write a Telegram id, or the beginning of a name in Telegram such as @anna")
    return name


class Search(BaseModel):
    """At least one of `name_prefix`, `phone` and `telegram`; all that is given has to fit."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"name_prefix": "petr ann"}, {"phone": "+7 900 123"}, {"telegram": "@anna", "limit": 10}]
        },
    )

    name_prefix: Annotated[Name, AfterValidator(_with_words)] | None = Field(
        default=None, description="Beginnings of words of the name, in any order; capitals do not matter"
    )
    phone: Annotated[Name, AfterValidator(_with_digits)] | None = Field(
        default=None, description="The first digits of the number, written as you like; 8 and +7 are the same"
    )
    telegram: Annotated[Name, AfterValidator(_telegram)] | None = Field(
        default=None, description="A Telegram id, or the beginning of a name in Telegram"
    )
    city: UUID | None = Field(default=None, description="Public id of a city")
    stage: Stage | None = None
    blocked: bool | None = Field(default=None, description="Whether the bot cannot reach them")
    created_from: Instant | None = Field(default=None, description="First wrote to the bot then or later")
    created_to: Instant | None = Field(default=None, description="First wrote to the bot before then")
    sort: Literal["created_at", "-created_at"] = "-created_at"
    limit: int = Field(default=50, ge=1, le=MOST, description="How many on a page")
    cursor: str | None = Field(default=None, max_length=LONGEST_CURSOR, description="`next_cursor` of the page before")
    total: bool = Field(default=False, description="Count the whole list as well")

    @model_validator(mode="after")
    def _says_whom(self) -> Self:
        if self.name_prefix is None and self.phone is None and self.telegram is None:
            raise ValueError("say name_prefix, phone or telegram; the list of all candidates is GET /api/v1/candidates")
        return self

    @property
    def cut(self) -> Cut:
        """The page that is asked for; raises BadBookmarkError for a cursor that is none of ours."""
        return cut_of(limit=self.limit, cursor=self.cursor, with_total=self.total)

    def wanted(self, cities: frozenset[int] | None) -> WantedCandidates:
        """Return whom it is about, among those whom the caller sees."""
        filters = ("city", "stage", "blocked", "created_from", "created_to", "name_prefix", "phone", "telegram")
        return WantedCandidates(cities=cities, **{name: getattr(self, name) for name in filters})
