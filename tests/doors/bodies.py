"""Whole calls of the webhook, as Telegram, a broken proxy or a stranger could make them; and what answers them."""

import gzip
import json
from dataclasses import dataclass, field
from typing import Any

from bot.webhook import LARGEST_BODY, SECRET_HEADER
from tests.doors.dice import Dice
from tests.doors.mutations import is_json, spoilt, written
from tests.doors.updates import update

SECRET = "a-secret-of-some-length"
STRANGERS: tuple[dict[str, str], ...] = (
    *({}, {SECRET_HEADER: ""}, {SECRET_HEADER: SECRET.upper()}, {SECRET_HEADER: SECRET[:-1]}, {SECRET_HEADER: SECRET + "x"}),
    *({SECRET_HEADER: "секрет"}, {SECRET_HEADER: "x" * 4000}, {SECRET_HEADER: "\xff\xfe"}, {"Authorization": SECRET}),
)  # fmt: skip
TYPES = (
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "application/json; charset=koi8-r",
    "",
    "x" * 200,
)


@dataclass(frozen=True, kw_only=True)
class Call:
    """A call, and with which statuses it may be answered. `update_id` is that of the update in it, if it carries one."""

    kind: str
    body: bytes
    statuses: frozenset[int]
    headers: dict[str, str] = field(default_factory=lambda: {SECRET_HEADER: SECRET})
    update_id: int | None = None


def call(dice: Dice, update_id: int) -> Call:
    """Return a call: an update of any kind, a spoilt one, or something that is none."""
    match dice.number(0, 9):
        case 0 | 1 | 2:
            body = written({"update_id": update_id, **update(dice)}, escaped=dice.happens(0.5))
            return Call(kind="an update of any kind", body=body, statuses=frozenset({200}), update_id=update_id)
        case 3 | 4 | 5 | 6:
            body = written({"update_id": update_id, **spoilt(dice)}, escaped=dice.happens(0.5))
            return of_spoilt(body, update_id)
        case 7:
            return stranger(dice, update_id)
        case 8:
            return no_update(dice)
        case _:
            return mangled(dice, update_id)


def of_spoilt(body: bytes, update_id: int) -> Call:
    """Return the call with a spoilt update; it is taken, even if no parser gets through it."""
    kind = "an update spoilt" if is_json(body) else "beyond our parser"
    return Call(kind=kind, body=body, statuses=frozenset({200}), update_id=update_id)


def stranger(dice: Dice, update_id: int) -> Call:
    body = written({"update_id": update_id, **update(dice)})
    return Call(kind="a stranger", body=body, headers=dice.one_of(STRANGERS), statuses=frozenset({401}))


def no_update(dice: Dice) -> Call:
    """Return JSON that is no update: taken, so that it does not come again, and left out."""
    bodies = (b"[]", b"{}", b"null", b"0", b'"x"', b"[[{}]]", b'{"update_id": null}', b'{"update_id": "1"}', b"NaN")
    ids = (b"1.0", b"true", b"9223372036854775808", b"-1e400", b"[1]", b"1" * 4000)
    thrown = dice.one_of((*bodies, *(b'{"update_id": %s, "message": {}}' % each for each in ids)))
    return Call(kind="JSON, but no update", body=thrown, statuses=frozenset({200}))


def mangled(dice: Dice, update_id: int) -> Call:
    """Return a good update whose bytes something on the way has spoilt."""
    good = written({"update_id": update_id, **update(dice)})
    secret = {SECRET_HEADER: SECRET}
    refused: dict[str, Any] = {"statuses": frozenset({400}), "headers": secret}
    taken: dict[str, Any] = {"statuses": frozenset({200}), "headers": secret, "update_id": update_id}
    return dice.one_of(
        (
            Call(kind="an empty body", body=b"", **refused),
            Call(kind="cut off", body=good[: dice.number(1, len(good) - 1)], **refused),
            Call(kind="two at once", body=good + good, **refused),
            Call(kind="bytes that are no UTF-8", body=good[:-1] + b', "x": "\xff\xfe"}', **refused),
            Call(kind="noise", body=dice.signs(200).encode("utf-8", "surrogatepass") + b"\x80", **refused),
            Call(kind="brackets without end", body=b"[" * 200_000, **(taken | {"update_id": None})),
            Call(kind="a number without end", body=b'{"update_id": ' + b"9" * 6000 + b"}", **(taken | {"update_id": None})),
            Call(kind="UTF-16", body=good.decode().encode("utf-16"), **taken),
            Call(kind="keys twice", body=b'{"update_id": 7, "message": 1, ' + good[1:], **taken),
            Call(kind="just small enough", body=good[:-1] + b" " * (LARGEST_BODY - len(good)) + b"}", **taken),
            Call(kind="too large", body=good + b" " * LARGEST_BODY, headers=secret, statuses=frozenset({413})),
            Call(kind="a large text", body=large(update_id), **taken),
            Call(kind="another content type", body=good, **(taken | {"headers": secret | {"Content-Type": dice.one_of(TYPES)}})),
            Call(kind="compressed", body=gzip.compress(good), **(refused | {"headers": secret | {"Content-Encoding": "gzip"}})),
            Call(kind="not compressed", body=good, **(taken | {"headers": secret | {"Content-Encoding": "gzip"}})),
        )
    )  # fmt: skip


def large(update_id: int) -> bytes:
    """Return a message whose text fills the whole body."""
    person = {"id": 9001, "is_bot": False, "first_name": "Anna"}
    message = {"message_id": 1, "date": 0, "chat": {"id": 9001, "type": "private"}, "from": person, "text": "@"}
    body = json.dumps({"update_id": update_id, "message": message}).encode()
    return body.replace(b"@", "я".encode() * ((LARGEST_BODY - len(body)) // 2))
