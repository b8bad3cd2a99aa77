"""The judgement of a soak: an hour with restarts is made up, once as it should be, and once for each thing that grows."""

import math
from collections.abc import Callable, Iterator
from random import Random

import pytest

from proof.soak.judging import SAME_AGE, WITHIN_A_LIFE, Line, lines_of, lines_of_lag, violations_of_lag
from proof.soak.lag import Waited, calm, p99, short_again
from proof.soak.plan import Restart
from proof.soak.restarting import Restarted
from proof.soak.samples import Point, Series

HOUR = 3600.0
EVERY = 30  # seconds
BEGAN = 1_000_000.0  # Unix seconds
LIVES = {"worker": 1150.0, "bot": 870.0, "api": HOUR, "postgres": 1500.0, "temporal": 1900.0, "telegram": HOUR}
PARTS = ("worker", "bot", "api", "postgres")
SIZES = {"memory": 180.0, "handles": 45.0, "threads": 12.0}
# Of PostgreSQL, what each of its processes has.
EACH = {"memory": 4.2, "handles": 45.0, "threads": 1.0}
WARMED_BY = 0.2  # of the size
GROWN_BY = 0.5  # of the size in an hour
Extra = Callable[[float, float], float]  # by the second of the load, and of the life


def none(_at: float, _age: float) -> float:
    return 0.0


def an_hour(extra: Extra = none, *, of: tuple[str, str] = ("", "")) -> Series:
    """Return the points of an hour; what `extra` says comes on top of one of them."""
    chance = Random(7)  # noqa: S311 - the same noise each time
    series: Series = {}
    for part in LIVES:
        for measure in SIZES:
            more = extra if of == (part, measure) else none
            series[part, measure] = list(_process(part, measure, more, chance))
    for name, size in {("postgres", "connections"): 17.0, ("inbox", "waiting"): 0.0, ("journeys", "open"): 2.0}.items():
        more = extra if of == name else none
        series[name] = [
            Point(at=at, age=at, life=0, value=size + chance.choice([0, 0, 1]) + more(at, at))
            for at in range(0, int(HOUR), EVERY)
        ]
    return series


def _process(part: str, measure: str, extra: Extra, chance: Random) -> Iterator[Point]:
    for at in range(0, int(HOUR), EVERY):
        life, age = divmod(at + 40.0, LIVES[part])
        size = (EACH if part == "postgres" else SIZES)[measure]
        warm = size * WARMED_BY * (1 - math.exp(-age / 40.0))
        noise = chance.gauss(0, size * 0.004)
        spike = size * 0.4 if chance.random() < 0.01 else 0.0
        yield Point(at=at, age=age, life=int(life), value=size + warm + noise + spike + extra(at, age))


def too_much(series: Series) -> set[tuple[str, str]]:
    """Return part and measure of what has grown too much."""
    return {(line.what, line.measure) for line in lines_of(series, seconds=HOUR) if line.is_violation}


def test_an_hour_with_restarts_warming_noise_and_spikes_is_well() -> None:
    assert [str(line) for line in lines_of(an_hour(), seconds=HOUR) if line.is_violation] == []


def test_every_part_and_measure_has_its_line() -> None:
    seen = {(line.what, line.measure) for line in lines_of(an_hour(), seconds=HOUR) if line.is_judged}
    parts = {(part, measure) for part in PARTS for measure in SIZES}
    others = {("postgres", "connections"), ("inbox", "waiting"), ("journeys", "open")}
    assert seen == parts | others | {("temporal", "handles"), ("temporal", "threads")}


@pytest.mark.parametrize(("measure", "a_minute"), [("memory", 1.5), ("handles", 0.8), ("threads", 1.2)])
@pytest.mark.parametrize("part", ["worker", "bot", "api"])
def test_what_a_process_never_gives_back_is_found(part: str, measure: str, a_minute: float) -> None:
    assert too_much(an_hour(lambda _, age: age * a_minute / 60, of=(part, measure))) == {(part, measure)}


@pytest.mark.parametrize(("measure", "a_minute"), [("memory", 0.1), ("handles", 0.9), ("threads", 0.1)])
def test_what_the_processes_of_postgresql_never_give_back_is_found(measure: str, a_minute: float) -> None:
    series = an_hour(lambda _, age: age * a_minute / 60, of=("postgres", measure))
    assert too_much(series) == {("postgres", measure)}


