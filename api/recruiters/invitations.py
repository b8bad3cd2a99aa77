"""Invitations: one-time deep links by which recruiters walk into the bot. Their tokens are shown once."""

from datetime import datetime, timedelta
from http import HTTPStatus
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field, JsonValue, StrictInt
from sqlalchemy.ext.asyncio import AsyncSession

from api.access import Admin, Viewer
from api.once import Once
from api.pages import Page, PagingIn, page_of
from api.problems import CREATING, FINDING, Problem
from api.recruiters.found import find_recruiter
from api.shown_once import create_secret
from api.surroundings import Around
from api.writing_down import write_down
from database.office.open_invitations import OpenInvitation, expire_invitation, invitation_of, open_invitations
from database.people.invitations import START_PREFIX, new_invitation
from database.people.invitations import IssuedInvitation as NewLink
from database.places.company import company

USUAL_HOURS, MOST_HOURS = 72, 30 * 24
SAMPLE: dict[str, JsonValue] = {
    "public_id": "7c1a2f4e-1d7b-4f0a-9a54-0c5a3e5d8b21",
    "expires_at": "2026-11-26T09:00:00Z",
    "created_at": "2026-11-23T09:00:00Z",
}
TOKEN = "r_oP3xB1yYt0v9v8m5h2k7q4s6d1f3g5h7"  # noqa: S105 -- an invented one, for the documentation

router = APIRouter(prefix="/api/v1/recruiters/{public_id}/invitations", tags=["recruiters"])


class NewInvitation(BaseModel):
    """How long the link can be followed."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"lifetime_hours": 24}]})

    lifetime_hours: StrictInt = Field(default=USUAL_HOURS, ge=1, le=MOST_HOURS)


class Invitation(BaseModel):
    """A link that nobody has followed yet; instants are UTC."""

    model_config = ConfigDict(from_attributes=True, json_schema_extra={"examples": [SAMPLE]})

    public_id: UUID
    expires_at: datetime
    created_at: datetime


class IssuedInvitation(Invitation):
    """A new link, shown this once: whoever follows it first is the recruiter."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [SAMPLE | {"start_parameter": TOKEN, "link": f"https://t.me/otklik_bot?start={TOKEN}"}]
        }
    )

    start_parameter: str = Field(description="What follows /start; give it to the recruiter and to nobody else")
    link: str | None = Field(description="The same as a link; null until `otklik announce` has run")


@router.get("", summary="Open invitations of a recruiter", responses=FINDING)
async def invitations(public_id: UUID, around: Around, caller: Viewer, paging: PagingIn) -> Page[Invitation]:
    """List the links that can still be followed, the first to expire first; not the links themselves."""
    async with around.sessions() as session:
        found = await find_recruiter(session, caller, public_id, now=around.now())
        rows = await open_invitations(session, found.id, paging.cut, now=around.now())
    return page_of(rows, Invitation.model_validate)


@router.post("", status_code=HTTPStatus.CREATED, summary="Invite a recruiter", responses=CREATING)
async def issue(
    public_id: UUID, new: NewInvitation, *, around: Around, caller: Admin, once: Once, response: Response
) -> IssuedInvitation:
    """Issue a link; a call that is sent again under its Idempotency-Key is answered 409: the link is kept nowhere.

    Who follows it takes the place of the account that was linked before.
    """

    async def make(session: AsyncSession) -> tuple[Invitation, str]:
        found = await find_recruiter(session, caller, public_id, now=around.now())
        lifetime = timedelta(hours=new.lifetime_hours)
        issued = await new_invitation(session, found.id, now=around.now(), lifetime=lifetime)
        await write_down(
            session, around, caller, "recruiter_invited", table="recruiters", row_id=found.id, after=_noted(issued)
        )
        return Invitation.model_validate(issued), issued.token

    made, token = await create_secret(
        once, make, Invitation, response, name=lambda made: f"the invitation {made.public_id}"
    )
    async with around.sessions() as session:
        bot_link = (await company(session)).bot_link
    start = f"{START_PREFIX}{token}"
    link = None if bot_link is None else f"{bot_link}?start={start}"
    return IssuedInvitation(**dict(made), start_parameter=start, link=link)


@router.post("/{invitation_public_id}/revoke", summary="Take an invitation back", responses=CREATING)
async def revoke(public_id: UUID, invitation_public_id: UUID, around: Around, caller: Admin) -> Invitation:
    """Let the link expire now; nothing happens to one that has expired. One that was followed is a problem 409."""
    async with around.sessions.begin() as session:
        found = await find_recruiter(session, caller, public_id, now=around.now())
        invitation = await invitation_of(session, found.id, invitation_public_id)
        if invitation is None:
            detail = "This recruiter has no such invitation; GET the invitations to see the open ones."
            raise Problem(HTTPStatus.NOT_FOUND, "no_invitation", detail)
        if invitation.used_at is not None:
            detail = "It was followed already; unlink the recruiter from Telegram if that was the wrong person."
            raise Problem(HTTPStatus.CONFLICT, "invitation_used", detail)
        if invitation.expires_at > around.now():
            await expire_invitation(session, invitation.id, now=around.now())
            await write_down(
                session,
                around,
                caller,
                "invitation_revoked",
                table="recruiters",
                row_id=found.id,
                before=_noted(invitation),
            )
    ended = min(invitation.expires_at, around.now())
    return Invitation.model_validate(invitation).model_copy(update={"expires_at": ended})


def _noted(invitation: NewLink | OpenInvitation) -> dict[str, object]:
    return {"invitation": invitation.public_id, "expires_at": invitation.expires_at}
