"""Auto-messages: what can become of one, of each time that it goes out, and of each who gets it; and when it goes out.

Who writes to many is in no hurry: whoever sleeps gets it in the morning, and whoever answers a person goes first.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

PER_SECOND = 25.0  # messages in bulk, all workers together, the pace that Telegram allows with some room
LATEST = timedelta(days=1)  # what could not begin for longer than this is not sent any more
SPREAD_OVER = 300  # seconds: a whole city does not wake up on one second
DEFAULT_ZONE = "Europe/Moscow"  # of a recipient without a city


class AnnouncementStatus(StrEnum):
    """Where an auto-message stands."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    RUNNING = "running"  # being sent now
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"


class RunStatus(StrEnum):
    """Where one occurrence of an auto-message stands."""

    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"


class RecipientStatus(StrEnum):
    """How far the message got to one recipient."""

    WAITING = "waiting"
    SENDING = "sending"  # begun; found by somebody else, this means a crash in between
    SENT = "sent"
    UNKNOWN = "unknown"  # it may have arrived, so it is not sent again
    FAILED = "failed"
    UNREACHABLE = "unreachable"  # the person blocked the bot or is gone
    SKIPPED = "skipped"  # blocked since the audience was fixed, or the message was cancelled


@dataclass(frozen=True, kw_only=True)
class Plan:
    """When a message goes out: once at `due_at`, or as `cron` says by the clocks of the zone."""

    due_at: datetime | None
    cron: str | None
    zone: str

    @property
    def words(self) -> str:
        """Return the plan as one line, by which two of them are compared."""
        if self.due_at is not None:
            return f"once {self.due_at.astimezone(UTC).isoformat()}"
        return f"cron {self.cron} {self.zone}"


@dataclass(frozen=True, kw_only=True)
class Planned:
    """A message by its ids; `wanted` is None where nothing may start it, `kept` what Temporal was told last."""

    message_id: int
    public_id: str
    wanted: Plan | None
    kept: str | None

    @property
    def is_kept(self) -> bool:
        """Tell whether Temporal was told what is wanted."""
        return (self.wanted.words if self.wanted else None) == self.kept


@dataclass(frozen=True, kw_only=True)
class OpenRun:
    """An occurrence that is not finished; `told` is what its workflow heard last."""

    run_id: int
    message_id: int
    public_id: str
    workflow_id: str
    status: RunStatus
    told: RunStatus


def schedule_id(public_id: str) -> str:
    """Return the id of the schedule that starts a message."""
    return f"auto-message-{public_id}"


def announcing_id(public_id: str) -> str:
    """Return how the ids of the workflows begin that send a message."""
    return f"announcing-{public_id}"
