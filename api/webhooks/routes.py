"""Webhooks: who outside the house is told of facts, and of which."""

from http import HTTPStatus
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Response
from sqlalchemy.ext.asyncio import AsyncSession

from api.access import Admin
from api.etags import WITH_ETAG, IfMatch, require_match
from api.once import Once
from api.pages import Page, PagingIn, page_of
from api.patching import changes_of
from api.problems import CHANGING, CREATING, FINDING, LOOKING
from api.shown_once import create_secret
from api.surroundings import Around
from api.webhooks.found import find_webhook, refuse_house, stored
from api.webhooks.seen import EventType, NewWebhook, Webhook, WebhookChange, WebhookWithSecret, describe, tag_of
from api.writing_down import write_down
from database.webhooks.endpoints import add_webhook, change_webhook, delete_webhook, office_webhooks, rotate_secret
from domain.facts import FACTS
from domain.signing import new_secret
from workflows.sealing import Sealing

TABLE = "webhook_endpoints"

router = APIRouter(prefix="/api/v1/webhooks", tags=["webhooks"])


@router.get("/event-types", summary="What webhooks can be told of", responses=LOOKING)
async def event_types(_caller: Admin) -> list[EventType]:
    """List every type of event with an example. Events name people and things by public ids alone."""
    return [EventType(type=each.type, description=each.description, example=each.example) for each in FACTS]


@router.get("", summary="Webhooks", responses=LOOKING)
async def webhooks(
    around: Around,
    _caller: Admin,
    paging: PagingIn,
    *,
    active: Annotated[bool | None, Query(description="Only those that are switched on, or off")] = None,
    sort: Literal["created_at", "-created_at"] = "created_at",
) -> Page[Webhook]:
    """List them page by page; never their secrets."""
    async with around.sessions() as session:
        newest_first = sort == "-created_at"
        rows = await office_webhooks(session, paging.cut, active=active, newest_first=newest_first)
    return page_of(rows, describe)


@router.post("", status_code=HTTPStatus.CREATED, summary="Add a webhook", responses=CREATING)
async def create(new: NewWebhook, around: Around, caller: Admin, once: Once, response: Response) -> WebhookWithSecret:
    """Add a webhook; the secret that signs its events is in this answer and nowhere else.

    It is told of what happens from now on. A call that is sent again under its Idempotency-Key is answered 409.
    """
    refuse_house(new.url, to_private=around.webhooks_to_private)

    async def make(session: AsyncSession) -> tuple[Webhook, str]:
        values, secret = await stored(session, new.model_dump()), new_secret()
        sealed = await Sealing.of(around.client).seal(secret)
        public_id = await add_webhook(session, values, secret=sealed, token_id=caller.id)
        found = await find_webhook(session, public_id)
        await write_down(session, around, caller, "webhook_created", table=TABLE, row_id=found.id, after=new)
        return describe(found), secret

    made, secret = await create_secret(once, make, Webhook, response, name=lambda made: f"the webhook {made.public_id}")
    response.headers["Location"] = f"/api/v1/webhooks/{made.public_id}"
    response.headers["ETag"] = tag_of(made)
    return WebhookWithSecret(**dict(made), secret=secret)


@router.get("/{public_id}", summary="A webhook", responses=WITH_ETAG | FINDING)
async def webhook(public_id: UUID, around: Around, _caller: Admin, response: Response) -> Webhook:
    """Show one webhook, and whether it takes what it is told."""
    async with around.sessions() as session:
        seen = describe(await find_webhook(session, public_id))
    response.headers["ETag"] = tag_of(seen)
    return seen


@router.patch("/{public_id}", summary="Change a webhook", responses=WITH_ETAG | CHANGING)
async def change(
    public_id: UUID,
    wanted: WebhookChange,
    *,
    around: Around,
    caller: Admin,
    response: Response,
    if_match: IfMatch = None,
) -> Webhook:
    """Change what is named; what was to be delivered before goes where the webhook points now."""
    changes = changes_of(wanted)
    if "url" in changes:
        refuse_house(wanted.url, to_private=around.webhooks_to_private)
    async with around.sessions.begin() as session:
        found = await find_webhook(session, public_id, locks=True)
        require_match(if_match, tag_of(describe(found)))
        before = {name: getattr(found, name) for name in changes}
        if changes != before:
            await change_webhook(session, found.id, await stored(session, changes))
            after = wanted.model_dump(mode="json", include=set(changes))
            was = describe(found).model_dump(mode="json", include=set(changes))
            await write_down(
                session, around, caller, "webhook_changed", table=TABLE, row_id=found.id, before=was, after=after
            )
        seen = describe(await find_webhook(session, public_id))
    response.headers["ETag"] = tag_of(seen)
    return seen


@router.delete("/{public_id}", status_code=HTTPStatus.NO_CONTENT, summary="Delete a webhook", responses=CHANGING)
async def delete(public_id: UUID, around: Around, caller: Admin, if_match: IfMatch = None) -> None:
    """Delete a webhook with the log of its deliveries; nothing more is sent to it."""
    async with around.sessions.begin() as session:
        found = await find_webhook(session, public_id, locks=True)
        require_match(if_match, tag_of(describe(found)))
        await delete_webhook(session, found.id)
        await write_down(
            session, around, caller, "webhook_deleted", table=TABLE, row_id=found.id, before=describe(found)
        )


@router.post(
    "/{public_id}/rotate-secret",
    status_code=HTTPStatus.CREATED,
    summary="Give a webhook another secret",
    responses=CREATING,
)
async def rotate(public_id: UUID, around: Around, caller: Admin, once: Once, response: Response) -> WebhookWithSecret:
    """Make a new secret, shown in this answer alone; for 24 hours the one before signs as well, and no older one."""

    async def make(session: AsyncSession) -> tuple[Webhook, str]:
        found = await find_webhook(session, public_id, locks=True)
        secret = new_secret()
        await rotate_secret(session, found.id, secret=await Sealing.of(around.client).seal(secret))
        await write_down(session, around, caller, "webhook_secret_rotated", table=TABLE, row_id=found.id)
        return describe(await find_webhook(session, public_id)), secret

    made, secret = await create_secret(once, make, Webhook, response, name=lambda made: f"the webhook {made.public_id}")
    return WebhookWithSecret(**dict(made), secret=secret)
