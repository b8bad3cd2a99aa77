"""How callers say when a slot is: an instant with its offset, or what the recruiter's clocks show."""

import re
from datetime import datetime, timedelta
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    NaiveDatetime,
    WithJsonSchema,
    model_validator,
)

from api.moments import Instant
from domain.slots import LONGEST, SHORTEST, USUAL_LENGTH

MINUTE = timedelta(minutes=1)
SHORTEST_MINUTES, LONGEST_MINUTES = SHORTEST // MINUTE, LONGEST // MINUTE
USUAL_MINUTES = USUAL_LENGTH // MINUTE
WALL = r"^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9](:00)?$"


def _whole_minutes(at: datetime) -> datetime:
    if at.second or at.microsecond:
        raise ValueError("slots start at whole minutes")
    return at


def _as_wall(written: Any) -> Any:
    if not isinstance(written, str) or not re.fullmatch(WALL, written):
        raise ValueError("write it as 2026-12-01T10:00, without an offset")
    return written


StartInstant = Annotated[Instant, AfterValidator(_whole_minutes)]
WallTime = Annotated[
    NaiveDatetime,
    BeforeValidator(_as_wall),
    WithJsonSchema({"type": "string", "pattern": WALL, "examples": ["2026-12-01T10:00"]}),
]
Minutes = Annotated[int, Field(ge=SHORTEST_MINUTES, le=LONGEST_MINUTES, description="How long it lasts")]


class Start(BaseModel):
    """When a slot starts: exactly one of the two."""

    model_config = ConfigDict(extra="forbid")

    wall_time: WallTime | None = Field(default=None, description="What the recruiter's clocks show at the start")
    starts_at: StartInstant | None = Field(
        default=None,
        description="The instant, with an offset: where a wall time happens twice or not at all",
        examples=["2026-12-01T10:00:00+05:00"],
    )

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if (self.wall_time is None) == (self.starts_at is None):
            raise ValueError("send either wall_time or starts_at")
        return self

    @property
    def start(self) -> datetime:
        """The one that was sent; a naive one is a wall time in the recruiter's zone."""
        start = self.wall_time or self.starts_at
        assert start is not None  # noqa: S101 - the validator saw to it
        return start

    @property
    def where(self) -> list[str | int]:
        """The field that was sent."""
        return ["body", "wall_time" if self.wall_time else "starts_at"]
