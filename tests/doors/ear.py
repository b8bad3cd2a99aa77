"""What a process says while something is thrown at it: every line of its own log, and every warning of the libraries."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from structlog.testing import capture_logs

PARKED = "an update was parked; somebody has to look"
LEFT_OUT = "something without an update id arrived and was left out"


@dataclass(eq=False)
class Ear(logging.Handler):
    """`own` are the lines of the product; `others` what libraries warned of."""

    own: list[Any] = field(default_factory=list)
    others: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(logging.WARNING)

    def emit(self, record: logging.LogRecord) -> None:
        self.others.append(self.format(record))

    def parked(self) -> dict[int, Exception | None]:
        """Return the updates that were parked with an alert, each with what was wrong."""
        return {line["update_id"]: line.get("exc_info") for line in self.own if line["event"] == PARKED}

    def left_out(self) -> int:
        return sum(line["event"] == LEFT_OUT for line in self.own)

    def surprises(self) -> list[str]:
        """Return what nobody should hear: errors but the two that are alerts, failures that were tried again."""
        alerts = (PARKED, LEFT_OUT)
        loud = [line for line in self.own if line["log_level"] in {"error", "critical"} and line["event"] not in alerts]
        tried = [line for line in self.own if line["log_level"] == "warning" and "exc_info" in line]
        return [repr(line) for line in (*loud, *tried)] + self.others


@contextmanager
def listening() -> Iterator[Ear]:
    """Hear everything that is logged while inside."""
    ear = Ear()
    root = logging.getLogger()
    root.addHandler(ear)
    try:
        with capture_logs() as ear.own:
            yield ear
    finally:
        root.removeHandler(ear)
