"""What a soak allows to grow, and what not: each line with its figures, and the violations among them.

Judged are memory (what is there because of the process, without memory that it shares on purpose), open files and
threads of worker, bot and API, the same of PostgreSQL's processes at the mean, how many connections it has, the lag of
the inbox, and the journeys on their way. A connection's process remembers each table and statement that it met: of
PostgreSQL more is allowed in proportion, for its processes begin anew with those of every other part.

Shown and not judged: the stand-in, which keeps every message of every chat (it is a development tool); the memory of
Temporal's development server, which fills caches of its own; the files of both servers, which grow with each journey,
because a journey is kept.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from proof.soak import lag
from proof.soak.growth import Allowance, Growth, at_the_same_age, between_quarters, within_a_life
from proof.soak.lag import SHORT, SHORT_AGAIN_WITHIN, Waited
from proof.soak.restarting import Restarted
from proof.soak.samples import STAND_IN, Point, Series

SAME_AGE, WITHIN_A_LIFE, QUARTERS = "at the same age", "within a life", "by quarters"
# By measure: at the same age, and within a life. A busy moment fills a pool of threads, which has an upper end.
OF_A_PROCESS = {
    "memory": (Allowance(fixed=5.0, share=0.05), Allowance(fixed=3.0, share_in_ten_minutes=0.02)),
    "handles": (Allowance(fixed=4.0, share=0.05), Allowance(fixed=4.0, share=0.05)),
    "threads": (Allowance(fixed=10.0), Allowance(fixed=10.0)),
}
OF_POSTGRES = {
    "memory": (Allowance(fixed=0.5, share=0.15), Allowance(fixed=1.0, share_in_ten_minutes=0.05)),
    "handles": (Allowance(fixed=5.0, share=0.15), Allowance(fixed=15.0)),
    "threads": (Allowance(fixed=1.0), Allowance(fixed=1.0)),
}
# A pool opens what is needed at once, up to its size, and keeps it.
OF_ALL = {
    ("postgres", "connections"): Allowance(fixed=5.0, share=0.2),
    ("inbox", "waiting"): Allowance(fixed=3.0),
    ("journeys", "open"): Allowance(fixed=3.0, share=0.5),
}
ONLY_SHOWN = frozenset({STAND_IN, "temporal memory"})
UNITS = {"memory": "MB", "lag": "s"}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing that was judged: what, in which way, and how much it has grown."""

    what: str
    measure: str
    way: str
    growth: Growth
    is_judged: bool = True

    @property
    def is_violation(self) -> bool:
        return self.is_judged and self.growth.is_too_much

    def __str__(self) -> str:
        grown, unit = self.growth, UNITS.get(self.measure, "")
        figures = f"{grown.begin:.2f} {unit} by {grown.grown:+.2f} {unit}, allowed {grown.allowed:.2f} {unit}"
        return f"{self.what}, {self.measure} {self.way}: from {figures}".replace(" ,", ",")


def lines_of(series: Series, *, seconds: float) -> Iterator[Line]:
    """Yield how everything that is sampled has grown during a load of so many seconds."""
    for (part, measure), points in sorted(series.items()):
        if measure in OF_A_PROCESS:
            yield from _of_a_process(part, measure, points, seconds)
        elif (part, measure) in OF_ALL:
            found = between_quarters(points, OF_ALL[part, measure], seconds=seconds)
            if found is not None:
                yield Line(what=part, measure=measure, way=QUARTERS, growth=found)


def _of_a_process(part: str, measure: str, points: Sequence[Point], seconds: float) -> Iterator[Line]:
    same_age, in_a_life = (OF_POSTGRES if part == "postgres" else OF_A_PROCESS)[measure]
    ways = {
        SAME_AGE: at_the_same_age(points, same_age, seconds=seconds),
        WITHIN_A_LIFE: within_a_life([point for point in points if point.at <= seconds], in_a_life),
    }
    is_judged = ONLY_SHOWN.isdisjoint({part, f"{part} {measure}"})
    for way, found in ways.items():
        if found is not None:
            yield Line(what=part, measure=measure, way=way, growth=found, is_judged=is_judged)


def lines_of_lag(updates: Sequence[Waited], *, began: float, seconds: float) -> Iterator[Line]:
    """Yield how the lag has grown; `updates` are those of calm moments."""
    found = lag.growth(updates, began=began, seconds=seconds)
    if found is not None:
        yield Line(what="inbox", measure="lag", way=QUARTERS, growth=found)


def violations_of_lag(updates: Sequence[Waited], restarts: Sequence[Restarted]) -> Iterator[str]:
    """Yield what is wrong with how long updates waited."""
    at_rest = lag.p99(lag.calm(updates, restarts))
    if at_rest > SHORT:
        yield f"one update of a hundred waited {at_rest:.2f} s or longer in the inbox while nothing was restarted"
    for restarted, seconds in lag.short_again(updates, restarts):
        if seconds > SHORT_AGAIN_WITHIN:
            yield f"after {restarted.restart}, updates waited long for {seconds:.0f} s more"
