"""API tokens: who has one, issuing another, taking one back."""

from functools import partial
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from sqlalchemy.ext.asyncio import AsyncSession

from api.access import Admin
from api.once import Once
from api.pages import Page, PagingIn, page_of
from api.problems import CREATING, FINDING, LOOKING, Problem
from api.recruiters.found import find_cities
from api.shown_once import create_secret
from api.surroundings import Around
from api.tokens.seen import IssuedToken, NewToken, Token, describe
from api.writing_down import write_down
from database.office.listed_tokens import OfficeToken, lock_admin_tokens, office_token, office_tokens
from database.office.order import OfficeOrder
from database.office.tokens import issue_token, revoke_token
from database.tables import Role

TABLE = "api_tokens"
LAST = (
    "It is the last valid token of an admin: without it nobody could issue another one here. Issue one first, or "
    "revoke it with `otklik token --revoke` on the machine itself."
)

router = APIRouter(prefix="/api/v1/tokens", tags=["tokens"])


@router.get("", summary="API tokens", responses=LOOKING)
async def tokens(
    around: Around,
    _caller: Admin,
    paging: PagingIn,
    *,
    valid: Annotated[bool | None, Query(description="Only those that are neither expired nor revoked, or are")] = None,
    role: Role | None = None,
    sort: OfficeOrder = OfficeOrder.NAME,
) -> Page[Token]:
    """List them page by page; never the tokens themselves."""
    now = around.now()
    async with around.sessions() as session:
        rows = await office_tokens(session, paging.cut, now=now, valid=valid, role=role, order=sort)
    return page_of(rows, partial(describe, now=now))


@router.get("/{public_id}", summary="An API token", responses=FINDING)
async def token(public_id: UUID, around: Around, _caller: Admin) -> Token:
    """Show what is known of one token."""
    async with around.sessions() as session:
        return describe(await _find(session, public_id), around.now())


@router.post("", status_code=HTTPStatus.CREATED, summary="Issue an API token", responses=CREATING)
async def issue(new: NewToken, around: Around, caller: Admin, once: Once, response: Response) -> IssuedToken:
    """Issue a token; its secret is in this answer and nowhere else.

    A call that is sent again under its Idempotency-Key is answered 409: the answer was kept without the secret.
    """

    async def make(session: AsyncSession) -> tuple[Token, str]:
        expires_at = new.ends(around.now())
        city_ids = await find_cities(session, new.cities)
        issued = await issue_token(session, name=new.name, role=new.role, expires_at=expires_at, city_ids=city_ids)
        seen = describe(await _find(session, issued.public_id), around.now())
        await write_down(session, around, caller, "token_issued", table=TABLE, row_id=issued.id, after=seen)
        return seen, issued.secret

    made, secret = await create_secret(once, make, Token, response, name=lambda made: f"the token {made.public_id}")
    response.headers["Location"] = f"/api/v1/tokens/{made.public_id}"
    return IssuedToken(**dict(made), secret=secret)


@router.post("/{public_id}/revoke", summary="Take an API token back", responses=CREATING)
async def revoke(public_id: UUID, around: Around, caller: Admin) -> Token:
    """Make a token worthless at once; the last valid one of an admin is kept."""
    now = around.now()
    async with around.sessions.begin() as session:
        admins = await lock_admin_tokens(session, now=now)
        found = await _find(session, public_id)
        if admins == {public_id}:
            raise Problem(HTTPStatus.CONFLICT, "last_admin_token", LAST)
        if found.revoked_at is None:
            await revoke_token(session, public_id, now=now)
            await write_down(
                session,
                around,
                caller,
                "token_revoked",
                table=TABLE,
                row_id=found.id,
                before={"revoked_at": None},
                after={"revoked_at": now},
            )
        return describe(await _find(session, public_id), now)


async def _find(session: AsyncSession, public_id: UUID) -> OfficeToken:
    found = await office_token(session, public_id)
    if found is None:
        detail = "There is no such token; GET /api/v1/tokens lists those there are."
        raise Problem(HTTPStatus.NOT_FOUND, "no_token", detail)
    return found
