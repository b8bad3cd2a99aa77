"""The audit log: who changed what, when, and what it was before and after. Row ids stay in the house."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from http import HTTPStatus
from typing import Annotated, Any, Self
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from api.access import Admin
from api.moments import Instant
from api.pages import Page, PagingIn, page_of
from api.problems import LOOKING, Fault, Problem
from api.surroundings import Around
from database.office.audit_trail import AuditLine, WantedAudit, audit_lines
from domain.booking import Actor


class Noun(StrEnum):
    """What a line of the audit log can be about."""

    AUTO_MESSAGE = "auto_message"
    AUTO_MESSAGE_RUN = "auto_message_run"
    BOOKING = "booking"
    CANDIDATE = "candidate"
    CITY = "city"
    COMPANY = "company"
    INVITATION = "invitation"
    QUESTIONNAIRE = "questionnaire"
    RECRUITER = "recruiter"
    SLOT = "slot"
    SLOT_IMPORT = "slot_import"
    TEMPLATE = "template"
    TOKEN = "token"  # noqa: S105 - a noun, no secret
    WEBHOOK = "webhook"
    WEBHOOK_DELIVERY = "webhook_delivery"
    WEBHOOK_EVENT = "webhook_event"


TABLES = {
    Noun.AUTO_MESSAGE: "auto_messages",
    Noun.AUTO_MESSAGE_RUN: "auto_message_runs",
    Noun.BOOKING: "bookings",
    Noun.CANDIDATE: "candidates",
    Noun.CITY: "cities",
    Noun.COMPANY: "company_settings",
    Noun.INVITATION: "recruiter_invitations",
    Noun.QUESTIONNAIRE: "questionnaires",
    Noun.RECRUITER: "recruiters",
    Noun.SLOT: "slots",
    Noun.SLOT_IMPORT: "slot_imports",
    Noun.TEMPLATE: "templates",
    Noun.TOKEN: "api_tokens",
    Noun.WEBHOOK: "webhook_endpoints",
    Noun.WEBHOOK_DELIVERY: "webhook_deliveries",
    Noun.WEBHOOK_EVENT: "webhook_events",
}
NOUNS = {table: noun for noun, table in TABLES.items()}


class Who(BaseModel):
    """Who did it: a recruiter, an admin's token, a candidate (by id only), or the system."""

    kind: Actor
    name: str | None = Field(examples=["Ada"])
    public_id: UUID | None


class Subject(BaseModel):
    """What it was done to; the id is missing for what has none, such as the company."""

    noun: Noun
    public_id: UUID | None


class AuditEntry(BaseModel):
    """Somebody did something; the instant is UTC."""

    at: datetime
    who: Who
    what: str = Field(examples=["city_changed"])
    subject: Subject | None
    before: dict[str, Any] | None = Field(description="What it was, as far as it changed")
    after: dict[str, Any] | None = Field(description="What it became, as far as it changed")

    @classmethod
    def of(cls, line: AuditLine) -> Self:
        """Return what is seen of a line."""
        noun = NOUNS.get(line.subject_table or "")
        return cls(
            at=line.at,
            who=Who(kind=line.actor, name=line.actor_name, public_id=line.actor_public_id),
            what=line.what,
            subject=None if noun is None else Subject(noun=noun, public_id=line.subject_public_id),
            before=without_row_ids(line.before),
            after=without_row_ids(line.after),
        )


def without_row_ids(shown: Any) -> Any:
    """Return what was written down without the numbers by which rows, people and chats are known in the house."""
    if isinstance(shown, Mapping):
        return {name: without_row_ids(value) for name, value in shown.items() if not _is_row_id(name, value)}
    if isinstance(shown, list):
        return [without_row_ids(value) for value in shown]
    return shown


def _is_row_id(name: str, value: Any) -> bool:
    if name != "id" and not name.endswith(("_id", "_ids")):
        return False
    return any(isinstance(each, int) for each in (value if isinstance(value, list) else [value]))


router = APIRouter(prefix="/api/v1/audit", tags=["audit"])


@router.get("", summary="Who changed what", responses=LOOKING)
async def audit(
    around: Around,
    _caller: Admin,
    paging: PagingIn,
    *,
    actor: Annotated[Actor | None, Query(description="Recruiters, admins, candidates or the system")] = None,
    actor_public_id: Annotated[UUID | None, Query(description="Of a recruiter, a token or a candidate")] = None,
    what: Annotated[str | None, Query(pattern="^[a-z0-9_]{1,100}$", examples=["city_changed"])] = None,
    subject: Annotated[Noun | None, Query(description="What it was done to")] = None,
    subject_public_id: Annotated[UUID | None, Query(description="To which one; needs `subject`")] = None,
    since: Annotated[Instant | None, Query(alias="from", description="Then or later")] = None,
    until: Annotated[Instant | None, Query(alias="to", description="Before then")] = None,
) -> Page[AuditEntry]:
    """List it, the latest first."""
    if subject is None and subject_public_id is not None:
        fault = Fault(where=["query", "subject"], what="It is missing: ids of different nouns are not told apart.")
        detail = "Say with `subject` what the id belongs to, such as `subject=city`."
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "subject_missing", detail, errors=[fault])
    wanted = WantedAudit(
        actor=actor,
        actor_public_id=actor_public_id,
        what=what,
        subject_table=None if subject is None else TABLES[subject],
        subject_public_id=subject_public_id,
        since=since,
        until=until,
    )
    async with around.sessions() as session:
        return page_of(await audit_lines(session, wanted, paging.cut), AuditEntry.of)
