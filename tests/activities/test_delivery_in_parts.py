"""What belongs to a letter beside its words: a document, the buttons of an older message, a try that was given up."""

import asyncio
from dataclasses import dataclass
from typing import Any

import pytest
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from tests.activities.every_letter import EVERY_KIND
from tests.activities.mailroom import Fate, Mailroom
from workflows.effects import AnyLetter
from workflows.letters.to_candidate import HintAtButtons, RemindCandidate
from workflows.letters.to_recruiter import AskForApproval


@dataclass(frozen=True)
class Part:
    """The answers of the tries, how often the document came, and what the ledger says of it; the words came once."""

    tries: str
    copies: int
    ledger: str


# What happens to the document -> what becomes of a letter of which a second copy is better than none.
DOCUMENTS: dict[str, tuple[dict[str, Any] | None, Part]] = {
    "nothing": (None, Part("arrived", 1, "sent")),
    "the reply is lost": ({"kind": "dropped_after"}, Part("again, arrived", 2, "sent")),
    "the connection breaks before": ({"kind": "dropped_before"}, Part("again, arrived", 1, "sent")),
    "429 with retry_after": (
        {"kind": "too_many_requests", "retry_after": 7},
        Part("again after 7 s, arrived", 1, "sent"),
    ),
    "502 as a page": ({"kind": "bad_gateway"}, Part("again, arrived", 1, "sent")),
    "blocked meanwhile": ({"kind": "forbidden"}, Part("unreachable", 0, "unreachable")),
    "the file is refused": ({"kind": "refused", "description": "file must be non-empty"}, Part("arrived", 0, "failed")),
}
OLD_BUTTONS: dict[str, dict[str, Any]] = {
    "the reply is lost": {"kind": "dropped_after"},
    "429 with retry_after": {"kind": "too_many_requests", "retry_after": 7},
    "502 as a page": {"kind": "bad_gateway"},
    "the message is gone": {"kind": "refused", "description": "message to edit not found"},
}


@pytest.fixture(scope="module")
async def carriers(room: Mailroom) -> list[type[AnyLetter]]:
    """The kinds of letters that bring a document."""
    found = []
    for kind in EVERY_KIND:
        scene = await room.scene(kind)
        await room.send(scene.order())
        if await room.documents(scene):
            found.append(kind)
    assert AskForApproval in found
    return found


@pytest.mark.parametrize("name", DOCUMENTS)
async def test_the_fate_of_a_document_is_known_and_its_words_come_once(
    room: Mailroom, carriers: list[type[AnyLetter]], name: str
) -> None:
    fault, expected = DOCUMENTS[name]
    for kind in carriers:
        assert not kind.ONCE, "say what becomes of the document of a kind that forbids copies"
        scene = await room.scene(kind)
        if fault is not None:
            await room.fault(method="sendDocument", **fault)
        tries = await room.send(scene.order())
        status = await room.noted(scene, f"{kind.kind}.document")
        assert Part(tries, await room.documents(scene), status) == expected
        assert await room.fate(scene, tries) == Fate(tries, 1, "sent")


async def test_a_document_that_telegram_refuses_is_an_alert(room: Mailroom) -> None:
    scene = await room.scene(AskForApproval)
    await room.fault("refused", "sendDocument", description="file must be non-empty")
    with capture_logs() as logs:
        await room.send(scene.order())
    assert "error" in [line["log_level"] for line in logs]


@pytest.mark.parametrize("name", OLD_BUTTONS)
async def test_buttons_that_cannot_be_taken_off_hold_no_letter_up(room: Mailroom, name: str) -> None:
    scene = await room.scene(HintAtButtons)
    order = scene.order(retires=await room.base(scene))
    await room.fault(method="editMessageReplyMarkup", **OLD_BUTTONS[name])
    assert await room.fate(scene, await room.send(order)) == Fate("arrived", 1, "sent")


@pytest.mark.parametrize(("kind", "second", "copies"), [(RemindCandidate, "unknown", 1), (HintAtButtons, "arrived", 2)])
async def test_a_try_that_was_given_up_and_goes_on_adds_no_unwanted_copy(
    room: Mailroom, kind: type[AnyLetter], second: str, copies: int
) -> None:
    scene = await room.scene(kind)
    await room.fault("slow", "sendMessage", seconds=0.3)
    given_up = asyncio.create_task(room.send(scene.order()))
    while await room.noted(scene, kind.kind) != "sending":
        await asyncio.sleep(0.01)
    assert await room.send(scene.order()) == second
    assert await given_up == "arrived"
    assert await room.fate(scene, "arrived") == Fate("arrived", copies, "sent")


async def test_a_letter_that_perhaps_arrived_is_counted_once_its_fate_is_settled(room: Mailroom) -> None:
    scene = await room.scene(RemindCandidate)
    before = counted("unknown"), counted("arrived")
    await room.fault("too_many_requests", "sendMessage", retry_after=1)
    await room.fault("dropped_after", "sendMessage")
    assert await room.send(scene.order()) == "again after 1 s, unknown"
    assert (counted("unknown"), counted("arrived")) == (before[0] + 1, before[1])


def counted(outcome: str) -> float:
    """Return how many reminders ended so."""
    labels = {"kind": RemindCandidate.kind, "outcome": outcome}
    return REGISTRY.get_sample_value("otklik_letters_total", labels) or 0
