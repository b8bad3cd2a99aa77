"""What becomes of every kind of letter under every fault: nothing is lost unnoticed, nothing comes twice unwanted."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

import pytest

from tests.activities.every_letter import EVERY_KIND
from tests.activities.letter_scene import Scene
from tests.activities.lines import SLOW, Line
from tests.activities.mailroom import Fate, Mailroom
from workflows.effects import AnyLetter
from workflows.letters.letter import Audience

SEND = "sendMessage"


async def nothing(_room: Mailroom, _scene: Scene) -> str:
    return ""


@dataclass(frozen=True)
class Fault:
    """`strike` makes the trouble at the stand-in, `line` on our side; `edits`: the letter replaces a message."""

    strike: Callable[[Mailroom, Scene], Awaitable[object]]
    line: Line = Line.GOOD
    edits: bool = False
    slow: bool = False


def at(method: str, kind: str, **details: object) -> Callable[[Mailroom, Scene], Awaitable[object]]:
    """Let the next call of this method fail so."""
    return lambda room, _scene: room.fault(kind, method, **details)


async def block(room: Mailroom, scene: Scene) -> None:
    await room.stage.post("block", {"person_id": scene.phone})


async def delete(room: Mailroom, scene: Scene) -> None:
    (before,) = await room.since(scene)
    await room.stage.bot.delete_message(scene.phone, before["message_id"])


async def move_away(room: Mailroom, scene: Scene) -> None:
    """Let the chat be one with somebody who never pressed Start."""
    stranger = await room.stage.stranger()
    for table, column, key in (("candidates", "chat_id", "telegram_id"), ("recruiters", "tg_chat_id", "telegram_id")):
        await room.world.run(f"UPDATE {table} SET {column} = :new WHERE {key} = :old", new=stranger, old=scene.phone)


FAULTS = {
    "none": Fault(nothing),
    "the reply is lost": Fault(at(SEND, "dropped_after")),
    "the connection breaks before": Fault(at(SEND, "dropped_before")),
    "429 with retry_after": Fault(at(SEND, "too_many_requests", retry_after=7)),
    "429 without": Fault(at(SEND, "too_many_requests")),
    "500 as JSON": Fault(at(SEND, "server_error")),
    "502 as a page": Fault(at(SEND, "bad_gateway")),
    "nobody listens": Fault(nothing, line=Line.NOBODY_LISTENS),
    "the reply is late": Fault(at(SEND, "slow", seconds=SLOW), line=Line.IMPATIENT, slow=True),
    "blocked": Fault(block),
    "no such chat": Fault(move_away),
    "deactivated": Fault(at(SEND, "forbidden", description="user is deactivated")),
    "the text is refused": Fault(at(SEND, "refused", description="can't parse entities: unsupported start tag")),
    "a crash before the call": Fault(nothing, line=Line.DIES_BEFORE_THE_CALL),
    "a crash after the call": Fault(nothing, line=Line.DIES_AFTER_THE_CALL),
    "an edit": Fault(nothing, edits=True),
    "the message to edit is gone": Fault(delete, edits=True),
    "the edit is done already": Fault(
        at("editMessageText", "refused", description="message is not modified"), edits=True
    ),
    "the reply to an edit is lost": Fault(at("editMessageText", "dropped_after"), edits=True),
    "429 for an edit": Fault(at("editMessageText", "too_many_requests", retry_after=3), edits=True),
    "blocked at an edit": Fault(block, edits=True),
}

ARRIVED = Fate("arrived", 1, "sent")
AGAIN = Fate("again, arrived", 1, "sent")
TWICE = Fate("again, arrived", 2, "sent")
PERHAPS = Fate("unknown", 1, "unknown")  # it did arrive, and nobody can know
PERHAPS_NOT = Fate("unknown", 0, "unknown")
UNREACHABLE = Fate("unreachable", 0, "unreachable")
REFUSED = Fate("refused", 0, "failed")

# fault -> the fate of a kind of which a second copy is better than none, and of a kind that forbids copies
MATRIX: dict[str, tuple[Fate, Fate]] = {
    "none": (ARRIVED, ARRIVED),
    "the reply is lost": (TWICE, PERHAPS),
    "the connection breaks before": (AGAIN, PERHAPS_NOT),
    "429 with retry_after": (replace(AGAIN, tries="again after 7 s, arrived"),) * 2,
    "429 without": (AGAIN, AGAIN),
    "500 as JSON": (AGAIN, PERHAPS_NOT),
    "502 as a page": (AGAIN, PERHAPS_NOT),
    "nobody listens": (AGAIN, AGAIN),
    "the reply is late": (TWICE, PERHAPS),
    "blocked": (UNREACHABLE, UNREACHABLE),
    "no such chat": (UNREACHABLE, UNREACHABLE),
    "deactivated": (UNREACHABLE, UNREACHABLE),
    "the text is refused": (REFUSED, REFUSED),
    "a crash before the call": (AGAIN, replace(PERHAPS_NOT, tries="again, unknown")),
    "a crash after the call": (TWICE, replace(PERHAPS, tries="again, unknown")),
    "an edit": (ARRIVED, ARRIVED),
    "the message to edit is gone": (ARRIVED, ARRIVED),
    "the edit is done already": (replace(ARRIVED, copies=0),) * 2,
    "the reply to an edit is lost": (AGAIN, PERHAPS),
    "429 for an edit": (replace(AGAIN, tries="again after 3 s, arrived"),) * 2,
    "blocked at an edit": (UNREACHABLE, UNREACHABLE),
}


@pytest.mark.parametrize("kind", EVERY_KIND, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("name", MATRIX)
async def test_the_fate_of_a_letter_is_known(room: Mailroom, kind: type[AnyLetter], name: str) -> None:
    fault, expected = FAULTS[name], MATRIX[name][kind.ONCE]
    scene = await room.scene(kind)
    order = scene.order(**({"edits": await room.base(scene)} if fault.edits else {}))
    await fault.strike(room, scene)
    tries = await room.send(order, fault.line)
    if fault.slow:
        await room.settle(scene)
    assert await room.fate(scene, tries) == expected
    assert await room.blocked(scene) == (expected.tries == "unreachable")
    if tries.endswith(("arrived", "unknown")):  # Temporal may lose the answer and try once more
        last = tries.rpartition(", ")[2]
        assert await room.fate(scene, await room.send(order)) == replace(expected, tries=last)


def test_every_fault_has_its_line_in_the_matrix() -> None:
    assert list(MATRIX) == list(FAULTS)


def test_every_kind_is_told_apart_by_whom_it_is_for() -> None:
    assert {kind.TO for kind in EVERY_KIND} == set(Audience)
