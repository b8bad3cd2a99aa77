"""What the sending of an auto-message orders and hears: ids and instants only, whoever gets it."""

from dataclasses import dataclass
from datetime import datetime

from domain.announcements import RunStatus


@dataclass(frozen=True, kw_only=True)
class BeginAnnouncing:
    """Begin the run for which a workflow was started, or take up the one it began; `plan` as the schedule knew it."""

    message_id: int
    public_id: str
    workflow_id: str
    plan: str | None
    now: datetime


@dataclass(frozen=True, kw_only=True)
class AnnouncingBegun:
    """`run_id` is None where there is nothing to send."""

    run_id: int | None


@dataclass(frozen=True, kw_only=True)
class PickRecipients:
    """Say who is next."""

    run_id: int
    now: datetime


@dataclass(frozen=True, kw_only=True)
class RecipientsPicked:
    """The ids of deliveries, where the run stands, and (by state) how far it got; `next_at` where all others sleep."""

    delivery_ids: tuple[int, ...]
    next_at: datetime | None
    status: RunStatus
    figures: dict[str, int]


@dataclass(frozen=True, kw_only=True)
class SendAnnouncement:
    """Send it to one recipient, once at most."""

    delivery_id: int
    now: datetime


@dataclass(frozen=True, kw_only=True)
class GiveUpAnnouncement:
    """Note that nobody tries any more."""

    delivery_id: int


@dataclass(frozen=True, kw_only=True)
class FinishAnnouncing:
    """Close the run."""

    run_id: int
    now: datetime
