"""Offering a slot to somebody who waits: which slots, and until when the offer stands."""

from datetime import datetime, timedelta

from domain.policy import Policy

SOON = timedelta(days=1)


def earliest_offered(now: datetime, policy: Policy) -> datetime:
    """Return the first start that is offered: it can still be reserved when a short offer ends."""
    return now + policy.minimum_notice + policy.offer_lasts_short


def offer_until(*, now: datetime, starts_at: datetime, policy: Policy) -> datetime:
    """Return when an offer made now expires: never later than the slot can be reserved."""
    lasts = policy.offer_lasts_short if starts_at - now < SOON else policy.offer_lasts
    return min(now + lasts, starts_at - policy.minimum_notice)
