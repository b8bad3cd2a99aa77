"""What ops count of the letters: how each kind fared and how late reminders went out, without anybody's name."""

from typing import get_args

from prometheus_client import Counter, Histogram
from temporalio import activity

from workflows.effects import AnyLetter
from workflows.findings import SendingTrouble
from workflows.letters.to_candidate import RemindCandidate
from workflows.steps import SendLetter

ARRIVED = "arrived"
OUTCOMES = (ARRIVED, *(trouble.value for trouble in SendingTrouble))

LETTERS = Counter(
    "otklik_letters",
    "Letters by kind and by how their sending ended; tries that are repeated do not count",
    ("kind", "outcome"),
)
LATENESS = Histogram(
    "otklik_reminder_lateness_seconds",
    "How long after its planned instant a reminder had arrived",
    buckets=(1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200),
)
# A series that begins with its first trouble would hide that one from every rate.
for letter in get_args(AnyLetter):
    for outcome in OUTCOMES:
        LETTERS.labels(letter.kind, outcome)


def count_letter(kind: str, trouble: SendingTrouble | None) -> None:
    """Count a letter whose fate is settled; None: it arrived."""
    LETTERS.labels(kind, ARRIVED if trouble is None else trouble.value).inc()


def count_lateness(order: SendLetter, took: float) -> None:
    """Measure a reminder that arrived: ordered by the journey at its own now, then queued, then sent in `took` seconds.

    A journey's clock may run ahead of ours, so ours is not asked: the time in the queue is what the server says.
    """
    if not isinstance(order.letter, RemindCandidate) or order.letter.due_at is None:
        return
    late = (order.now - order.letter.due_at).total_seconds() + took
    if activity.in_activity():
        info = activity.info()
        late += (info.started_time - info.scheduled_time).total_seconds()
    LATENESS.observe(max(late, 0.0))
