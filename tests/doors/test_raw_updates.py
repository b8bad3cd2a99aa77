"""What was found by throwing, each once more by itself; and that no JSON at all can be too strange to be stored."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.inbox import DEEPEST, read_update, storable, update_id_of
from bot.raw_updates import BeyondUsError, BrokenBodyError, read_batch, read_update_body
from bot.slot_words.reader import read_times
from bot.slot_words.reading import MisreadError
from domain.ids import CityId
from tests.database.world import NOW
from tests.doors.words import TIMES, TROUBLE

# Every sign there is, halves of surrogate pairs among them.
SIGNS = st.text(st.characters(codec=None, exclude_categories=()))
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | SIGNS
JSON = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(SIGNS, inner), max_leaves=20)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(JSON)
def test_whatever_is_json_can_be_stored_and_storing_it_again_changes_nothing(thing: Any) -> None:
    stored = storable(thing)
    written = json.dumps(stored, allow_nan=False, ensure_ascii=False)
    assert "\\u0000" not in written
    assert written.encode()
    assert storable(stored) == stored


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.integers(0, 2**63 - 1), st.dictionaries(SIGNS, JSON))
def test_whatever_comes_with_an_id_is_read_for_somebody(update_id: int, events: dict[str, Any]) -> None:
    read = read_update(events | {"update_id": update_id})
    assert read is not None
    assert read.update_id == update_id
    assert abs(read.person_key) < 2**63


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from([*TIMES, *TROUBLE]) | SIGNS, max_size=8).map(" ".join))
def test_whatever_a_recruiter_types_is_times_or_misread(typed: str) -> None:
    try:
        reading = read_times(typed, written=NOW.replace(tzinfo=None), cities={CityId(1): "Казань"}, language="ru")
    except MisreadError:
        return
    assert reading.times


def test_what_lies_too_deep_is_left_out() -> None:
    thing: Any = []
    for _ in range(5000):
        thing = [thing]
    stored, levels = storable({"kept": 1, "deep": thing}), 0
    assert stored["kept"] == 1
    inner = stored["deep"]
    while inner is not None:
        inner, levels = inner[0], levels + 1
    assert levels == DEEPEST - 1


@pytest.mark.parametrize("strange", [b"[" * 5000 + b"]" * 5000, b"9" * 5000])
def test_json_beyond_our_parser_is_kept_as_text_under_its_id(strange: bytes) -> None:
    body = b'{"update_id": 7, "message": ' + strange + b"}"
    assert read_update_body(body) == {"update_id": 7, "unreadable": body.decode()}
    with pytest.raises(BeyondUsError):
        read_batch('{"ok": true, "result": [' + body.decode() + "]}")


@pytest.mark.parametrize("body", [b"", b"{", b"{}{}", b"\xff\xfe", b'{"a": "\xff"}', b"<html>", b"'"])
def test_what_may_come_whole_another_time_is_not_taken(body: bytes) -> None:
    with pytest.raises(BrokenBodyError):
        read_update_body(body)


@pytest.mark.parametrize(
    "answer", ["", "[]", "null", '{"ok": false}', '{"ok": true, "result": {}}', "<html>502</html>"]
)
def test_what_is_no_batch_is_asked_for_again(answer: str) -> None:
    with pytest.raises(BrokenBodyError):
        read_batch(answer)


def test_an_id_is_never_negative() -> None:
    assert update_id_of({"update_id": -1}) is None
    assert update_id_of({"update_id": 0}) == 0
