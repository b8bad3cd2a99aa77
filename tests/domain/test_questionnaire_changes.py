from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from domain.questionnaire_changes import ChangeKind, changes

FIELDS = {"kind": "text"}


def content(*ids: str, **more: object) -> dict[str, object]:
    return {"questions": [{"id": each, **FIELDS} for each in ids], **more}


def found(before: Mapping[str, object], after: Mapping[str, object]) -> list[tuple[str, ...]]:
    return [(str(each.kind), *each.where, *([each.field] if each.field else [])) for each in changes(before, after)]


def test_nothing_differs_from_itself() -> None:
    assert found(content("a", "b", refusals={"r": "no"}), content("a", "b", refusals={"r": "no"})) == []


def test_what_is_new_what_is_gone_and_what_says_something_else() -> None:
    before = content("a", "b", refusals={"r": "no", "s": "no"})
    after = {
        "questions": [{"id": "b", "kind": "number", "minimum": 3}, {"id": "c", **FIELDS}],
        "refusals": {"r": "yes", "t": "no"},
        "translations": {"en": {}},
    }
    assert found(before, after) == [
        ("removed", "questions", "a"),
        ("added", "questions", "c"),
        ("changed", "questions", "b", "kind"),
        ("changed", "questions", "b", "minimum"),
        ("removed", "refusals", "s"),
        ("added", "refusals", "t"),
        ("changed", "refusals", "r"),
        ("added", "translations", "en"),
    ]


def test_only_the_question_that_was_moved_has_moved() -> None:
    (moved,) = changes(content("a", "b", "c", "d"), content("d", "a", "b", "c"))
    assert (moved.kind, moved.where, moved.before, moved.after) == (ChangeKind.MOVED, ("questions", "d"), 4, 1)
    assert found(content("a", "b", "c"), content("b", "c")) == [("removed", "questions", "a")]


@given(st.permutations("abcdefg"))
def test_moving_what_is_named_and_nothing_else_gives_the_new_order(order: list[str]) -> None:
    moved = {each.where[1] for each in changes(content(*"abcdefg"), content(*order))}
    assert [each for each in order if each not in moved] == [each for each in "abcdefg" if each not in moved]
    assert len(moved) < 7