@pytest.mark.parametrize("part", PARTS)
def test_what_grows_with_all_that_was_ever_done_is_found_though_restarts_hide_it(part: str) -> None:
    a_second = GROWN_BY * (EACH if part == "postgres" else SIZES)["memory"] / HOUR
    lines = list(lines_of(an_hour(lambda at, _: at * a_second, of=(part, "memory")), seconds=HOUR))
    assert {(line.what, line.measure) for line in lines if line.is_violation} == {(part, "memory")}
    was_restarted = LIVES[part] < HOUR  # one that was not has no two lives to compare
    seen = {line.way for line in lines if line.is_violation}
    assert seen >= ({SAME_AGE} if was_restarted else {WITHIN_A_LIFE})


@pytest.mark.parametrize("name", [("postgres", "connections"), ("inbox", "waiting"), ("journeys", "open")])
def test_what_all_hold_together_may_not_grow(name: tuple[str, str]) -> None:
    assert too_much(an_hour(lambda at, _: at / 150, of=name)) == {name}


@pytest.mark.parametrize("name", [("telegram", "memory"), ("telegram", "handles"), ("temporal", "memory")])
def test_what_has_to_grow_is_only_shown(name: tuple[str, str]) -> None:
    lines = [*lines_of(an_hour(lambda at, _: at / 30, of=name), seconds=HOUR)]
    assert not any(line.is_violation for line in lines)
    assert any(line.growth.is_too_much and (line.what, line.measure) == name for line in lines)


def test_a_short_soak_says_nothing_about_what_it_cannot_compare() -> None:
    series = {name: [point for point in points if point.at < 120] for name, points in an_hour().items()}
    judged = {line.measure for line in lines_of(series, seconds=120.0)}
    assert judged == {"connections", "waiting", "open"}


def updates(extra: Callable[[float], float] = lambda _: 0.0) -> list[Waited]:
    """Return an hour of updates; `extra` is how much longer one of that second waits."""
    chance = Random(3)  # noqa: S311 - the same each time
    return [Waited(at=BEGAN + at, lag=chance.uniform(0.01, 0.08) + extra(at)) for at in range(int(HOUR))]


def restarted(at: float) -> Restarted:
    restart = Restart(at=at, part="worker", politely=True)
    return Restarted(restart=restart, at=BEGAN + at, served_at=BEGAN + at + 8)


def lines_at_rest(seen: list[Waited]) -> list[Line]:
    return list(lines_of_lag(calm(seen, [restarted(600)]), began=BEGAN, seconds=HOUR))


def test_a_wait_during_a_restart_is_no_violation() -> None:
    seen = updates(lambda at: 9.0 if 600 <= at < 610 else 0.0)
    assert list(violations_of_lag(seen, [restarted(600)])) == []
    assert p99(calm(seen, [restarted(600)])) < 0.1
    assert not lines_at_rest(seen)[0].is_violation


def test_the_same_wait_without_a_restart_is_one() -> None:
    seen = updates(lambda at: 9.0 if 600 <= at < 660 else 0.0)
    assert len(list(violations_of_lag(seen, []))) == 1


def test_updates_that_wait_long_after_a_restart_are_a_violation() -> None:
    seen = updates(lambda at: 2.0 if 600 <= at < 700 else 0.0)
    first, second = [seconds for _, seconds in short_again(seen, [restarted(600), restarted(2000)])]
    assert first == pytest.approx(62, abs=1)
    assert second == 0
    assert any("after worker, asked to stop" in words for words in violations_of_lag(seen, [restarted(600)]))


def test_a_wait_that_grows_slowly_is_a_violation() -> None:
    (line,) = lines_at_rest(updates(lambda at: 0.3 * at / HOUR))
    assert line.is_violation
    assert "inbox, lag by quarters: from 0." in str(line)


def test_a_load_of_moments_has_no_quarters_and_no_one_in_a_hundred() -> None:
    late = [Waited(at=BEGAN + number, lag=float(number)) for number in range(50)]
    assert list(lines_of_lag(late, began=BEGAN, seconds=50.0)) == []
    assert p99(late) == 0.0
    assert p99([*late, *late]) > 40.0
