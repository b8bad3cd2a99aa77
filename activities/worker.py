"""The worker's process: it tells journeys and does their deeds, and sends in bulk at the pace that Telegram allows."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from aiogram import Bot
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker
from temporalio.client import Client
from temporalio.common import WorkerDeploymentVersion
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from activities.alarms import AlarmDeeds
from activities.announcing import AnnouncingDeeds
from activities.approval import ApprovalDeeds
from activities.attendance import AttendanceDeeds
from activities.erasing import ErasingDeeds
from activities.importing import importing_activities
from activities.moving import MovingDeeds
from activities.policies import PolicyDeeds
from activities.reservation import ReservationDeeds
from activities.screening import ScreeningDeeds
from activities.speaking import Speaking
from activities.sweeping import sweeping
from activities.versions import build_id_of, deployment_of
from activities.waiting import WaitingDeeds
from activities.webhook_worker import WebhookSettings, build_webhook_worker
from database.engine import build_sessions
from database.freshness import SLOTS, WEBHOOKS
from domain.announcements import PER_SECOND
from workflows.announcing.run import Announcing
from workflows.announcing.schedule import Announcements
from workflows.candidate_journey import CandidateJourney
from workflows.connection import BULK, JOURNEYS
from workflows.journeys import Journeys
from workflows.slot_import.run import SlotImport
from workflows.waitlist.schedule import WaitlistSchedule
from workflows.waitlist.sweep import WaitlistSweep
from workflows.webhooks.schedule import WebhookSchedule
from workflows.words_relay import WordsRelay

STORIES = (CandidateJourney, WaitlistSweep, WordsRelay, Announcing, SlotImport)
BULK_DEEDS = 2  # the first of all deeds: those that send
GRACE = timedelta(seconds=20)
# After a worker was killed, the first news of each journey that it remembered waits this long.
STICKY = timedelta(seconds=2)


@dataclass(frozen=True, kw_only=True)
class WorkerSettings:
    """How much one worker does at once; `bulk_per_second` holds for all workers together, so they must agree on it.

    Journeys decide on one processor: while many of them do, a press waits for all that came before it.
    """

    journey_slots: int = 20
    deed_slots: int = 40
    bulk_slots: int = 20
    bulk_per_second: float = PER_SECOND
    remembered_journeys: int = 1000
    version: WorkerDeploymentVersion | None = None
    webhooks: WebhookSettings = field(default_factory=WebhookSettings)


@dataclass(frozen=True)
class Workers:
    """The workers of a process: for the journeys and their deeds, for reminders and broadcasts, for webhooks."""

    journeys: Worker
    bulk: Worker
    webhooks: Worker

    async def run(self, stop: asyncio.Event) -> None:
        """Work until told to stop, then finish what is under way within the grace period."""
        async with self.journeys, self.bulk, self.webhooks:
            await stop.wait()


def build_activities(
    sessions: async_sessionmaker[AsyncSession], bot: Bot, journeys: Journeys, announcements: Announcements
) -> list[Callable[..., Any]]:
    """Return every deed, sending first; a test compares them with the steps that the workflow orders."""
    screening, reservation, alarms = ScreeningDeeds(sessions), ReservationDeeds(sessions), AlarmDeeds(sessions)
    approval, attendance = ApprovalDeeds(sessions, journeys), AttendanceDeeds(sessions)
    moving, waiting, erasing = MovingDeeds(sessions), WaitingDeeds(sessions, journeys), ErasingDeeds(sessions, journeys)
    announcing = AnnouncingDeeds(sessions, bot, announcements)
    return [
        Speaking(sessions, bot).send_letter,
        announcing.send_announcement,
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
        announcing.begin_announcing,
        announcing.pick_recipients,
        announcing.give_up_announcement,
        announcing.finish_announcing,
        announcing.keep_announcements,
    ]


def build_worker(
    client: Client, sessions: async_sessionmaker[AsyncSession], bot: Bot, settings: WorkerSettings
) -> Workers:
    """Return the workers, not yet running; workflows run outside of the sandbox, in which they are tested."""
    deeds = build_activities(sessions, bot, Journeys(client), Announcements(client))
    deeds += importing_activities(sessions)
    version, build_id = deployment_of(settings.version), build_id_of(settings.version)
    journeys = Worker(
        client,
        task_queue=JOURNEYS,
        workflows=STORIES,
        workflow_runner=UnsandboxedWorkflowRunner(),
        activities=deeds,
        max_cached_workflows=settings.remembered_journeys,
        max_concurrent_workflow_tasks=settings.journey_slots,
        max_concurrent_activities=settings.deed_slots,
        sticky_queue_schedule_to_start_timeout=STICKY,
        graceful_shutdown_timeout=GRACE,
        deployment_config=version,
        build_id=build_id,
    )
    bulk = Worker(
        client,
        task_queue=BULK,
        activities=deeds[:BULK_DEEDS],
        max_concurrent_activities=settings.bulk_slots,
        max_task_queue_activities_per_second=settings.bulk_per_second,
        graceful_shutdown_timeout=GRACE,
        deployment_config=version,
        build_id=build_id,
    )
    webhooks = build_webhook_worker(client, sessions, settings.webhooks, GRACE, settings.version)
    return Workers(journeys=journeys, bulk=bulk, webhooks=webhooks)


def build_listener(client: Client, version: WorkerDeploymentVersion | None) -> Worker:
    """Return a worker that lets journeys take news and answer questions, and leaves what they order to others."""
    return Worker(
        client,
        task_queue=JOURNEYS,
        workflows=STORIES,
        workflow_runner=UnsandboxedWorkflowRunner(),
        deployment_config=deployment_of(version),
        build_id=build_id_of(version),
    )


async def run_worker(
    client: Client, engine: AsyncEngine, bot: Bot, settings: WorkerSettings, stop: asyncio.Event
) -> None:
    """Work until told to stop; see to it that slots reach those who wait, and facts those who are told.

    The caller closes what it hands in.
    """
    workers = build_worker(client, build_sessions(engine), bot, settings)
    url = engine.url.render_as_string(hide_password=False)
    async with (
        sweeping(WaitlistSchedule(client), url, SLOTS),
        sweeping(WebhookSchedule(client), url, WEBHOOKS),
    ):
        await workers.run(stop)
