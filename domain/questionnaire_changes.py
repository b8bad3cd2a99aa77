"""What differs between two versions of Test1: added, removed, changed and moved questions, refusals and translations.

A version is its content in JSON's terms: `{"questions": [{"id", ...}], "refusals": {...}, "translations": {...}}`.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Content = Mapping[str, Any]
OTHER_PARTS = ("refusals", "translations")


class ChangeKind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, kw_only=True)
class Change:
    """One difference; `where` names the part and what in it, `field` the field of a question that was changed."""

    kind: ChangeKind
    where: tuple[str, str]
    field: str | None = None
    before: Any = None
    after: Any = None


def changes(before: Content, after: Content) -> list[Change]:
    """Return what one has to do to the first to get the second; places are counted from 1."""
    was, becomes = _by_id(before), _by_id(after)
    found = [Change(kind=ChangeKind.REMOVED, where=("questions", each)) for each in was if each not in becomes]
    found += [
        Change(kind=ChangeKind.ADDED, where=("questions", each), after=place)
        for place, each in enumerate(becomes, start=1)
        if each not in was
    ]
    found += _moves(list(was), list(becomes))
    for each in becomes:
        if each in was:
            found += _fields(each, was[each], becomes[each])
    for part in OTHER_PARTS:
        found += _entries(part, before.get(part) or {}, after.get(part) or {})
    return found


def _by_id(content: Content) -> dict[str, Mapping[str, Any]]:
    return {question["id"]: question for question in content["questions"]}


def _moves(was: Sequence[str], becomes: Sequence[str]) -> list[Change]:
    """Return the fewest questions that have to be moved: all that are not in the longest run that kept its order."""
    stayed = [each for each in becomes if each in was]
    kept = _longest_run([was.index(each) for each in stayed])
    return [
        Change(
            kind=ChangeKind.MOVED,
            where=("questions", each),
            before=was.index(each) + 1,
            after=becomes.index(each) + 1,
        )
        for number, each in enumerate(stayed)
        if number not in kept
    ]


def _longest_run(places: Sequence[int]) -> set[int]:
    """Return which of the numbers form a longest rising run."""
    ends: list[int] = []  # the least end of a run of each length
    ending: list[int] = []  # which number that end is
    former: list[int | None] = []
    for number, place in enumerate(places):
        length = bisect_left(ends, place)
        ends[length : length + 1] = [place]
        ending[length : length + 1] = [number]
        former.append(ending[length - 1] if length else None)
    run: set[int] = set()
    step = ending[-1] if ending else None
    while step is not None:
        run.add(step)
        step = former[step]
    return run


def _fields(question_id: str, was: Mapping[str, Any], becomes: Mapping[str, Any]) -> list[Change]:
    names = [*was, *(name for name in becomes if name not in was)]
    return [
        Change(
            kind=ChangeKind.CHANGED,
            where=("questions", question_id),
            field=name,
            before=was.get(name),
            after=becomes.get(name),
        )
        for name in names
        if was.get(name) != becomes.get(name)
    ]


def _entries(part: str, was: Mapping[str, Any], becomes: Mapping[str, Any]) -> list[Change]:
    kinds = {
        **{name: ChangeKind.REMOVED for name in was if name not in becomes},
        **{name: ChangeKind.ADDED for name in becomes if name not in was},
        **{name: ChangeKind.CHANGED for name in becomes if name in was and was[name] != becomes[name]},
    }
    return [
        Change(kind=kind, where=(part, name), before=was.get(name), after=becomes.get(name))
        for name, kind in kinds.items()
    ]
