"""What was sent to a webhook and what became of it; sending it again, and trying a webhook."""

import asyncio
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from api.access import Admin
from api.pages import Page, PagingIn, page_of
from api.problems import CREATING, FINDING, Problem
from api.surroundings import Around
from api.webhooks.deliveries_seen import (
    Delivery,
    DeliveryInDetail,
    Replay,
    Replayed,
    Trial,
    describe,
    describe_in_detail,
)
from api.webhooks.found import find_delivery, find_webhook
from api.writing_down import write_down
from database.webhooks.endpoints import OfficeWebhook
from database.webhooks.log import (
    Span,
    add_trial,
    attempts_of,
    count_events,
    logged_deliveries,
    replay_delivery,
    replay_events,
)
from domain.webhooks import SINGLE_TRY, DeliveryStatus
from workflows.webhooks.deliveries import Deliveries
from workflows.webhooks.orders import DeliverEvent

TABLE = "webhook_endpoints"
MOST_REPLAYED = 10_000
PATIENCE = 20  # seconds; a receiver has ten of them

router = APIRouter(prefix="/api/v1/webhooks/{public_id}", tags=["webhooks"])


@router.get("/deliveries", summary="What was sent to a webhook", responses=FINDING)
async def deliveries(
    public_id: UUID,
    around: Around,
    _caller: Admin,
    paging: PagingIn,
    status: Annotated[DeliveryStatus | None, Query(description="Only those that are like this")] = None,
) -> Page[Delivery]:
    """List the newest first. Events are kept for 30 days, longer while they wait."""
    async with around.sessions() as session:
        found = await find_webhook(session, public_id)
        rows = await logged_deliveries(session, paging.cut, webhook_id=found.id, status=status)
    return page_of(rows, describe)


@router.get("/deliveries/{delivery_id}", summary="One event that was sent", responses=FINDING)
async def delivery(public_id: UUID, delivery_id: UUID, around: Around, _caller: Admin) -> DeliveryInDetail:
    """Show what was sent and what came of each try."""
    async with around.sessions() as session:
        found = await find_delivery(session, await find_webhook(session, public_id), delivery_id)
        return describe_in_detail(found, await attempts_of(session, found.id))


@router.post("/deliveries/{delivery_id}/replay", summary="Send an event again", responses=CREATING)
async def replay_one(public_id: UUID, delivery_id: UUID, around: Around, caller: Admin) -> Delivery:
    """Send it again under the same webhook-id, so that a receiver that has it knows; with all its tries once more."""
    async with around.sessions.begin() as session:
        webhook = await find_webhook(session, public_id)
        _refuse_inactive(webhook)
        found = await find_delivery(session, webhook, delivery_id)
        if not await replay_delivery(session, found.id):
            detail = "It waits for its next try anyway; next_try_at says when."
            raise Problem(HTTPStatus.CONFLICT, "delivery_waits", detail)
        named = {"delivery": str(delivery_id)}
        await write_down(session, around, caller, "webhook_replayed", table=TABLE, row_id=webhook.id, after=named)
        return describe(await find_delivery(session, webhook, delivery_id))


@router.post("/replay", summary="Send events of some days again", responses=CREATING)
async def replay(public_id: UUID, wanted: Replay, around: Around, caller: Admin) -> Replayed:
    """Send what happened in [from, to) once more, under the same webhook-ids, delivered before or not.

    Facts are recorded while there is an active webhook of anybody: of other times there is nothing to send.
    """
    span = Span(since=wanted.since, until=wanted.until, types=wanted.types)
    async with around.sessions.begin() as session:
        webhook = await find_webhook(session, public_id)
        _refuse_inactive(webhook)
        count = await count_events(session, webhook.id, span)
        if count > MOST_REPLAYED:
            detail = f"These are {count} events, and {MOST_REPLAYED} is the most; ask for fewer days or types."
            raise Problem(HTTPStatus.CONFLICT, "too_many_events", detail)
        begun = await replay_events(session, webhook.id, span)
        named = wanted.model_dump(mode="json", by_alias=True) | {"deliveries": begun}
        await write_down(session, around, caller, "webhook_replayed", table=TABLE, row_id=webhook.id, after=named)
    return Replayed(deliveries=begun)


@router.post("/test", summary="Try a webhook", responses=FINDING)
async def test(public_id: UUID, around: Around, caller: Admin) -> Trial:
    """Send one event `webhook.test`, once, and say what came of it; to a webhook that is switched off as well."""
    async with around.sessions.begin() as session:
        webhook = await find_webhook(session, public_id)
        trial = await add_trial(session, webhook.id, at=around.now())
        await write_down(session, around, caller, "webhook_tried", table=TABLE, row_id=webhook.id)
    order = DeliverEvent(delivery_id=trial.id, round=trial.round, pace=SINGLE_TRY)
    handle = await Deliveries(around.client).begin(trial.public_id, order)
    try:
        result = await asyncio.wait_for(handle.result(), PATIENCE)
    except TimeoutError:
        detail = f"No worker has sent it yet; look at the delivery {trial.public_id} in a while."
        raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, "not_answered", detail) from None
    delivered = result.status is DeliveryStatus.DELIVERED
    return Trial(delivery=trial.public_id, delivered=delivered, status_code=result.status_code, error=result.error)


def _refuse_inactive(webhook: OfficeWebhook) -> None:
    if not webhook.active:
        detail = "It is switched off: switch it on (PATCH active: true), then send again."
        raise Problem(HTTPStatus.CONFLICT, "webhook_inactive", detail)
