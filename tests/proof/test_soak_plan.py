"""What a soak draws from its seed, whom it plays, and what it reads of processes."""

import os
import threading
from itertools import pairwise
from pathlib import Path

from proof.house import MARKS
from proof.processes import handles, private_memory, threads
from proof.soak.office import applicants
from proof.soak.plan import Plan

MEGABYTE = 1024 * 1024


def plan(*, seed: int = 5, minutes: float = 60, restart_every: float = 4) -> Plan:
    return Plan(minutes=minutes, rate=None, seed=seed, restart_every=restart_every)


def test_a_seed_repeats_its_restarts() -> None:
    assert plan().draw_restarts() == plan().draw_restarts() != plan(seed=6).draw_restarts()


def test_a_restart_comes_every_few_minutes_and_none_when_the_load_ends() -> None:
    moments = [restart.at for restart in plan().draw_restarts()]
    assert len(moments) == 14
    assert {later - earlier for earlier, later in pairwise([0.0, *moments])} == {240.0}
    assert plan(restart_every=0).draw_restarts() == []


def test_every_part_is_restarted_in_both_ways_before_one_has_its_second_turn() -> None:
    first = plan(minutes=44).draw_restarts()
    assert {(restart.part, restart.politely) for restart in first} == {
        (part, politely) for part in MARKS for politely in (True, False)
    }


def test_a_plan_is_the_command_that_repeats_it() -> None:
    words = "otklik soak --minutes 60 --rate 7.5 --seed 5 --restart-every 4"
    assert str(Plan(minutes=60, rate=7.5, seed=5, restart_every=4)) == words


def test_nobody_bears_the_name_of_another_or_a_part_of_it() -> None:
    names = [applicant.full_name for applicant in applicants()]
    assert len(names) == len(set(names)) == 7200
    some = names[::90]
    assert not [name for name in some for other in some if name in other and name != other]


def test_memory_files_and_threads_of_a_process_are_seen(tmp_path: Path) -> None:
    me = os.getpid()
    before = private_memory(me), handles(me), threads(me)
    held = bytearray(os.urandom(MEGABYTE) * 30)
    opened = [(tmp_path / f"{number}").open("w") for number in range(20)]
    enough = threading.Event()
    helpers = [threading.Thread(target=enough.wait) for _ in range(5)]
    for each in helpers:
        each.start()
    after = private_memory(me), handles(me), threads(me)
    enough.set()
    for file in opened:
        file.close()
    assert len(held) == 30 * MEGABYTE
    assert after[0] - before[0] > 25 * MEGABYTE
    assert after[1] - before[1] >= 18
    assert after[2] - before[2] >= 4


def test_a_process_that_is_gone_holds_nothing() -> None:
    gone = 2**22 + 1  # beyond the largest id that Linux gives
    assert (private_memory(gone), handles(gone), threads(gone)) == (0, 0, 0)
