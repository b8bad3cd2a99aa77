"""The knobs of the business rules with their defaults; a city may override each of them."""

from dataclasses import dataclass
from datetime import time, timedelta


@dataclass(frozen=True, kw_only=True)
class Policy:
    """Durations and wall times by which a city runs; wall times are in the recipient's zone."""

    minimum_notice: timedelta = timedelta(hours=1)
    reminder_lead: timedelta = timedelta(hours=2)
    approval_deadline: timedelta = timedelta(hours=24)
    approval_margin: timedelta = timedelta(minutes=30)
    quiet_from: time = time(22, 0)
    quiet_until: time = time(8, 0)
    outcome_delay: timedelta = timedelta(minutes=10)
    retry_after_refusal: timedelta = timedelta(days=30)
    unreachable_keeps: timedelta = timedelta(hours=24)  # the slot of somebody who blocked the bot
    offers_after_missed: int = 1  # how often who did not come may book again
    moves_by_candidate: int = 2  # after so many a human decides
    offer_lasts: timedelta = timedelta(minutes=30)
    offer_lasts_short: timedelta = timedelta(minutes=10)  # for a slot less than a day ahead


DEFAULT_POLICY = Policy()
