"""Cities as callers see and write them."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, JsonValue, StrictBool, StringConstraints

from api.patching import kept_if_left_out, tag_of_part
from api.words import Name, Printable, TelegramLink, WebLink, ZoneName
from bot.wording import languages
from database.office.cities import OfficeCity

SAMPLE: dict[str, JsonValue] = {
    "name": "Kazan",
    "zone": "Europe/Moscow",
    "active": True,
    "language": "ru",
    "contact_link": "https://t.me/otklik_kazan",
    "address": "Baumana 1",
    "meeting_link": None,
}
SEEN: dict[str, JsonValue] = SAMPLE | {
    "public_id": "6f0e0f0e-5d0c-4b36-9a53-5b7f6a3d9c11",
    "lead": {"public_id": "0b8b8f3e-77f2-4a53-8d0c-2f6f7a0f1d42", "name": "Ada", "reachable": True},
    "policy": {"reminder_lead": 10800},
    "created_at": "2026-11-23T09:00:00Z",
}


def _known_language(code: str) -> str:
    if code not in languages():
        raise ValueError(f"nobody has written texts in it; choose one of {', '.join(sorted(languages()))}")
    return code


Language = Annotated[str, StringConstraints(min_length=2, max_length=2), AfterValidator(_known_language)]
Address = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500), Printable]

CONTACT = "Whom candidates write to; null: whom the company names"
MEETING = "Where interviews of the city take place online, unless the recruiter has a link of their own"
ZONE = "IANA name. Slots keep their instants when it changes; from then on they are shown by its clocks"
ACTIVE = "False: candidates cannot choose it, agreed interviews stand, who was choosing is told"


class Lead(BaseModel):
    """Who is told of requests whose recruiter cannot be reached."""

    public_id: UUID
    name: str
    reachable: bool = Field(description="False: switched off, without Telegram, or has blocked the bot")


class City(BaseModel):
    """A city; the zone is an IANA name, `policy` is what it overrides of the company's."""

    model_config = ConfigDict(json_schema_extra={"examples": [SEEN]})

    public_id: UUID
    name: str
    zone: str
    active: bool = Field(description=ACTIVE)
    language: str
    contact_link: str | None
    address: str | None
    meeting_link: str | None
    lead: Lead | None
    policy: dict[str, Any]
    created_at: datetime


class CityInDetail(City):
    """A city, and what an admin should know before leaving it like this."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [SEEN | {"warnings": ["No active recruiter serves this city."]}]}
    )

    warnings: list[str] = Field(description="What stands in the way of interviews here, and what a change left behind")


class NewCity(BaseModel):
    """What a city begins with."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [SAMPLE]})

    name: Name
    zone: ZoneName = Field(description=ZONE)
    active: StrictBool = Field(default=True, description=ACTIVE)
    language: Language = Field(default="ru", description="In which its texts are written unless a candidate chooses")
    contact_link: TelegramLink | None = Field(default=None, description=CONTACT)
    address: Address | None = None
    meeting_link: WebLink | None = Field(default=None, description=MEETING)


class CityChange(BaseModel):
    """What is to be different; managers change only `contact_link`, `address`, `meeting_link` and `language`."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"address": "Baumana 2"}]})

    name: Name = kept_if_left_out("Candidates choose by it")
    zone: ZoneName = kept_if_left_out(ZONE)
    active: StrictBool = kept_if_left_out(ACTIVE)
    language: Language = kept_if_left_out("In which its texts are written unless a candidate chooses")
    contact_link: TelegramLink | None = kept_if_left_out(CONTACT)
    address: Address | None = kept_if_left_out("Where interviews take place; null clears it")
    meeting_link: WebLink | None = kept_if_left_out(MEETING)


class LeadChoice(BaseModel):
    """Who shall lead the city; null: nobody."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"recruiter_public_id": "0b8b8f3e-77f2-4a53-8d0c-2f6f7a0f1d42"}]},
    )

    recruiter_public_id: UUID | None


def describe(found: OfficeCity) -> City:
    """Return what admins see of a city."""
    seen = {name: getattr(found, name) for name in City.model_fields if name != "lead"}
    return City(**seen, lead=_lead(found))


def tag_of(seen: City) -> str:
    """Return the entity tag of a city, whatever is warned of beside it."""
    return tag_of_part(seen, City)


def _lead(found: OfficeCity) -> Lead | None:
    if found.lead_public_id is None or found.lead_name is None:
        return None
    reachable = bool(found.lead_active) and found.lead_chat_id is not None
    return Lead(public_id=found.lead_public_id, name=found.lead_name, reachable=reachable)
