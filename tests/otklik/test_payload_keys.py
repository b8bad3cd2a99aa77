import base64
from pathlib import Path

import pytest

from otklik.payload_keys import embedded_keys, parse_keys


def test_the_embedded_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    first = embedded_keys(tmp_path)
    assert embedded_keys(tmp_path) == first
    assert [path.name for path in tmp_path.iterdir()] == ["payload.key"]
    assert (tmp_path / "payload.key").stat().st_mode & 0o777 == 0o600


def test_several_keys_are_read_in_order() -> None:
    keys = [bytes([number]) * 32 for number in range(3)]
    assert parse_keys(", ".join(base64.b64encode(key).decode() for key in keys)) == keys


def test_a_wrong_key_is_refused_without_repeating_it() -> None:
    with pytest.raises(ValueError, match="base64") as error:
        parse_keys("hunter2!")
    assert "hunter2" not in str(error.value)
