from typing import Any

import pytest

from bot.callbacks import Decision, DecisionPress
from bot.keyboards.decisions import kb_approval, kb_reject
from domain.booking import Actor, BookingStatus
from tests.bot.seeded import ANNA, MARIA, STRANGER, Seeded
from tests.bot.switchboard import Switchboard
from workflows import messages, move_messages
from workflows.messages import News

DECISIONS: list[tuple[Decision, type[News], dict[str, Any]]] = [
    (Decision.APPROVE, messages.BookingApproved, {}),
    (Decision.REJECT_TIME, messages.BookingRejected, {"person": False}),
    (Decision.REJECT_PERSON, messages.BookingRejected, {"person": True}),
    (Decision.HOLD, messages.BookingKept, {}),
    (Decision.KEEP_TIME, move_messages.MoveRefused, {}),
    (Decision.MET, messages.OutcomeGiven, {"outcome": BookingStatus.MET}),
    (Decision.MISSED, messages.OutcomeGiven, {"outcome": BookingStatus.MISSED}),
    (Decision.DO_NOT_KNOW, messages.OutcomeGiven, {"outcome": BookingStatus.ENDED}),
]


def decide(seeded: Seeded, decision: Decision, revision: int = 1) -> str:
    return DecisionPress(decision=decision, booking_id=seeded.booking, revision=revision).pack()


@pytest.mark.parametrize(("decision", "news", "details"), DECISIONS)
async def test_a_decision_of_the_bookings_recruiter_becomes_news(
    decision: Decision, news: type[News], details: dict[str, Any], seeded: Seeded, switchboard: Switchboard
) -> None:
    update_id = await switchboard.press(MARIA, decide(seeded, decision))
    about: dict[str, Any] = {"update_id": update_id, "message_id": 77, "booking_id": seeded.booking, "revision": 1}
    expected = news(**about, by=Actor.RECRUITER, by_id=seeded.recruiter, **details)  # type: ignore[call-arg] # which news is the parameter
    assert switchboard.journeys.told == [(seeded.candidate, expected)]
    assert switchboard.answers() == [None]


@pytest.mark.parametrize("decision", list(Decision))
async def test_nobody_else_can_decide(decision: Decision, seeded: Seeded, switchboard: Switchboard) -> None:
    await seeded.world.run("UPDATE recruiters SET telegram_id = 7100 WHERE id = :id", id=seeded.other_recruiter)
    for person in (ANNA, STRANGER, 7100):
        await switchboard.press(person, decide(seeded, decision))
    assert switchboard.journeys.told == []
    assert switchboard.answers() == ["Эта кнопка не для вас."] * 3
    assert await seeded.strange_presses() == 3
    assert switchboard.keyboards() == []


async def test_a_booking_that_does_not_exist_belongs_to_nobody(seeded: Seeded, switchboard: Switchboard) -> None:
    forged = decide(seeded, Decision.APPROVE).replace(str(seeded.booking), str(seeded.booking + 1000))
    await switchboard.press(MARIA, forged)
    assert switchboard.journeys.told == []
    assert switchboard.answers() == ["Эта кнопка не для вас."]


async def test_rejecting_asks_back_and_back_leads_back(seeded: Seeded, switchboard: Switchboard) -> None:
    await switchboard.press(MARIA, decide(seeded, Decision.REJECT))
    await switchboard.press(MARIA, decide(seeded, Decision.BACK))
    assert switchboard.keyboards() == [kb_reject(seeded.booking, 1), kb_approval(seeded.booking, 1)]
    assert switchboard.journeys.told == []


@pytest.mark.parametrize("decision", [Decision.REJECT, Decision.BACK])
async def test_an_answered_request_shows_what_it_is_now(
    decision: Decision, seeded: Seeded, switchboard: Switchboard
) -> None:
    await seeded.set_booking("booked")
    await switchboard.press(MARIA, decide(seeded, decision))
    (edit,) = switchboard.edits()
    assert "Согласовано" in (edit.text or "")
    assert switchboard.journeys.told == []


async def test_a_decision_after_the_journey_closed_shows_the_card_as_it_stands(
    seeded: Seeded, switchboard: Switchboard
) -> None:
    switchboard.journeys.open = False
    await seeded.set_booking("cancelled", over=True)
    await switchboard.press(MARIA, decide(seeded, Decision.APPROVE))
    (edit,) = switchboard.edits()
    assert "Отменено" in (edit.text or "")
    assert edit.reply_markup is None
