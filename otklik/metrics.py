"""What the worker shows Prometheus of the business: asked of the database and of Temporal, at most every ten seconds.

Only workers show it, and all of them the same: on a dashboard take `max` over the instances.
"""

import asyncio
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import structlog
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from temporalio.client import Client
from temporalio.service import RPCError

from database.measures import Answers, Measures, Queue, take_measures

KEPT_FOR = 10.0  # seconds
PATIENCE = 5.0  # seconds; a scrape waits no longer for either of the two
SLACK = timedelta(minutes=5)  # a next action that is later than this is overdue
OVERDUE = "WorkflowType = 'CandidateJourney' AND ExecutionStatus = 'Running' AND NextActionAt < '{:%Y-%m-%dT%H:%M:%SZ}'"

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class Measurements:
    """The latest answers; a source that does not answer shows nothing but that it does not."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession], client: Client, now: Callable[[], datetime]) -> None:
        self._sessions = sessions
        self._client = client
        self._now = now
        self._lines = ""
        self._taken: float | None = None
        self._asking = asyncio.Lock()

    async def lines(self) -> str:
        """Return all of it in Prometheus' text format."""
        async with self._asking:
            if self._taken is None or time.monotonic() - self._taken > KEPT_FOR:
                measures, overdue = await asyncio.gather(self._measures(), self._overdue())
                self._lines = lines_of(measures, overdue, self._now())
                self._taken = time.monotonic()
        return self._lines

    async def _measures(self) -> Measures | None:
        try:
            async with asyncio.timeout(PATIENCE), self._sessions() as session:
                return await take_measures(session, now=self._now())
        except (SQLAlchemyError, OSError) as error:
            log.warning("the database could not be measured", error=type(error).__name__)
            return None

    async def _overdue(self) -> int | None:
        try:
            async with asyncio.timeout(PATIENCE):
                return (await self._client.count_workflows(OVERDUE.format(self._now() - SLACK))).count
        except (RPCError, OSError) as error:
            log.warning("overdue journeys could not be counted", error=type(error).__name__)
            return None


class _Given(Collector):
    """Metrics that are at hand already."""

    def __init__(self, families: list[GaugeMetricFamily]) -> None:
        self._families = families

    def collect(self) -> Iterator[GaugeMetricFamily]:
        yield from self._families


def lines_of(measures: Measures | None, overdue: int | None, now: datetime) -> str:
    """Write down what was measured; None is a source that did not answer."""
    up = GaugeMetricFamily("otklik_measures_up", "Whether the source of these measures answers", labels=["source"])
    up.add_metric(["database"], measures is not None)
    up.add_metric(["temporal"], overdue is not None)
    families = [up]
    if measures is not None:
        families += _families(measures, now)
    if overdue is not None:
        text = "Journeys whose next action should have happened more than five minutes ago"
        families.append(_single("otklik_overdue_next_actions", text, overdue))
    registry = CollectorRegistry()
    registry.register(_Given(families))
    return generate_latest(registry).decode()


def _families(measures: Measures, now: datetime) -> Iterator[GaugeMetricFamily]:
    journeys = GaugeMetricFamily("otklik_journeys", "Candidates by the stage of their journey", labels=["stage"])
    for stage, count in measures.journeys.items():
        journeys.add_metric([stage.value], count)
    yield journeys
    inbox = Queue(waiting=measures.inbox.waiting, oldest=measures.inbox.oldest)
    yield from _queue("inbox", "updates of Telegram that nobody has handled yet", inbox, now)
    yield _single("otklik_inbox_parked", "Updates that failed too often and wait for a person", measures.inbox.parked)
    yield from _answers(measures, now)
    yield from _queue("webhook_deliveries", "facts that an endpoint has not taken yet", measures.webhooks, now)
    text = "Active webhook endpoints whose last attempt failed"
    yield _single("otklik_webhook_endpoints_failing", text, measures.failing_endpoints)
    yield from _queue("announcements", "recipients of auto-messages whose turn it is", measures.announcements, now)
    yield from _queue("erasures", "erased candidates whose histories are still there", measures.erasures, now)


def _queue(name: str, what: str, queue: Queue, now: datetime) -> Iterator[GaugeMetricFamily]:
    yield _single(f"otklik_{name}_waiting", f"Number of {what}", queue.waiting)
    yield _single(f"otklik_{name}_oldest_seconds", f"Age of the oldest of the {what}", _age(queue, now))


def _answers(measures: Measures, now: datetime) -> Iterator[GaugeMetricFamily]:
    """Yield the same three for both questions that a recruiter is asked."""
    asked: dict[str, Answers] = {"booking": measures.approvals, "move": measures.moves}
    waiting = GaugeMetricFamily("otklik_approvals_waiting", "Requests that wait for a recruiter", labels=["kind"])
    oldest = GaugeMetricFamily("otklik_approvals_oldest_seconds", "Age of the oldest request", labels=["kind"])
    text = "Requests of whose time for an answer more than half is over"
    past_half = GaugeMetricFamily("otklik_approvals_past_half", text, labels=["kind"])
    for kind, answers in asked.items():
        waiting.add_metric([kind], answers.waiting)
        oldest.add_metric([kind], _age(answers, now))
        past_half.add_metric([kind], answers.past_half)
    yield from (waiting, oldest, past_half)


def _single(name: str, text: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, text, value=value)


def _age(queue: Queue, now: datetime) -> float:
    """Return seconds; 0 where nobody waits, or where a journey's clock runs ahead."""
    return 0.0 if queue.oldest is None else max((now - queue.oldest).total_seconds(), 0.0)
