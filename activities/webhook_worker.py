"""The part of the worker that tells others of facts: a queue of its own, so that slow receivers delay no journey."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from temporalio.client import Client
from temporalio.common import WorkerDeploymentVersion
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from activities.versions import build_id_of, deployment_of
from activities.webhook_posting import Poster
from activities.webhooks import WebhookDeeds
from domain.webhooks import USUAL_PACE, Pace
from workflows.connection import WEBHOOKS
from workflows.sealing import Sealing
from workflows.webhooks.deliveries import Deliveries
from workflows.webhooks.delivery import WebhookDelivery
from workflows.webhooks.sweep import WebhookSweep


@dataclass(frozen=True, kw_only=True)
class WebhookSettings:
    """How many receivers one worker talks to at once, how patiently, and whether they may be inside the house."""

    slots: int = 100  # nearly all of them wait for an answer
    pace: Pace = USUAL_PACE
    to_private: bool = False


def webhook_activities(deeds: WebhookDeeds) -> list[Callable[..., Any]]:
    """Return every deed; a test compares them with the steps that the workflows order."""
    return [deeds.begin_deliveries, deeds.deliver_event, deeds.abandon_delivery, deeds.forget_old_events]


def build_webhook_worker(
    client: Client,
    sessions: async_sessionmaker[AsyncSession],
    settings: WebhookSettings,
    grace: timedelta,
    version: WorkerDeploymentVersion | None = None,
) -> Worker:
    """Return the worker of the webhooks, not yet running; secrets are opened with the client's codec."""
    poster = Poster(to_private=settings.to_private)
    deeds = WebhookDeeds(sessions, Deliveries(client), Sealing.of(client), poster, settings.pace)
    return Worker(
        client,
        task_queue=WEBHOOKS,
        workflows=[WebhookSweep, WebhookDelivery],
        workflow_runner=UnsandboxedWorkflowRunner(),
        activities=webhook_activities(deeds),
        max_concurrent_activities=settings.slots,
        graceful_shutdown_timeout=grace,
        deployment_config=deployment_of(version),
        build_id=build_id_of(version),
    )
