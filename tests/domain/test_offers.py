"""Until when an offer stands: half an hour, ten minutes for a slot less than a day ahead, never longer than it helps."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.offers import earliest_offered, offer_until
from domain.policy import DEFAULT_POLICY, Policy

NOW = datetime(2027, 3, 10, 9, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("ahead", "lasts"),
    [(DAY, 30 * MINUTE), (DAY - MINUTE, 10 * MINUTE), (70 * MINUTE, 10 * MINUTE), (65 * MINUTE, 5 * MINUTE)],
)
def test_an_offer_stands_for_the_time_of_the_policy(ahead: timedelta, lasts: timedelta) -> None:
    assert offer_until(now=NOW, starts_at=NOW + ahead, policy=DEFAULT_POLICY) == NOW + lasts


def test_an_offer_never_outlives_the_minimum_notice() -> None:
    policy = Policy(minimum_notice=DAY)
    assert offer_until(now=NOW, starts_at=NOW + DAY + 12 * MINUTE, policy=policy) == NOW + 12 * MINUTE


def test_the_first_start_that_is_offered_can_be_reserved_to_the_end_of_a_short_offer() -> None:
    first = earliest_offered(NOW, DEFAULT_POLICY)
    assert offer_until(now=NOW, starts_at=first, policy=DEFAULT_POLICY) == NOW + DEFAULT_POLICY.offer_lasts_short
