"""Auto-messages as callers see them: the message, its runs, its recipients by public id, and what it would be."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from api.etags import etag_of
from api.moments import Moment
from bot.telegram_html import plain, units
from database.announcements.listed import OfficeAnnouncement, OfficeRecipient, OfficeRun
from domain.announcements import AnnouncementStatus, RecipientStatus, RunStatus
from domain.cron import occurrences, read_cron
from domain.stages import Stage

NEXT = 3
SAMPLE: dict[str, JsonValue] = {
    "title": "Door code",
    "text": "The entrance has a <b>new code</b> from Monday on.",
    "due_at": None,
    "cron": "0 10 * * 1",
    "zone": "Europe/Moscow",
    "city_public_id": "6f0e0f0e-5d0c-4b36-9a53-5b7f6a3d9c11",
    "stage": "scheduled",
    "language": None,
    "respects_quiet_hours": True,
    "status": "scheduled",
}
MOMENT: dict[str, JsonValue] = {
    "utc": "2026-11-30T07:00:00Z",
    "wall": "2026-11-30T10:00:00+03:00",
    "zone": "Europe/Moscow",
}


class Target(BaseModel):
    """The one chat to which it goes; whose it is, if that is known."""

    whose: Literal["candidate", "recruiter", "nobody"] = Field(description="nobody: a group, or somebody unknown here")
    public_id: UUID | None = Field(description="Of the candidate or recruiter")


class AutoMessage(BaseModel):
    """A message that goes out by itself: once at `due_at`, or as `cron` says by the clocks of `zone`."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                SAMPLE
                | {
                    "public_id": "0d9c1c9e-0b51-4d3b-9f53-6a2b7c1e8f10",
                    "target": None,
                    "created_by": "Ada",
                    "created_at": "2026-11-23T09:00:00Z",
                    "next_occurrences": [MOMENT],
                }
            ]
        }
    )

    public_id: UUID
    title: str
    text: str = Field(description="As it is sent: HTML of Telegram")
    status: AnnouncementStatus
    due_at: Moment | None
    cron: str | None
    zone: str = Field(description="Where its time is read; also the zone of recipients without a city")
    target: Target | None = Field(description="null: an audience, by city, stage and language")
    city_public_id: UUID | None = Field(description="null: every city")
    stage: Stage | None = Field(description="null: every stage")
    language: str | None = Field(description="null: every language")
    respects_quiet_hours: bool
    created_by: str | None = Field(description="The name of the token")
    created_at: datetime
    next_occurrences: list[Moment] = Field(description="Up to three; none unless it is scheduled or running")


class Run(BaseModel):
    """One time that the message went out, or goes out now."""

    public_id: UUID
    occurrence: datetime = Field(description="When it was to begin")
    status: RunStatus
    audience: int | None = Field(description="How many it was for; null until that is fixed, as soon as it begins")
    created_at: datetime
    finished_at: datetime | None


class Progress(Run):
    """A run, and how far it got; who was erased since is in `audience` and nowhere else."""

    recipients: dict[RecipientStatus, int] = Field(
        examples=[{"waiting": 40, "sending": 1, "sent": 19, "unknown": 0, "failed": 0, "unreachable": 0, "skipped": 0}]
    )


class Recipient(BaseModel):
    """How far it got to one recipient."""

    candidate_public_id: UUID | None = Field(description="null: the chat is no candidate's")
    status: RecipientStatus
    not_before: datetime = Field(description="Who sleeps gets it in the morning")
    attempts: int
    error: str | None = Field(description="The kind of the last error")
    finished_at: datetime | None


class Sleepers(BaseModel):
    """Recipients whom it would reach in their quiet hours."""

    people: int
    until: Moment


class Preview(BaseModel):
    """What would be sent; `length` in UTF-16 units, as Telegram counts."""

    html: str
    plain: str
    length: int


class AnnouncementDryRun(BaseModel):
    """What a message would do, as things stand now; nothing was kept and nothing is sent."""

    audience: int
    starts_at: Moment
    waits_for_morning: list[Sleepers] = Field(description="Those who sleep when it starts, by when they wake")
    sending_seconds: int = Field(description="How long sending takes at the pace of all workers together")
    target: Literal["candidate", "recruiter", "nobody"] | None = Field(description="Whose the one chat is")
    preview: Preview
    next_occurrences: list[Moment]


def describe(found: OfficeAnnouncement, *, now: datetime) -> AutoMessage:
    """Return what callers see of a message; its chat is never shown."""
    same = ("public_id", "title", "text", "status", "cron", "zone", "city_public_id", "stage", "language")
    return AutoMessage(
        **{name: getattr(found, name) for name in same},
        due_at=None if found.due_at is None else Moment.at(found.due_at, found.zone),
        target=_target(found),
        respects_quiet_hours=found.respects_quiet_hours,
        created_by=found.created_by,
        created_at=found.created_at,
        next_occurrences=next_occurrences(found.due_at, found.cron, found.zone, now=now) if found.active else [],
    )


def describe_run(found: OfficeRun) -> Run:
    """Return what callers see of a run."""
    return Run(**{name: getattr(found, name) for name in Run.model_fields})


def describe_recipient(found: OfficeRecipient) -> Recipient:
    """Return what callers see of a recipient."""
    return Recipient(**{name: getattr(found, name) for name in Recipient.model_fields})


def tag_of(seen: AutoMessage) -> str:
    """Return the entity tag of the message, whatever the clock says."""
    return etag_of(seen.model_copy(update={"next_occurrences": []}))


def preview_of(text: str) -> Preview:
    """Return the text as it is sent and as it is read."""
    return Preview(html=text, plain=plain(text), length=units(plain(text)))


def next_occurrences(due_at: datetime | None, cron: str | None, zone: str, *, now: datetime) -> list[Moment]:
    """Return when it goes out next, three times at most."""
    if cron is not None:
        return [Moment.at(each, zone) for each in occurrences(read_cron(cron), zone, after=now, count=NEXT)]
    return [Moment.at(due_at, zone)] if due_at is not None and due_at > now else []


def _target(found: OfficeAnnouncement) -> Target | None:
    if found.target_chat_id is None:
        return None
    if found.target_candidate is not None:
        return Target(whose="candidate", public_id=found.target_candidate)
    whose: Literal["recruiter", "nobody"] = "nobody" if found.target_recruiter is None else "recruiter"
    return Target(whose=whose, public_id=found.target_recruiter)
