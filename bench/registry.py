"""Which benchmarks there are, in the order in which they run; each is the module of its name."""

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, fields, replace
from importlib import import_module
from typing import Any

from bench.figure import Figure

BENCHMARKS = {
    "press": "from a press to its answer, idle and at load",
    "journeys": "whole journeys a minute",
    "events": "history events and billable actions of a journey",
    "reservation": "booking a slot, alone and contended",
    "lists": "what lists cost without a cache",
    "herd": "thousands of reminders due in one second",
    "sleeping": "memory and disk of sleeping journeys",
    "intake": "updates taken in by the webhook",
    "startup": "time to ready of each process",
}


@dataclass(frozen=True)
class Benchmark:
    """One of them, with the sizes at which it is to be run: a dataclass of its own module."""

    measure: Callable[[Any], Coroutine[Any, Any, Sequence[Figure]]]
    sizes: Any


def benchmark(name: str, *, quick: bool = False, rounds: int | None = None) -> Benchmark:
    """Return a benchmark by its name; `rounds` says how many, where it has rounds."""
    module = import_module(f"bench.{name}")
    sizes = module.QUICK if quick else module.FULL
    if rounds is not None and "rounds" in {each.name for each in fields(sizes)}:
        sizes = replace(sizes, rounds=rounds)
    return Benchmark(measure=module.measure, sizes=sizes)
