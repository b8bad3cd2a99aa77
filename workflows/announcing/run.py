"""One run of an auto-message: its audience is fixed, then it goes out to one after another, behind all else.

What is decided stands in the database; the signals only let the workflow hear of it at once.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

from temporalio import workflow
from temporalio.common import Priority, RetryPolicy
from temporalio.exceptions import ActivityError

from domain.announcements import RunStatus
from workflows import steps
from workflows.announcing import orders
from workflows.connection import BULK

OrderT = TypeVar("OrderT")
AnswerT = TypeVar("AnswerT")

BEHIND_ALL_ELSE = Priority(priority_key=5)
HANDS = 8  # sends under way at once: a reminder always finds a free slot beside them
PICKS = 20  # after which the history begins anew
ONE_TRY = timedelta(seconds=60)
RETRY = RetryPolicy(initial_interval=timedelta(milliseconds=200), maximum_interval=timedelta(seconds=30))
SEND_TIMEOUT = timedelta(seconds=75)  # as for any other message
SEND_WITHIN = timedelta(hours=6)
SEND_RETRY = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=1))
HEARTBEAT_TIMEOUT = timedelta(seconds=15)


@dataclass(frozen=True, kw_only=True)
class Announce:
    """Which message, and by which plan; None: an admin wants it now, or it is taken up again. `run_id` once it runs."""

    message_id: int
    public_id: str
    plan: str | None
    run_id: int | None = None


@workflow.defn
class Announcing:
    """Sends one message to its audience, until nobody waits for it any more."""

    def __init__(self) -> None:
        """Run, until told otherwise."""
        self._status = RunStatus.RUNNING
        self._told = 0

    @workflow.run
    async def run(self, order: Announce) -> None:
        """Begin the run, or go on with it; end at once where there is nothing to send."""
        run_id = order.run_id or await self._begin(order)
        if run_id is None:
            return
        for _ in range(PICKS):
            told = self._told
            picked = await _do(
                steps.pick_recipients, orders.PickRecipients(run_id=run_id, now=workflow.now()), f"run {run_id}"
            )
            if self._told == told:  # what was told meanwhile is newer than what was read
                self._status = picked.status
            self._show(picked)
            if self._status in {RunStatus.DONE, RunStatus.CANCELLED}:
                break
            if self._status is RunStatus.PAUSED:
                await workflow.wait_condition(lambda: self._status is not RunStatus.PAUSED)
            elif picked.delivery_ids:
                await self._send_to(deque(picked.delivery_ids))
            elif picked.next_at is not None:
                await self._sleep_until(picked.next_at)
            else:
                break
        else:
            workflow.continue_as_new(replace(order, run_id=run_id))
        await _do(steps.finish_announcing, orders.FinishAnnouncing(run_id=run_id, now=workflow.now()), f"run {run_id}")

    @workflow.signal
    def pause(self) -> None:
        """Send to nobody more, until told to go on."""
        self._hear(RunStatus.PAUSED)

    @workflow.signal
    def resume(self) -> None:
        """Go on with whoever still waits."""
        self._hear(RunStatus.RUNNING)

    @workflow.signal
    def cancel(self) -> None:
        """Send to nobody more, for good."""
        self._hear(RunStatus.CANCELLED)

    def _hear(self, status: RunStatus) -> None:
        self._status = status
        self._told += 1

    async def _begin(self, order: Announce) -> int | None:
        begun = await _do(
            steps.begin_announcing,
            orders.BeginAnnouncing(
                message_id=order.message_id,
                public_id=order.public_id,
                workflow_id=workflow.info().workflow_id,
                plan=order.plan,
                now=workflow.now(),
            ),
            f"auto-message {order.message_id}",
        )
        return begun.run_id

    async def _send_to(self, waiting: deque[int]) -> None:
        """Let a few hands send at once; each takes the next recipient as long as the run is not stopped."""
        await asyncio.gather(*(self._hand(waiting) for _ in range(min(HANDS, len(waiting)))))

    async def _hand(self, waiting: deque[int]) -> None:
        while waiting and self._status is RunStatus.RUNNING:
            await _send(waiting.popleft())

    async def _sleep_until(self, moment: datetime) -> None:
        """Wait for the moment, or until something is told."""
        told = self._told
        rest = max(moment - workflow.now(), timedelta(seconds=1))
        try:
            await workflow.wait_condition(
                lambda: self._told != told, timeout=rest, timeout_summary="everybody sleeps who still waits"
            )
        except TimeoutError:
            return

    def _show(self, picked: orders.RecipientsPicked) -> None:
        figures = ", ".join(f"{state} {count}" for state, count in picked.figures.items() if count)
        lines = [f"**{self._status.value}**: {figures or 'nobody in the audience'}"]
        if picked.next_at is not None:
            lines.append(f"**Next**: {picked.next_at:%Y-%m-%d %H:%M:%S} UTC, after quiet hours")
        workflow.set_current_details("\n\n".join(lines))


async def _do(step: Callable[[OrderT], Awaitable[AnswerT]], order: OrderT, about: str) -> AnswerT:
    return await workflow.execute_activity(
        step,
        order,
        start_to_close_timeout=ONE_TRY,
        retry_policy=RETRY,
        summary=about,
        priority=BEHIND_ALL_ELSE,
    )


async def _send(delivery_id: int) -> None:
    """Send to one recipient; whatever goes wrong for hours is given up, so that the others get theirs."""
    about = f"delivery {delivery_id}"
    try:
        await workflow.execute_activity(
            steps.send_announcement,
            orders.SendAnnouncement(delivery_id=delivery_id, now=workflow.now()),
            task_queue=BULK,
            start_to_close_timeout=SEND_TIMEOUT,
            schedule_to_close_timeout=SEND_WITHIN,
            heartbeat_timeout=HEARTBEAT_TIMEOUT,
            retry_policy=SEND_RETRY,
            summary=about,
            priority=BEHIND_ALL_ELSE,
        )
    except ActivityError:
        workflow.logger.warning("gave up on an announcement", extra={"delivery_id": delivery_id})
        await _do(steps.give_up_announcement, orders.GiveUpAnnouncement(delivery_id=delivery_id), about)
