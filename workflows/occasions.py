"""News that the candidate did not press for: what recruiters and admins do of their own accord, offers, the alarm."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.ids import RecruiterId, SlotId
from workflows.messages import News, Press


@dataclass(frozen=True, kw_only=True)
class RecruiterReplied(Press):
    """A recruiter of the city answered what the candidate wrote."""

    recruiter_id: RecruiterId
    text: str


@dataclass(frozen=True, kw_only=True)
class SlotOffered(News):
    """A free slot is held for this candidate, who waits for one; nobody else sees it as long as the offer lasts."""

    slot_id: SlotId
    recruiter_id: RecruiterId
    starts_at: datetime
    lasts: timedelta


@dataclass(frozen=True, kw_only=True)
class OfferWithdrawn(News):
    """The slot that was held for this candidate was taken away."""

    slot_id: SlotId


@dataclass(frozen=True, kw_only=True)
class CityClosed(News):
    """The candidate's city was switched off."""


@dataclass(frozen=True, kw_only=True)
class RetryAllowed(News):
    """An admin lets a refused candidate try Test1 again at once."""

    by_id: int


@dataclass(frozen=True, kw_only=True)
class JourneyCancelled(News):
    """An admin ends the journey."""

    by_id: int


@dataclass(frozen=True, kw_only=True)
class PolicyChanged(News):
    """The policy of the city changed: the alarms have to be planned anew."""


@dataclass(frozen=True, kw_only=True)
class AlarmRang(News):
    """The next instant at which something happens by itself has come."""
