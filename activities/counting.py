"""What ops count of the letters: how each kind fared, without anybody's name."""

from prometheus_client import Counter

from workflows.findings import SendingTrouble

ARRIVED = "arrived"

LETTERS = Counter(
    "otklik_letters",
    "Letters by kind and by how their sending ended; tries that are repeated do not count",
    ("kind", "outcome"),
)


def count_letter(kind: str, trouble: SendingTrouble | None) -> None:
    """Count a letter whose fate is settled; None: it arrived."""
    LETTERS.labels(kind, ARRIVED if trouble is None else trouble.value).inc()
