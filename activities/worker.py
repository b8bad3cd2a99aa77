"""The worker's process: it tells journeys and does their deeds, and sends in bulk at the pace that Telegram allows."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from aiogram import Bot
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker
from temporalio.client import Client
from temporalio.worker import Worker

from activities.alarms import AlarmDeeds
from activities.approval import ApprovalDeeds
from activities.attendance import AttendanceDeeds
from activities.erasing import ErasingDeeds
from activities.moving import MovingDeeds
from activities.policies import PolicyDeeds
from activities.reservation import ReservationDeeds
from activities.screening import ScreeningDeeds
from activities.speaking import Speaking
from activities.sweeping import sweeping
from activities.waiting import WaitingDeeds
from database.engine import build_sessions
from workflows.candidate_journey import CandidateJourney
from workflows.connection import BULK, JOURNEYS
from workflows.journeys import Journeys
from workflows.waitlist_sweep import WaitlistSweep
from workflows.words_relay import WordsRelay

GRACE = timedelta(seconds=20)
# After a worker was killed, the first news of each journey that it remembered waits this long.
STICKY = timedelta(seconds=2)


@dataclass(frozen=True, kw_only=True)
class WorkerSettings:
    """How much one worker does at once; `bulk_per_second` holds for all workers together, so they must agree on it."""

    journey_slots: int = 40
    deed_slots: int = 40
    bulk_slots: int = 20
    bulk_per_second: float = 25
    remembered_journeys: int = 1000


@dataclass(frozen=True)
class Workers:
    """The two workers of a process: one for the journeys and their deeds, one for reminders and broadcasts."""

    journeys: Worker
    bulk: Worker

    async def run(self, stop: asyncio.Event) -> None:
        """Work until told to stop, then finish what is under way within the grace period."""
        async with self.journeys, self.bulk:
            await stop.wait()


def build_activities(
    sessions: async_sessionmaker[AsyncSession], bot: Bot, journeys: Journeys
) -> list[Callable[..., Any]]:
    """Return every deed, sending first; a test compares them with the steps that the workflow orders."""
    screening, reservation = ScreeningDeeds(sessions), ReservationDeeds(sessions)
    approval, attendance, alarms = ApprovalDeeds(sessions), AttendanceDeeds(sessions), AlarmDeeds(sessions)
    moving, waiting, erasing = MovingDeeds(sessions), WaitingDeeds(sessions, journeys), ErasingDeeds(sessions, journeys)
    return [
        Speaking(sessions, bot).send_letter,
        screening.open_screening,
        screening.resolve_city,
        screening.record_screening,
        screening.keep_text,
        reservation.reserve_slot,
        approval.approve_booking,
        approval.end_booking,
        attendance.confirm_attendance,
        moving.record_move_request,
        moving.claim_wanted_slot,
        moving.move_booking,
        moving.settle_move_request,
        alarms.plan_alarms,
        alarms.plan_nudges,
        alarms.plan_release,
        waiting.join_waitlist,
        waiting.leave_waitlist,
        waiting.settle_offer,
        waiting.offer_freed_slots,
        PolicyDeeds(sessions, journeys).tell_of_changed_policies,
        waiting.tell_of_closed_cities,
        erasing.erase_candidate,
        erasing.forget_erased,
    ]


def build_worker(
    client: Client, sessions: async_sessionmaker[AsyncSession], bot: Bot, settings: WorkerSettings
) -> Workers:
    """Return the workers, not yet running; the workflow is sandboxed and none of our packages is passed through."""
    deeds = build_activities(sessions, bot, Journeys(client))
    journeys = Worker(
        client,
        task_queue=JOURNEYS,
        workflows=[CandidateJourney, WaitlistSweep, WordsRelay],
        activities=deeds,
        max_cached_workflows=settings.remembered_journeys,
        max_concurrent_workflow_tasks=settings.journey_slots,
        max_concurrent_activities=settings.deed_slots,
        sticky_queue_schedule_to_start_timeout=STICKY,
        graceful_shutdown_timeout=GRACE,
    )
    bulk = Worker(
        client,
        task_queue=BULK,
        activities=deeds[:1],
        max_concurrent_activities=settings.bulk_slots,
        max_task_queue_activities_per_second=settings.bulk_per_second,
        graceful_shutdown_timeout=GRACE,
    )
    return Workers(journeys=journeys, bulk=bulk)


async def run_worker(
    client: Client, engine: AsyncEngine, bot: Bot, settings: WorkerSettings, stop: asyncio.Event
) -> None:
    """Work until told to stop, and see to it that slots reach those who wait; the caller closes what it hands in."""
    workers = build_worker(client, build_sessions(engine), bot, settings)
    async with sweeping(client, engine.url.render_as_string(hide_password=False)):
        await workers.run(stop)
