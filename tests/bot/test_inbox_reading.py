import json

import pytest
from structlog.testing import capture_logs

from bot.inbox import person_key_of, read_update, storable, update_id_of


@pytest.mark.parametrize(
    "garbage", [None, 7, "text", [], {}, {"update_id": "1"}, {"update_id": True}, {"update_id": 1e3}]
)
def test_what_has_no_update_id_is_logged_and_left_out(garbage: object) -> None:
    with capture_logs() as logs:
        assert read_update(garbage) is None
    assert [line["log_level"] for line in logs] == ["error"]


@pytest.mark.parametrize(
    ("update", "person"),
    [
        ({"update_id": 1, "message": {"from": {"id": 5}, "chat": {"id": 6}}}, 5),
        ({"update_id": 1, "callback_query": {"from": {"id": 5}, "message": {"chat": {"id": 6}}}}, 5),
        ({"update_id": 1, "my_chat_member": {"chat": {"id": 6}, "from": {"id": 5}}}, 5),
        ({"update_id": 1, "channel_post": {"chat": {"id": -100}}}, -100),
        ({"update_id": 1, "poll": {"id": "77"}}, 1),
        ({"update_id": 1, "message": "not a message"}, 1),
        ({"update_id": 1, "message": {"from": {"id": 2**80}, "chat": {"id": 6}}}, 6),
    ],
)
def test_updates_are_ordered_by_who_sent_them(update: dict[str, object], person: int) -> None:
    assert person_key_of(update, otherwise=1) == person


def test_what_postgres_cannot_keep_is_replaced_and_the_rest_stays() -> None:
    sent = json.loads('{"text": "a\\u0000b \\ud83d c \\ud83d\\ude00", "list": [1, NaN, -Infinity, 2.5, null, true]}')
    assert storable(sent) == {"text": "a\ufffdb \ufffd c 😀", "list": [1, None, None, 2.5, None, True]}


def test_ids_beyond_what_the_database_counts_are_no_ids() -> None:
    assert update_id_of({"update_id": 2**63}) is None
    assert update_id_of({"update_id": 2**63 - 1}) == 2**63 - 1
