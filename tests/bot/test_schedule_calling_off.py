"""Cancelling asks back what will happen to the candidate; only the second press does it."""

from typing import Any

import pytest

from bot.callbacks import Decision, DecisionPress
from bot.schedule_callbacks import CallingOff, CallOffPress
from domain.booking import Actor
from tests.bot.schedules import buttons
from tests.bot.seeded import ANNA, MARIA, STRANGER, Seeded
from tests.bot.switchboard import Switchboard
from workflows.messages import BookingCancelled


def cancel(seeded: Seeded, revision: int = 1) -> str:
    return DecisionPress(decision=Decision.CANCEL, booking_id=seeded.booking, revision=revision).pack()


def answer(seeded: Seeded, how: CallingOff, revision: int = 1) -> str:
    return CallOffPress(answer=how, booking_id=seeded.booking, revision=revision).pack()


async def test_the_first_press_only_asks(seeded: Seeded, switchboard: Switchboard) -> None:
    await seeded.set_booking("booked")
    await switchboard.press(MARIA, cancel(seeded))
    (question,) = switchboard.edits()
    assert "Отменить собеседование?" in (question.text or "")
    assert "Анна сразу получит извинение" in (question.text or "")
    assert set(buttons(question).values()) == {answer(seeded, how) for how in CallingOff}
    assert switchboard.journeys.told == []


@pytest.mark.parametrize(("how", "withdraws"), [(CallingOff.WITH_SLOT, True), (CallingOff.KEEPING_SLOT, False)])
async def test_the_second_press_tells_the_journey(
    how: CallingOff, withdraws: bool, seeded: Seeded, switchboard: Switchboard
) -> None:
    await seeded.set_booking("booked")
    update_id = await switchboard.press(MARIA, answer(seeded, how))
    about: dict[str, Any] = {"update_id": update_id, "message_id": 77, "booking_id": seeded.booking, "revision": 1}
    cancelled = BookingCancelled(**about, by=Actor.RECRUITER, by_id=seeded.recruiter, withdraws_slot=withdraws)
    assert switchboard.journeys.told == [(seeded.candidate, cancelled)]
    (edit,) = switchboard.edits()
    assert "Отменяем собеседование" in (edit.text or "")
    assert edit.reply_markup is None


async def test_back_shows_the_card_again(seeded: Seeded, switchboard: Switchboard) -> None:
    await seeded.set_booking("booked")
    await switchboard.press(MARIA, answer(seeded, CallingOff.BACK))
    assert cancel(seeded) in buttons(switchboard.edits()[0]).values()
    assert switchboard.journeys.told == []


@pytest.mark.parametrize("revision", [1, 2])
async def test_what_changed_meanwhile_is_shown_as_it_is(
    revision: int, seeded: Seeded, switchboard: Switchboard
) -> None:
    if revision == 1:
        await seeded.set_booking("declined", over=True)
    for data in (cancel(seeded, revision), answer(seeded, CallingOff.WITH_SLOT, revision)):
        await switchboard.press(MARIA, data)
    assert switchboard.journeys.told == []
    assert len(switchboard.edits()) == 2
    assert not any("Отменить собеседование?" in (edit.text or "") for edit in switchboard.edits())


async def test_nobody_else_can_cancel(seeded: Seeded, switchboard: Switchboard) -> None:
    for person in (ANNA, STRANGER):
        for data in (cancel(seeded), *(answer(seeded, how) for how in CallingOff)):
            await switchboard.press(person, data)
    assert switchboard.answers() == ["Эта кнопка не для вас."] * 8
    assert switchboard.edits() == []
    assert switchboard.journeys.told == []
