"""Telling others of facts: beginning deliveries, one attempt at a time, and giving up."""

import asyncio
from datetime import UTC, timedelta
from http import HTTPStatus

from pydantic_core import to_json
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from temporalio import activity
from temporalio.exceptions import ApplicationError, ApplicationErrorCategory

from activities.webhook_posting import Answer, Poster
from database.webhooks.endings import abandon, forget_events, stop_endpoint
from database.webhooks.sending import (
    Outgoing,
    Tried,
    WaitingDelivery,
    deliveries_to_begin,
    note_attempt,
    note_begun,
    outgoing,
)
from domain.signing import signed_headers
from domain.webhooks import DeliveryStatus, EndpointStop, Pace, Trouble, pause_after
from workflows.sealing import Sealing, UnreadableSecretError
from workflows.webhooks.deliveries import Deliveries
from workflows.webhooks.orders import DeliverEvent, DeliveryResult

AT_ONCE = 50  # workflows that are begun side by side
MOST_FORGOTTEN = 1000
USER_AGENT = "Otklik-Webhooks/1"


class WebhookDeeds:
    """What is done for webhooks; `pace` is what new deliveries are begun with."""

    def __init__(
        self,
        sessions: async_sessionmaker[AsyncSession],
        deliveries: Deliveries,
        sealing: Sealing,
        poster: Poster,
        pace: Pace,
    ) -> None:
        self._sessions = sessions
        self._deliveries = deliveries
        self._sealing = sealing
        self._poster = poster
        self._pace = pace

    @activity.defn
    async def begin_deliveries(self) -> int:
        """Begin in portions; a portion that was begun and not noted is found again and begins nothing."""
        count = 0
        while True:
            async with self._sessions() as session:
                waiting = await deliveries_to_begin(session, limit=AT_ONCE)
            await asyncio.gather(*map(self._begin, waiting))
            async with self._sessions.begin() as session:
                await note_begun(session, [each.id for each in waiting])
            count += len(waiting)
            if len(waiting) < AT_ONCE:
                return count

    async def _begin(self, waiting: WaitingDelivery) -> None:
        order = DeliverEvent(delivery_id=waiting.id, round=waiting.round, pace=self._pace)
        await self._deliveries.begin(waiting.public_id, order)

    @activity.defn
    async def deliver_event(self, order: DeliverEvent) -> DeliveryResult:
        """Post one event; raise for what is worth another try, with the pause that is due.

        Nothing is held while the receiver thinks. Whoever dies after the post and before the note posts again, under
        the same webhook-id.
        """
        async with self._sessions() as session:
            sent = await outgoing(session, order.delivery_id, order.round)
        if sent is None:
            return DeliveryResult(status=None)
        begun = asyncio.get_running_loop().time()
        answer = await self._post(sent, order.pace)
        took = timedelta(seconds=asyncio.get_running_loop().time() - begun)
        return await self._conclude(order, sent, answer, took)

    async def _post(self, sent: Outgoing, pace: Pace) -> Answer:
        if not (sent.active or sent.is_trial):
            return Answer(trouble=Trouble.SWITCHED_OFF)
        sealed = [sent.secret] if sent.previous_secret is None else [sent.secret, sent.previous_secret]
        try:
            keys = [await self._sealing.open(each) for each in sealed]
        except UnreadableSecretError:
            return Answer(trouble=Trouble.SECRET_UNREADABLE)
        body = payload_of(sent)
        signed = signed_headers(keys, event_id=str(sent.event_id), at=int(sent.now.timestamp()), body=body)
        headers = {"Content-Type": "application/json", "User-Agent": USER_AGENT, **signed}
        return await self._poster.post(sent.url, headers, body, patience=pace.one_try, now=sent.now)

    async def _conclude(self, order: DeliverEvent, sent: Outgoing, answer: Answer, took: timedelta) -> DeliveryResult:
        """Note the attempt; raise where there shall be another one."""
        gone = answer.status_code == HTTPStatus.GONE
        status = _status(answer, gone=gone)
        pause = pause_after(activity.info().attempt, order.pace, answer.retry_after)
        waits = status is DeliveryStatus.WAITING
        tried = Tried(
            took=took,
            status_code=answer.status_code,
            error=answer.trouble,
            status=status,
            next_try_at=sent.now + took + pause if waits else None,
        )
        async with self._sessions.begin() as session:
            await note_attempt(session, sent, tried)
            if gone:
                await stop_endpoint(session, sent.endpoint_id, EndpointStop.GONE)
        if waits:
            raise ApplicationError(
                f"{answer.trouble} {answer.status_code or ''}".strip(),
                type="NotDelivered",
                next_retry_delay=pause,
                category=ApplicationErrorCategory.BENIGN,
            )
        return DeliveryResult(status=status, status_code=answer.status_code, error=answer.trouble)

    @activity.defn
    async def abandon_delivery(self, order: DeliverEvent) -> DeliveryResult:
        """Give up what still waits."""
        async with self._sessions.begin() as session:
            standing = await abandon(session, order.delivery_id, order.round)
        if standing is None:
            return DeliveryResult(status=None)
        return DeliveryResult(status=standing.status, status_code=standing.status_code, error=standing.error)

    @activity.defn
    async def forget_old_events(self) -> int:
        """Delete what cannot be replayed any more."""
        async with self._sessions.begin() as session:
            return await forget_events(session, limit=MOST_FORGOTTEN)


def payload_of(sent: Outgoing) -> bytes:
    """Return the body, the same bytes at every attempt: type, instant of the fact (RFC 3339, UTC) and data."""
    return to_json({"type": sent.type, "timestamp": sent.at.astimezone(UTC), "data": sent.data})


def _status(answer: Answer, *, gone: bool) -> DeliveryStatus:
    if answer.trouble is None:
        return DeliveryStatus.DELIVERED
    if answer.trouble is Trouble.SWITCHED_OFF:
        return DeliveryStatus.ABANDONED
    hopeless = gone or answer.trouble is Trouble.ADDRESS_REFUSED
    return DeliveryStatus.FAILED if hopeless else DeliveryStatus.WAITING
