"""How long updates waited in the inbox, each of them, by what the database noted; and how soon that was over again.

An update's lag is the time from when it was stored until it was handled. Where a part was just restarted, it may be
long; it has to be short again soon after the part serves again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from proof.soak.growth import Allowance, Growth, between_quarters
from proof.soak.restarting import Restarted, is_calm
from proof.soak.samples import Point

SHORT = 1.0  # seconds
SHORT_AGAIN_WITHIN = 30.0  # seconds after the part serves again
HUNDRED = 100
LOOKED_AT = 60.0  # seconds after the part serves again
GROWS_AT_MOST = Allowance(fixed=0.1, share=0.5)
LAGS = """
    SELECT extract(epoch FROM received_at)::float8 AS at, extract(epoch FROM handled_at - received_at)::float8 AS lag
    FROM telegram_updates WHERE handled_at IS NOT NULL AND received_at >= to_timestamp($1::float8) ORDER BY received_at
"""


@dataclass(frozen=True, kw_only=True)
class Waited:
    """One update that came `at` that moment (Unix seconds) and was handled `lag` seconds later."""

    at: float
    lag: float


def calm(updates: Sequence[Waited], restarts: Sequence[Restarted]) -> list[Waited]:
    """Return those that came while nothing was being restarted, and had not just been."""
    return [each for each in updates if is_calm(each.at, restarts, settled_after=SHORT_AGAIN_WITHIN)]


def p99(updates: Sequence[Waited]) -> float:
    """Return the lag that one of a hundred exceeds; 0 where there were fewer."""
    lags = sorted(each.lag for each in updates)
    return lags[int(len(lags) * 0.99)] if len(lags) >= HUNDRED else 0.0


def growth(updates: Sequence[Waited], *, began: float, seconds: float) -> Growth | None:
    """Compare the medians of the first quarter and the last; None when one of them is empty."""
    points = [Point(at=each.at - began, age=0.0, life=0, value=each.lag) for each in updates]
    return between_quarters(points, GROWS_AT_MOST, seconds=seconds)


def short_again(updates: Sequence[Waited], restarts: Sequence[Restarted]) -> Iterator[tuple[Restarted, float]]:
    """Yield each restart with the seconds from when the part served again until no update waited long any more.

    Those that came more than a minute later belong to another story.
    """
    for restarted in restarts:
        late = [
            each.at + each.lag
            for each in updates
            if each.lag > SHORT and restarted.at <= each.at + each.lag and each.at <= restarted.served_at + LOOKED_AT
        ]
        yield restarted, max(max(late, default=0.0) - restarted.served_at, 0.0)
