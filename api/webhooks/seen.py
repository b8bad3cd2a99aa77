"""Webhooks as admins see and write them; their secrets are shown once, to whoever asked for one."""

from datetime import datetime
from typing import Annotated, Any
from urllib.parse import urlsplit
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, JsonValue, StrictBool, StringConstraints

from api.patching import kept_if_left_out, tag_of_part
from api.words import LONGEST_LINK, Name
from database.webhooks.endpoints import OfficeWebhook
from domain.facts import FACTS, FactType
from domain.webhooks import EndpointStop

KAZAN = "6f0e0f0e-5d0c-4b36-9a53-5b7f6a3d9c11"
SAMPLE: dict[str, JsonValue] = {
    "url": "https://crm.example/otklik",
    "description": "The CRM",
    "event_types": ["booking.requested", "booking.moved"],
    "city": KAZAN,
    "active": True,
}
SEEN: dict[str, JsonValue] = SAMPLE | {
    "public_id": "b5c7a0de-2f5b-4c0d-9d1e-7a8f3c6e1b20",
    "stopped_because": None,
    "failing_since": None,
    "previous_secret_until": None,
    "created_at": "2026-11-23T09:00:00Z",
}
SPECIFICATIONS_KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # the one of the specification
URL = "Where events are posted to: https, on the public internet, without a name or password in it"
TYPES = "Which facts it is told of; null: all, those that there will be included"
CITY = "Public id of the one city whose facts it is told of; null: all"


def _address(url: str) -> str:
    """Refuse what cannot be called; a secret in an address would be shown to everybody who sees the list."""
    parts = urlsplit(url)
    if not parts.hostname:
        raise ValueError("it names no host")
    if parts.username is not None or parts.password is not None:
        raise ValueError("it must not carry a name or a password; the signature says that it is us")
    if parts.port == 0:
        raise ValueError("its port is 0")
    return url


def _each_once(types: list[FactType]) -> list[FactType]:
    if len(set(types)) != len(types):
        raise ValueError("a type is named twice")
    return types


Url = Annotated[str, StringConstraints(pattern="^https?://[!-~]+$", max_length=LONGEST_LINK), AfterValidator(_address)]
Types = Annotated[list[FactType], Field(min_length=1, max_length=len(FactType)), AfterValidator(_each_once)]


class WebhookSettings(BaseModel):
    """What admins decide of a webhook."""

    url: str = Field(description=URL)
    description: str | None
    event_types: list[str] | None = Field(description=TYPES)
    city: UUID | None = Field(description=CITY)
    active: bool = Field(description="False: it is told of nothing, and what happens meanwhile is not kept for it")


class Webhook(WebhookSettings):
    """An address that is told of facts, and how that goes. Instants are UTC."""

    model_config = ConfigDict(json_schema_extra={"examples": [SEEN]})

    public_id: UUID
    stopped_because: EndpointStop | None = Field(
        description="Why it was switched off by itself: `gone` (it answered 410) or `failing` (for three days)"
    )
    failing_since: datetime | None = Field(description="The first failure after the last success")
    previous_secret_until: datetime | None = Field(description="Until then the secret before the last one signs too")
    created_at: datetime


class WebhookWithSecret(Webhook):
    """A webhook with a new secret, shown this once."""

    model_config = ConfigDict(json_schema_extra={"examples": [SEEN | {"secret": SPECIFICATIONS_KEY}]})

    secret: str = Field(description="Signs every event; nobody can learn it later")


class NewWebhook(BaseModel):
    """Whom to tell, of what."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [SAMPLE]})

    url: Url = Field(description=URL)
    description: Name | None = Field(default=None, description="Whose it is")
    event_types: Types | None = Field(default=None, description=TYPES)
    city: UUID | None = Field(default=None, description=CITY)
    active: StrictBool = True


class WebhookChange(BaseModel):
    """What is to be different."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"active": True}]})

    url: Url = kept_if_left_out(URL)
    description: Name | None = kept_if_left_out("Whose it is; null clears it")
    event_types: Types | None = kept_if_left_out(TYPES)
    city: UUID | None = kept_if_left_out(CITY)
    active: StrictBool = kept_if_left_out("True begins anew: why it was stopped is forgotten")


class EventType(BaseModel):
    """One kind of fact, and what an event of it looks like."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"type": each.type, "description": each.description, "example": each.example} for each in FACTS[:1]
            ]
        }
    )

    type: str
    description: str
    example: dict[str, Any]


def describe(found: OfficeWebhook) -> Webhook:
    """Return what admins see of a webhook."""
    return Webhook(**{name: getattr(found, name) for name in Webhook.model_fields})


def tag_of(seen: Webhook) -> str:
    """Return the entity tag of what admins decide, whatever happens to the webhook meanwhile."""
    return tag_of_part(seen, WebhookSettings)
