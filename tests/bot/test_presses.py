import asyncio
from typing import Any

import pytest
from aiogram.filters.callback_data import CallbackData
from structlog.testing import capture_logs

from bot import callbacks
from bot.callbacks import Attendance, AttendancePress
from domain.booking import Actor
from domain.ids import SlotId
from tests.bot.seeded import ANNA, MARIA, NOBODY_YET, STRANGER, Seeded
from tests.bot.switchboard import Switchboard
from tests.database.world import NOW
from workflows import messages, move_messages
from workflows.messages import News

OUTDATED = "Эта кнопка уже не действует. Отправьте /start, покажем, как обстоят дела."
TOO_BIG = 2**63
FORGED = [
    f"s:{TOO_BIG}:",
    "s:0:",
    "s:-1:",
    f"r:{TOO_BIG}",
    "d::-1",
    f"d::{TOO_BIG}",
    f"at:yes:{TOO_BIG}:1",
    f"b:yes:1:{TOO_BIG}",
]
PRESSES: list[tuple[CallbackData, type[News], dict[str, Any]]] = [
    (
        callbacks.OptionPress(question_id="status", option_id="looking"),
        messages.AnswerGiven,
        {"question_id": "status", "option_id": "looking"},
    ),
    (callbacks.RecruitersPress(), messages.RecruitersListed, {}),
    (callbacks.RecruiterPress(recruiter_id=None), messages.RecruiterPicked, {"recruiter_id": None}),
    (callbacks.DayPress(recruiter_id=None, page=3), messages.SlotsTurned, {"recruiter_id": None, "page": 3}),
    (callbacks.HumanPress(), messages.HumanCalled, {}),
    (callbacks.TakeBackPress(question_id="age"), messages.AnswerTakenBack, {"question_id": "age"}),
    (callbacks.DeclineOfferPress(slot_id=SlotId(3)), messages.OfferDeclined, {"slot_id": SlotId(3)}),
    (callbacks.StopWaitingPress(), messages.WaitlistLeft, {}),
    (callbacks.StopPress(sure=True), messages.CandidateLeft, {}),
]
ATTENDANCE = [
    (Attendance.CONFIRM, messages.AttendanceConfirmed),
    (Attendance.MOVE, move_messages.MoveRequested),
]


def attend(seeded: Seeded, attendance: Attendance) -> str:
    return AttendancePress(attendance=attendance, booking_id=seeded.booking, revision=1).pack()


@pytest.mark.parametrize(("press", "news", "details"), PRESSES)
async def test_a_press_of_a_candidate_becomes_news(
    press: CallbackData, news: type[News], details: dict[str, Any], seeded: Seeded, switchboard: Switchboard
) -> None:
    update_id = await switchboard.press(ANNA, press.pack())
    told = news(**{"update_id": update_id, "message_id": 77, **details})
    assert switchboard.journeys.told == [(seeded.candidate, told)]
    assert switchboard.answers() == [None]


async def test_a_picked_slot_is_passed_on_with_the_list_it_came_from(seeded: Seeded, switchboard: Switchboard) -> None:
    press = callbacks.SlotPress(slot_id=seeded.free_slot, recruiter_id=seeded.other_recruiter)
    update_id = await switchboard.press(ANNA, press.pack())
    picked = messages.SlotPicked(
        update_id=update_id, message_id=77, slot_id=seeded.free_slot, recruiter_id=seeded.other_recruiter
    )
    assert switchboard.journeys.told == [(seeded.candidate, picked)]


@pytest.mark.parametrize(("attendance", "news"), ATTENDANCE)
async def test_the_answers_to_the_reminder_that_need_no_second_press_are_passed_on(
    attendance: Attendance, news: type[News], seeded: Seeded, switchboard: Switchboard
) -> None:
    update_id = await switchboard.press(ANNA, attend(seeded, attendance))
    told: dict[str, Any] = {"update_id": update_id, "message_id": 77, "booking_id": seeded.booking, "revision": 1}
    expected = news(**told, by=Actor.CANDIDATE, by_id=seeded.candidate)  # type: ignore[call-arg] # which news is the parameter
    assert switchboard.journeys.told == [(seeded.candidate, expected)]
    assert switchboard.answers() == [None]


@pytest.mark.parametrize("person", [STRANGER, MARIA])
@pytest.mark.parametrize("attendance", list(Attendance))
async def test_nobody_else_can_answer_the_reminder(
    attendance: Attendance, person: int, seeded: Seeded, switchboard: Switchboard
) -> None:
    await seeded.world.candidate(telegram_id=STRANGER, chat_id=STRANGER)
    with capture_logs() as logs:
        await switchboard.press(person, attend(seeded, attendance))
    assert switchboard.journeys.told == []
    assert switchboard.answers() == ["Эта кнопка не для вас."]
    assert await seeded.strange_presses() == 1
    assert any(entry.get("telegram_id") == person for entry in logs)


async def test_a_press_on_a_message_out_of_reach_is_told_without_it(seeded: Seeded, switchboard: Switchboard) -> None:
    gone = {"message_id": 77, "date": 0, "chat": {"id": ANNA, "type": "private"}}
    update_id = await switchboard.press(ANNA, callbacks.HumanPress().pack(), message=gone)
    assert switchboard.journeys.told == [(seeded.candidate, messages.HumanCalled(update_id=update_id))]


@pytest.mark.parametrize(
    "data", ["old:1", "b:yes:1", "b:yes:x:1", "b:fly:1:1", "s::", "at:yes:1", "🤷", "o:a", *FORGED]
)
async def test_outdated_and_forged_buttons_change_nothing(data: str, switchboard: Switchboard) -> None:
    await switchboard.press(ANNA, data)
    assert switchboard.journeys.told == []
    assert switchboard.answers() == [OUTDATED]


async def test_a_press_of_somebody_we_never_met_says_how_to_begin(switchboard: Switchboard) -> None:
    for press in (callbacks.RecruitersPress(), callbacks.ResumePress()):
        await switchboard.press(NOBODY_YET, press.pack())
    assert switchboard.journeys.told == []
    assert switchboard.answers() == [OUTDATED] * 2


async def test_going_on_is_arriving_again(seeded: Seeded, switchboard: Switchboard) -> None:
    update_id = await switchboard.press(ANNA, callbacks.ResumePress().pack())
    arrived = messages.CandidateArrived(at=NOW, update_id=update_id, message_id=77)
    assert switchboard.journeys.arrived == [(seeded.candidate, arrived)]


async def test_a_human_is_named_even_without_a_journey(switchboard: Switchboard) -> None:
    switchboard.journeys.open = False
    await switchboard.press(ANNA, callbacks.HumanPress().pack())
    assert "Напишите нам напрямую" in switchboard.said()[0]


async def test_who_does_not_stop_after_all_goes_on(switchboard: Switchboard) -> None:
    await switchboard.press(ANNA, callbacks.StopPress(sure=False).pack())
    assert switchboard.journeys.told == []
    assert switchboard.keyboards() == [None]
    assert switchboard.said() == ["Хорошо, ничего не отменяем."]


@pytest.mark.usefixtures("seeded")
async def test_a_press_reaches_the_journey_before_telegram_has_taken_the_answer(switchboard: Switchboard) -> None:
    switchboard.wire.delay = 0.3
    pressing = asyncio.create_task(switchboard.press(ANNA, callbacks.RecruitersPress().pack()))
    async with asyncio.timeout(10):
        while not switchboard.journeys.told:
            await asyncio.sleep(0.01)
    assert not pressing.done()  # the update counts as handled only when the answer has arrived as well
    await pressing
    assert switchboard.answers() == [None]
