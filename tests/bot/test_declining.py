from typing import Any

import pytest

from bot.callbacks import Attendance, AttendancePress, DeclinePress
from bot.keyboards.attendance import kb_attendance_confirm, kb_change_of_plans, kb_decline_sure, kb_request_pending
from domain.booking import Actor
from tests.bot.seeded import ANNA, MARIA, Seeded
from tests.bot.switchboard import Switchboard, message_from
from workflows.messages import AttendanceDeclined

LINK = "https://meet.example.org/ekb"


def cannot(seeded: Seeded, revision: int = 1) -> str:
    return AttendancePress(attendance=Attendance.DECLINE, booking_id=seeded.booking, revision=revision).pack()


def answer(seeded: Seeded, *, sure: bool, can_confirm: bool = False, revision: int = 1) -> str:
    return DeclinePress(sure=sure, booking_id=seeded.booking, revision=revision, can_confirm=can_confirm).pack()


def reminder(seeded: Seeded) -> dict[str, Any]:
    markup = kb_attendance_confirm(seeded.booking, 1).model_dump(mode="json", exclude_none=True)
    return message_from(42, chat_id=ANNA, text="reminder", reply_markup=markup)


async def test_the_first_press_asks_in_place(seeded: Seeded, switchboard: Switchboard) -> None:
    await switchboard.press(ANNA, cannot(seeded))
    assert switchboard.keyboards() == [kb_decline_sure(seeded.booking, 1, can_confirm=False)]
    assert switchboard.journeys.told == []
    assert switchboard.said() == []


async def test_the_second_press_tells_the_journey(seeded: Seeded, switchboard: Switchboard) -> None:
    update_id = await switchboard.press(ANNA, answer(seeded, sure=True))
    declined = AttendanceDeclined(
        update_id=update_id,
        message_id=77,
        booking_id=seeded.booking,
        revision=1,
        by=Actor.CANDIDATE,
        by_id=seeded.candidate,
    )
    assert switchboard.journeys.told == [(seeded.candidate, declined)]
    assert switchboard.keyboards() == [None]


async def test_the_reminder_gets_its_three_buttons_back(seeded: Seeded, switchboard: Switchboard) -> None:
    await seeded.set_booking("booked")
    await switchboard.press(ANNA, cannot(seeded), message=reminder(seeded))
    (asked,) = switchboard.keyboards()
    assert asked == kb_decline_sure(seeded.booking, 1, can_confirm=True)
    await switchboard.press(ANNA, asked.inline_keyboard[1][0].callback_data or "")
    assert switchboard.keyboards()[1] == kb_attendance_confirm(seeded.booking, 1)
    assert switchboard.journeys.told == []


@pytest.mark.parametrize("status", ["pending", "booked", "confirmed"])
async def test_back_restores_what_the_state_allows(status: str, seeded: Seeded, switchboard: Switchboard) -> None:
    await seeded.set_booking(status)
    await switchboard.press(ANNA, answer(seeded, sure=False))
    expected = {
        "pending": kb_request_pending(seeded.booking, 1),
        "booked": kb_change_of_plans(seeded.booking, 1),
        "confirmed": kb_change_of_plans(seeded.booking, 1, LINK),
    }
    assert switchboard.keyboards() == [expected[status]]
    assert switchboard.journeys.told == switchboard.journeys.arrived == []


async def test_who_confirmed_meanwhile_is_not_asked_to_confirm_again(seeded: Seeded, switchboard: Switchboard) -> None:
    await seeded.set_booking("confirmed")
    await switchboard.press(ANNA, answer(seeded, sure=False, can_confirm=True))
    assert switchboard.keyboards() == [kb_change_of_plans(seeded.booking, 1, LINK)]


async def test_without_a_reachable_recruiter_the_contact_comes_back(seeded: Seeded, switchboard: Switchboard) -> None:
    await seeded.world.run("UPDATE recruiters SET blocked_at = now()")
    await switchboard.press(ANNA, answer(seeded, sure=False))
    assert switchboard.keyboards() == [kb_request_pending(seeded.booking, 1, "https://t.me/otklik_ekb")]


@pytest.mark.parametrize(("status", "revision"), [("cancelled", 1), ("booked", 2)])
async def test_an_outdated_button_is_answered_by_the_journey(
    status: str, revision: int, seeded: Seeded, switchboard: Switchboard
) -> None:
    await seeded.set_booking(status, over=status == "cancelled")
    await switchboard.press(ANNA, cannot(seeded, revision))
    ((_, told),) = switchboard.journeys.told
    assert isinstance(told, AttendanceDeclined)
    assert switchboard.keyboards() == []


async def test_back_under_a_booking_that_is_over_shows_where_the_candidate_stands(
    seeded: Seeded, switchboard: Switchboard
) -> None:
    await seeded.set_booking("cancelled", over=True)
    await switchboard.press(ANNA, answer(seeded, sure=False))
    assert [candidate for candidate, _ in switchboard.journeys.arrived] == [seeded.candidate]
    assert switchboard.keyboards() == [None]


async def test_under_a_message_out_of_reach_the_question_is_sent(seeded: Seeded, switchboard: Switchboard) -> None:
    gone = {"message_id": 77, "date": 0, "chat": {"id": ANNA, "type": "private"}}
    await switchboard.press(ANNA, cannot(seeded), message=gone)
    assert "Точно не получится прийти?" in switchboard.said()[0]


@pytest.mark.parametrize("sure", [True, False])
async def test_nobody_else_can_answer(sure: bool, seeded: Seeded, switchboard: Switchboard) -> None:
    await switchboard.press(MARIA, answer(seeded, sure=sure))
    assert switchboard.answers() == ["Эта кнопка не для вас."]
    assert switchboard.journeys.told == []
    assert switchboard.keyboards() == []
