"""How late a reminder was, as Prometheus is told."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import get_args

import pytest
from prometheus_client import REGISTRY
from temporalio.testing import ActivityEnvironment

from activities.counting import OUTCOMES, count_lateness
from domain.ids import BookingId, CandidateId
from domain.stages import Stage
from tests.database.world import NOW
from workflows.effects import AnyLetter
from workflows.letters.to_candidate import RemindCandidate
from workflows.steps import SendLetter

NAME = "otklik_reminder_lateness_seconds"


def order(*, late: timedelta | None) -> SendLetter:
    due_at = None if late is None else NOW - late
    letter = RemindCandidate(booking_id=BookingId(1), revision=1, due_at=due_at)
    return SendLetter(candidate_id=CandidateId(1), letter=letter, occurrence=1, stage=Stage.REMINDED, now=NOW)


def measured(count: Callable[[], None]) -> tuple[float, float]:
    """Return how many reminders were counted and their lateness in seconds."""
    before = [REGISTRY.get_sample_value(f"{NAME}_{part}") or 0.0 for part in ("count", "sum")]
    count()
    after = [REGISTRY.get_sample_value(f"{NAME}_{part}") or 0.0 for part in ("count", "sum")]
    return after[0] - before[0], round(after[1] - before[1], 3)


def test_lateness_is_what_the_journey_was_late_and_what_sending_took() -> None:
    assert measured(lambda: count_lateness(order(late=timedelta(seconds=90)), 0.5)) == (1, 90.5)


def test_the_time_in_the_queue_counts_as_the_server_tells_it() -> None:
    environment = ActivityEnvironment()
    scheduled = environment.info.scheduled_time
    environment.info = replace(environment.info, started_time=scheduled + timedelta(seconds=7))

    def send() -> None:
        count_lateness(order(late=timedelta()), 1.0)

    assert measured(lambda: environment.run(send)) == (1, 8)


def test_a_reminder_of_a_worker_that_did_not_say_when_it_was_due_is_not_measured() -> None:
    assert measured(lambda: count_lateness(order(late=None), 5)) == (0, 0)


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_kind_of_letter_is_shown_before_its_first_trouble(outcome: str) -> None:
    for letter in get_args(AnyLetter):
        assert REGISTRY.get_sample_value("otklik_letters_total", {"kind": letter.kind, "outcome": outcome}) is not None
