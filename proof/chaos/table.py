"""What a trial has brought, as a table for people and as JSON for machines."""

import json
import statistics
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from proof.chaos.plan import Plan
from proof.chaos.trial import Outcome

LEAST_FOR_QUANTILES = 2


def print_outcome(console: Console, plan: Plan, outcome: Outcome) -> None:
    """Print everything, the violations last."""
    table = Table("what", "figure", show_edge=False)
    table.add_row("journeys", str(outcome.journeys))
    table.add_row("faults", str(outcome.toll.done.total()))
    for what, count in sorted(outcome.toll.done.items()):
        table.add_row(f"  {what}", str(count))
    for what, number in outcome.findings.figures.items():
        table.add_row(what, str(number))
    for breach, number in outcome.findings.by_breach():
        table.add_row(breach.value, str(number))
    for what, seconds in sorted(outcome.toll.recoveries.items()):
        table.add_row(f"serves again: {what}", _spread(seconds))
    console.print(table)
    for violation in outcome.findings.violations:
        console.print(str(violation))
    console.print(f"{len(outcome.findings.violations)} violations in {outcome.seconds:.0f} s. {plan}")


def as_json(plan: Plan, outcome: Outcome) -> str:
    """Return the same for machines."""
    told: dict[str, Any] = {
        "command": str(plan),
        "seconds": round(outcome.seconds, 1),
        "journeys": outcome.journeys,
        "faults": dict(outcome.toll.done),
        "spared": outcome.toll.spared,
        "figures": dict(outcome.findings.figures),
        "breaches": {breach.value: number for breach, number in outcome.findings.by_breach()},
        "violations": [str(violation) for violation in outcome.findings.violations],
        "recovery_seconds": {
            what: {"count": len(seconds), "p50": _quantile(seconds, 50), "p99": _quantile(seconds, 99)}
            for what, seconds in sorted(outcome.toll.recoveries.items())
        },
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def _spread(seconds: Sequence[float]) -> str:
    return f"p50 {_quantile(seconds, 50):.1f} s, p99 {_quantile(seconds, 99):.1f} s ({len(seconds)})"


def _quantile(seconds: Sequence[float], percent: int) -> float:
    if len(seconds) < LEAST_FOR_QUANTILES:
        return round(seconds[0], 1)
    return round(statistics.quantiles(seconds, n=100, method="inclusive")[percent - 1], 1)
