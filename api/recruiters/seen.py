"""Recruiters as callers see and write them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StrictBool

from api.patching import kept_if_left_out, tag_of_part
from api.words import Name, TelegramLink, WebLink, ZoneName
from database.office.recruiters import OfficeRecruiter

MOST_CITIES = 500
KAZAN = "6f0e0f0e-5d0c-4b36-9a53-5b7f6a3d9c11"
SAMPLE: dict[str, JsonValue] = {
    "name": "Ada",
    "zone": "Europe/Moscow",
    "active": True,
    "cities": [KAZAN],
    "contact_link": "https://t.me/ada_of_otklik",
    "meeting_link": "https://meet.example/ada",
}
SEEN: dict[str, JsonValue] = SAMPLE | {
    "public_id": "0b8b8f3e-77f2-4a53-8d0c-2f6f7a0f1d42",
    "cities": [{"public_id": KAZAN, "name": "Kazan"}],
    "telegram_linked": True,
    "telegram_username": "ada_of_otklik",
    "created_at": "2026-11-23T09:00:00Z",
    "blocked_at": None,
    "reachable": True,
    "free_slots": 12,
    "held_slots": 3,
}

ZONE = "IANA name: by its clocks the recruiter types and reads times; slots keep their instants when it changes"
ACTIVE = "False: nobody is offered their slots, agreed interviews stand"
CITIES = "Public ids of all cities that they serve; interviews agreed in others stand"
CONTACT = "Whom candidates of this recruiter write to"
MEETING = "Where their interviews take place online"

Cities = Annotated[list[UUID], Field(max_length=MOST_CITIES)]


class NamedCity(BaseModel):
    """A city by its name."""

    public_id: UUID
    name: str


class RecruiterSettings(BaseModel):
    """What is said about a recruiter, and which Telegram account is theirs; the entity tag names this part."""

    public_id: UUID
    name: str
    zone: str = Field(description=ZONE)
    active: bool = Field(description=ACTIVE)
    cities: list[NamedCity] = Field(description="Those that the caller sees, by name")
    contact_link: str | None
    meeting_link: str | None
    telegram_linked: bool = Field(description="Whether somebody followed their invitation")
    telegram_username: str | None
    created_at: datetime


class Recruiter(RecruiterSettings):
    """A recruiter, and what they have ahead in the cities that the caller sees."""

    model_config = ConfigDict(json_schema_extra={"examples": [SEEN]})

    blocked_at: datetime | None = Field(description="Since when the bot cannot write to them")
    reachable: bool = Field(description="Linked to Telegram, and has not blocked the bot")
    free_slots: int = Field(description="Slots to come that nobody holds")
    held_slots: int = Field(description="Slots to come that are asked for, agreed, or wanted for a move")


class RecruiterInDetail(Recruiter):
    """A recruiter, and what an admin should know before leaving it like this."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [SEEN | {"warnings": ["Held in Perm, which they do not serve: 2 slots; …"]}]}
    )

    warnings: list[str] = Field(description="What keeps them from interviewing, and what a change left behind")


class NewRecruiter(BaseModel):
    """Who a recruiter is; an invitation links them to Telegram afterwards."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [SAMPLE]})

    name: Name = Field(description="Candidates read it")
    zone: ZoneName = Field(description=ZONE)
    active: StrictBool = Field(default=True, description=ACTIVE)
    cities: Cities = Field(default=[], description=CITIES)
    contact_link: TelegramLink | None = Field(default=None, description=CONTACT)
    meeting_link: WebLink | None = Field(default=None, description=MEETING)


class RecruiterChange(BaseModel):
    """What is to be different."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"active": False}]})

    name: Name = kept_if_left_out("Candidates read it")
    zone: ZoneName = kept_if_left_out(ZONE)
    active: StrictBool = kept_if_left_out(ACTIVE)
    cities: Cities = kept_if_left_out(CITIES)
    contact_link: TelegramLink | None = kept_if_left_out(CONTACT)
    meeting_link: WebLink | None = kept_if_left_out(MEETING)


def describe(found: OfficeRecruiter) -> Recruiter:
    """Return what callers see of a recruiter."""
    derived = {"cities", "telegram_linked", "reachable"}
    seen = {name: getattr(found, name) for name in Recruiter.model_fields if name not in derived}
    return Recruiter(
        **seen,
        cities=[NamedCity.model_validate(city) for city in found.cities],
        telegram_linked=found.telegram_id is not None,
        reachable=found.telegram_id is not None and found.blocked_at is None,
    )


def tag_of(seen: Recruiter) -> str:
    """Return the entity tag of what is said about a recruiter, however their slots fill meanwhile."""
    return tag_of_part(seen, RecruiterSettings)
