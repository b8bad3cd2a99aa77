from pathlib import Path

import pytest

from otklik.errors import CannotStartError
from otklik.running import ADDRESSES, Running, announced, claimed, find_running

RUNNING = Running(
    pid=1,
    api="http://127.0.0.1:8000",
    temporal_address="127.0.0.1:7233",
    temporal_ui="http://127.0.0.1:8233",
    page="http://127.0.0.1:8081",
    database_url=None,
    pids={"worker": 2},
)


def test_a_running_otklik_is_found_by_its_folder(tmp_path: Path) -> None:
    with claimed(tmp_path), announced(tmp_path, RUNNING):
        assert find_running(tmp_path) == RUNNING
    assert find_running(tmp_path) is None


def test_what_a_killed_one_left_behind_does_not_count(tmp_path: Path) -> None:
    with claimed(tmp_path), announced(tmp_path, RUNNING):
        left_behind = (tmp_path / ADDRESSES).read_text()
    (tmp_path / ADDRESSES).write_text(left_behind)
    assert find_running(tmp_path) is None


def test_a_half_written_file_does_not_count(tmp_path: Path) -> None:
    with claimed(tmp_path):
        (tmp_path / ADDRESSES).write_text('{"pid": 1')
        assert find_running(tmp_path) is None


def test_a_second_one_on_the_same_folder_is_told_so(tmp_path: Path) -> None:
    with claimed(tmp_path), pytest.raises(CannotStartError, match="already runs") as error, claimed(tmp_path):
        pytest.fail("it must not get here")
    assert "\n" not in str(error.value)


def test_the_folder_is_made_for_its_owner_only(tmp_path: Path) -> None:
    with claimed(tmp_path / "new"):
        assert (tmp_path / "new").stat().st_mode & 0o077 == 0
