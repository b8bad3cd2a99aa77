"""Auto-messages: who gets them is fixed once, each send is noted before the call, and what a crash left is repaired."""

from datetime import datetime, timedelta
from uuid import UUID

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from temporalio import activity
from temporalio.service import RPCError

from activities.beating import beating
from activities.counting import count_letter
from activities.refusals import TryAgain, judge, name_of, try_again
from database.announcements.deliveries import (
    ToSend,
    begin_delivery,
    due_deliveries,
    finish_delivery,
    give_up_delivery,
)
from database.announcements.due import note_kept, note_told, open_runs, planned_messages
from database.announcements.runs import begin_run, figures_of, finish_run, note_read_pause, run_status
from database.people.candidates import mark_blocked
from domain.announcements import OpenRun, Planned, RecipientStatus, RunStatus, schedule_id
from workflows.announcing import orders
from workflows.announcing.schedule import Announcements
from workflows.findings import SendingTrouble

KIND = "announcement"
AT_ONCE = 100  # recipients of one pick
PATIENCE = timedelta(minutes=1)  # after which a message that is due and did not begin is begun by hand

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class AnnouncingDeeds:
    """What is done to announce something; each safe to repeat."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession], bot: Bot, announcements: Announcements) -> None:
        self._sessions = sessions
        self._bot = bot
        self._announcements = announcements

    @activity.defn
    async def begin_announcing(self, deed: orders.BeginAnnouncing) -> orders.AnnouncingBegun:
        """Begin a run and fix its audience; a schedule that started it against what is wanted is put right."""
        async with self._sessions.begin() as session:
            run_id = await begin_run(
                session, deed.message_id, workflow_id=deed.workflow_id, plan=deed.plan, now=deed.now
            )
            messages = await planned_messages(session, [UUID(deed.public_id)])
        if run_id is None and not messages:
            await self._announcements.drop(deed.public_id)
        for message in messages:
            if run_id is None and deed.plan not in {None, message.wanted.words if message.wanted else None}:
                await self._keep(message, now=activity.info().started_time)
        return orders.AnnouncingBegun(run_id=run_id)

    @activity.defn
    async def pick_recipients(self, deed: orders.PickRecipients) -> orders.RecipientsPicked:
        """Say who is next, by the quiet hours of each city as they are now, and how far the run got."""
        async with self._sessions.begin() as session:
            due = await due_deliveries(session, deed.run_id, now=deed.now, limit=AT_ONCE)
            status = await run_status(session, deed.run_id)
            if status is RunStatus.PAUSED:
                await note_read_pause(session, deed.run_id)
            figures = await figures_of(session, deed.run_id)
        return orders.RecipientsPicked(
            delivery_ids=due.delivery_ids,
            next_at=due.next_at,
            status=status,
            figures={state.value: count for state, count in figures.items()},
        )

    @activity.defn
    async def send_announcement(self, deed: orders.SendAnnouncement) -> None:
        """Send to one recipient and note it; raise where another try may succeed and the last one did not arrive."""
        async with self._sessions.begin() as session:
            sending = await begin_delivery(session, deed.delivery_id, now=now_of(deed))
        if sending is not None:
            async with beating():
                await self._call(sending, now=deed.now)

    @activity.defn
    async def give_up_announcement(self, deed: orders.GiveUpAnnouncement) -> None:
        """Note that nobody tries any more."""
        async with self._sessions.begin() as session:
            await give_up_delivery(session, deed.delivery_id)
        count_letter(KIND, SendingTrouble.GAVE_UP)

    @activity.defn
    async def finish_announcing(self, deed: orders.FinishAnnouncing) -> None:
        """Close the run; a message that recurs waits for its next time."""
        async with self._sessions.begin() as session:
            await finish_run(session, deed.run_id, now=deed.now)

    @activity.defn
    async def keep_announcements(self) -> int:
        """Bring Temporal to what the database wants, where a crash in between kept it from it; return how many."""
        now = activity.info().started_time
        async with self._sessions() as session:
            messages, runs = await planned_messages(session), await open_runs(session)
        if not messages and not runs:
            return 0
        try:
            there = await self._announcements.scheduled()
            astray = [each for each in messages if _is_astray(each, there, now)]
            for message in astray:
                await self._keep(message, now=now)
            for run in runs:
                await self._tell(run)
        except RPCError as error:
            # The other things that the sweep does must not wait for this; it comes again in a minute.
            log.warning("auto-messages could not be looked after", error=error.status.name)
            return 0
        return len(astray)

    async def _keep(self, message: Planned, *, now: datetime) -> None:
        await self._announcements.keep(message, now=now)
        async with self._sessions.begin() as session:
            await note_kept(session, message)

    async def _tell(self, run: OpenRun) -> None:
        await self._announcements.tell(run)
        if run.status is not run.told:
            async with self._sessions.begin() as session:
                await note_told(session, run)

    async def _call(self, sending: ToSend, *, now: datetime) -> None:
        try:
            sent = await self._bot.send_message(sending.chat_id, sending.text)
        except AiogramError as error:
            await self._take_refusal(sending, error, now=now)
            return
        async with self._sessions.begin() as session:
            await finish_delivery(session, sending.delivery_id, status=RecipientStatus.SENT, message_id=sent.message_id)
        count_letter(KIND, None)

    async def _take_refusal(self, sending: ToSend, error: AiogramError, *, now: datetime) -> None:
        verdict = judge(error)
        status, trouble = _fate(verdict)
        async with self._sessions.begin() as session:
            await finish_delivery(session, sending.delivery_id, status=status, error=name_of(error))
            if status is RecipientStatus.UNREACHABLE and sending.candidate_id is not None:
                await mark_blocked(session, sending.candidate_id, now=now)
        if isinstance(verdict, TryAgain) and trouble is None:
            raise try_again(error, verdict) from None
        count_letter(KIND, trouble)
        log.warning("an announcement did not arrive", delivery_id=sending.delivery_id, status=status.value)


def _fate(verdict: SendingTrouble | TryAgain) -> tuple[RecipientStatus, SendingTrouble | None]:
    """Return the state of the delivery, and what is counted: nothing while it is tried again."""
    if isinstance(verdict, TryAgain):
        if verdict.maybe_arrived:
            return RecipientStatus.UNKNOWN, SendingTrouble.UNKNOWN
        return RecipientStatus.WAITING, None
    if verdict is SendingTrouble.UNREACHABLE:
        return RecipientStatus.UNREACHABLE, verdict
    return RecipientStatus.FAILED, verdict


def _is_astray(message: Planned, there: set[str], now: datetime) -> bool:
    """Tell whether Temporal was not told, has lost it, or let the moment pass."""
    if not message.is_kept:
        return True
    plan = message.wanted
    if plan is None:
        return False
    if plan.due_at is not None and plan.due_at <= now:
        return now > plan.due_at + PATIENCE
    return schedule_id(message.public_id) not in there


def now_of(deed: orders.SendAnnouncement) -> datetime:
    """Return the workflow's instant now: that of its order, and what has passed since by the wall's clock."""
    if not activity.in_activity():
        return deed.now
    info = activity.info()
    return deed.now + max(info.started_time - info.scheduled_time, timedelta())
