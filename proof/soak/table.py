"""What a soak has brought, as a table for people and as JSON for machines."""

import json
import statistics
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.table import Table

from proof.soak.judging import Line
from proof.soak.lag import p99, short_again
from proof.soak.plan import Plan
from proof.soak.restarting import Restarted
from proof.soak.samples import Point
from proof.soak.trial import Outcome

KILOBYTES = 1024
FILES = ("temporal", "postgres")


def print_outcome(console: Console, plan: Plan, outcome: Outcome) -> None:
    """Print the figures, what has grown, and the violations last."""
    figures = Table("what", "figure", show_edge=False)
    for what, figure in _figures(outcome):
        figures.add_row(what, figure)
    console.print(figures)
    console.print(_growths(outcome.lines()))
    violations = outcome.violations()
    for violation in violations:
        console.print(violation)
    console.print(f"{len(violations)} violations. {plan}")


def _growths(lines: list[Line]) -> Table:
    table = Table("part", "measure", "compared", "from", "grown", "allowed", "", show_edge=False, padding=(0, 0))
    for line in lines:
        grown = line.growth
        word = "only shown" if not line.is_judged else "TOO MUCH" if line.is_violation else "well"
        figures = (f"{grown.begin:.2f}", f"{grown.grown:+.2f}", f"{grown.allowed:.2f}" if line.is_judged else "")
        table.add_row(line.what, line.measure, line.way, *figures, word)
    return table


def _figures(outcome: Outcome) -> Iterator[tuple[str, str]]:
    if outcome.measured is not None:
        yield "journeys a minute at full speed", f"{outcome.measured:.1f}"
    yield "journeys a minute that began", f"{outcome.rate:.1f}"
    yield "journeys", str(len(outcome.took))
    if outcome.took:
        for quarter, spread in _durations(outcome).items():
            yield f"  seconds of a journey, {quarter} quarter", spread
    yield "updates", str(len(outcome.updates))
    yield "  in the inbox at rest, p50 / p99", _waits(outcome)
    yield "restarts", str(len(outcome.restarts))
    for restarted, seconds in short_again(outcome.updates, outcome.restarts):
        served = f"{restarted.served_at - restarted.at:.1f} s"
        yield f"  {restarted.restart}", f"serves after {served}, inbox {seconds:.1f} s later"
    for part in FILES:
        yield f"file of {part}, KB a journey", f"{_kilobytes(outcome, part):.0f}"
    for what, number in outcome.findings.figures.items():
        yield what, str(number)
    for breach, number in outcome.findings.by_breach():
        yield breach.value, str(number)


def _waits(outcome: Outcome) -> str:
    updates = outcome.calm_updates
    middle = statistics.median(each.lag for each in updates) if updates else 0.0
    return f"{middle * 1000:.0f} / {p99(updates) * 1000:.0f} ms"


def _durations(outcome: Outcome) -> dict[str, str]:
    """Return how long the journeys took that began in the first and in the last quarter."""
    first = [took for came, took in outcome.took if came <= outcome.seconds / 4]
    last = [took for came, took in outcome.took if came >= outcome.seconds * 3 / 4]
    found = {"first": first, "last": last}
    return {name: f"p50 {statistics.median(took):.1f}, max {max(took):.1f}" for name, took in found.items() if took}


def _kilobytes(outcome: Outcome, part: str) -> float:
    """Return by how many kilobytes the files of a part have grown with each journey that was closed."""
    file, closed = (outcome.sampler.series.get(name, []) for name in ((part, "file"), ("journeys", "closed")))
    if not file or not closed or closed[-1].value == closed[0].value:
        return 0.0
    return (file[-1].value - file[0].value) * KILOBYTES / (closed[-1].value - closed[0].value)


def as_json(plan: Plan, outcome: Outcome) -> str:
    """Return the same for machines, and every point."""
    told: dict[str, Any] = {
        "command": str(plan),
        "minutes": plan.minutes,
        "seconds": outcome.seconds,
        "journeys_a_minute": {"measured": outcome.measured, "played": outcome.rate},
        "journeys": len(outcome.took),
        "inbox_seconds_p99": round(p99(outcome.calm_updates), 3),
        "restarts": [_restart(*each) for each in short_again(outcome.updates, outcome.restarts)],
        "kilobytes_a_journey": {part: round(_kilobytes(outcome, part), 1) for part in FILES},
        "growth": [_grown(line) for line in outcome.lines()],
        "figures": dict(outcome.findings.figures),
        "violations": outcome.violations(),
        "points": {
            " ".join(name): [_point(each) for each in points] for name, points in outcome.sampler.series.items()
        },
    }
    return json.dumps(told, ensure_ascii=False)


def _restart(restarted: Restarted, waited: float) -> dict[str, Any]:
    served = restarted.served_at - restarted.at
    return {"what": str(restarted.restart), "serves_after": round(served, 1), "inbox_short_after": round(waited, 1)}


def _grown(line: Line) -> dict[str, Any]:
    figures = {name: round(value, 3) for name, value in asdict(line.growth).items()}
    named = {"part": line.what, "measure": line.measure, "compared": line.way}
    return {**named, **figures, "is_judged": line.is_judged, "is_violation": line.is_violation}


def _point(point: Point) -> list[float]:
    """Return seconds of the load, seconds of the life, the process, and the value."""
    return [round(point.at, 1), round(point.age, 1), point.life, round(point.value, 2)]
