"""API tokens as admins see and ask for them."""

from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, JsonValue, StrictInt, model_validator

from api.problems import Fault, Problem
from api.recruiters.seen import NamedCity
from api.words import Name
from database.office.listed_tokens import OfficeToken
from database.tables import Role

MOST_CITIES = 500
MOST_DAYS = 3650
LONGEST = timedelta(days=MOST_DAYS)
KAZAN = "6f0e0f0e-5d0c-4b36-9a53-5b7f6a3d9c11"
SAMPLE: dict[str, JsonValue] = {
    "public_id": "c2a9a7a6-6f6c-4a37-9d0d-7f0f6a1b2c3d",
    "name": "Ada's laptop",
    "role": "manager",
    "cities": [{"public_id": KAZAN, "name": "Kazan"}],
    "state": "valid",
    "expires_at": "2027-02-21T09:00:00Z",
    "revoked_at": None,
    "last_used_at": None,
    "created_at": "2026-11-23T09:00:00Z",
}


class Token(BaseModel):
    """Who may call the API, with what role; the token itself is known to its owner alone. Instants are UTC."""

    model_config = ConfigDict(json_schema_extra={"examples": [SAMPLE]})

    public_id: UUID
    name: str
    role: Role
    cities: list[NamedCity] = Field(description="What it reaches; of an admin or a viewer none: everything")
    state: Literal["valid", "expired", "revoked"]
    expires_at: datetime | None
    revoked_at: datetime | None
    last_used_at: datetime | None = Field(description="To the hour")
    created_at: datetime


class IssuedToken(Token):
    """A new token with its secret, shown this once."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [SAMPLE | {"secret": "pW2nUJ3q1dYk8yV5xT0bR7cL4mZ6sH9fA2eGiKoQwXs"}]}
    )

    secret: str = Field(description="Goes after `Authorization: Bearer `; nobody can learn it later")


class NewToken(BaseModel):
    """For whom and for how long; at most one of `days` and `expires_at`, with neither it lasts until revoked."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"name": "Ada's laptop", "role": "manager", "cities": [KAZAN], "days": 90}]},
    )

    name: Name = Field(description="Whose it is and where it is kept: the audit log names it")
    role: Role = Field(description="A viewer looks, a manager runs the cities it names, an admin does everything")
    cities: Annotated[list[UUID], Field(max_length=MOST_CITIES)] = Field(
        default=[], description="A manager needs some; a viewer may be limited to some; an admin has all"
    )
    days: StrictInt | None = Field(default=None, ge=1, le=MOST_DAYS)
    expires_at: AwareDatetime | None = None

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if self.days is not None and self.expires_at is not None:
            raise ValueError("say days or expires_at, not both")
        reason = cities_refused(self.role, names_some=bool(self.cities))
        if reason is not None:
            raise ValueError(reason)
        return self

    def ends(self, now: datetime) -> datetime | None:
        """Return when it expires, None for never; a problem 422 for the past and for beyond ten years."""
        if self.days is not None:
            return now + timedelta(days=self.days)
        if self.expires_at is not None and not now < self.expires_at <= now + LONGEST:
            fault = Fault(where=["body", "expires_at"], what=f"It must be later than now, by {MOST_DAYS} days at most.")
            detail = "A token cannot expire then; choose another instant."
            raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "expiry_out_of_range", detail, errors=[fault])
        return self.expires_at


def cities_refused(role: Role, *, names_some: bool) -> str | None:
    """Return why a token of this role cannot be limited to cities, or not be, None if it can."""
    if role is Role.MANAGER and not names_some:
        return "a manager runs the cities that the token names: name at least one"
    if role is Role.ADMIN and names_some:
        return "an admin does everything everywhere: name no cities, or make it a manager"
    return None


def describe(found: OfficeToken, now: datetime) -> Token:
    """Return what admins see of a token."""
    seen = {name: getattr(found, name) for name in Token.model_fields if name not in {"cities", "state"}}
    cities = [NamedCity.model_validate(city) for city in found.cities]
    return Token(**seen, cities=cities, state=found.state(now))
