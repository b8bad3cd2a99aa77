"""Test1 as admins read it: versions, verdicts and differences."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from api.questionnaires.content import Content
from domain.questionnaire_changes import ChangeKind


class Published(BaseModel):
    """A version with all its words; those that it leaves out are said as they ship."""

    version: int
    active: bool
    published_at: datetime
    content: Content


class VersionSeen(BaseModel):
    """A version in the list."""

    model_config = ConfigDict(from_attributes=True)

    version: int
    active: bool = Field(description="New journeys get this one; running ones keep theirs")
    published_at: datetime
    questions: int


class DraftFlawSeen(BaseModel):
    """Why a draft cannot be asked."""

    where: list[str | int] = Field(examples=[["questions", 3, "asked_if", 0]])
    code: str = Field(examples=["condition_impossible"])
    what: str


class WarningSeen(BaseModel):
    """What is doubtful about a draft; one with `must_acknowledge` is published only by who names its id."""

    id: str = Field(examples=["refuses_by_age:age_group:over_45"])
    code: str = Field(examples=["refuses_by_age"])
    where: list[str | int]
    what: str
    why: str = Field(description="Why it matters")
    rule: str | None = Field(default=None, description="The reason of `refusals` that the rule ends the test with")
    must_acknowledge: bool


class Verdict(BaseModel):
    """What would happen to a draft."""

    valid: bool
    errors: list[DraftFlawSeen]
    warnings: list[WarningSeen]


class ChangeSeen(BaseModel):
    """One difference; the places of moved and added questions count from 1."""

    kind: ChangeKind
    where: list[str] = Field(examples=[["questions", "age"]])
    field: str | None = Field(description="Of a changed question")
    before: Any
    after: Any


class Difference(BaseModel):
    """What differs from the active version."""

    since: int | None = Field(description="The active version; null: none is")
    changes: list[ChangeSeen]
