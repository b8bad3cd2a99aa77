from typing import Any

import pytest
from aiogram.filters.callback_data import CallbackData

from bot.keyboards.proposing import TIMES_ON_A_PAGE
from bot.move_callbacks import (
    ApproveMovePress,
    KeepTimePress,
    Proposal,
    ProposalPagePress,
    ProposalPress,
    ProposedTimePress,
    WantedSlotPress,
    WantedSlotsPress,
)
from domain.booking import Actor
from domain.ids import SlotId
from tests.bot.seeded import ANNA, MARIA, STRANGER, Seeded
from tests.bot.switchboard import Switchboard
from workflows import move_messages
from workflows.messages import News

OF_CANDIDATES: list[tuple[type[CallbackData], type[News], dict[str, Any]]] = [
    (WantedSlotsPress, move_messages.WantedSlotsListed, {"page": 3}),
    (WantedSlotPress, move_messages.WantedSlotPicked, {"slot_id": SlotId(7)}),
    (KeepTimePress, move_messages.MoveWithdrawn, {}),
]
OF_RECRUITERS: list[tuple[type[CallbackData], dict[str, Any]]] = [
    (ApproveMovePress, {"slot_id": SlotId(7)}),
    (ProposedTimePress, {"slot_id": SlotId(7), "page": 0}),
    (ProposalPagePress, {"page": TIMES_ON_A_PAGE}),
    *((ProposalPress, {"proposal": proposal}) for proposal in Proposal),
]


def told(seeded: Seeded, update_id: int, by: Actor, by_id: int) -> dict[str, Any]:
    about: dict[str, Any] = {"update_id": update_id, "message_id": 77, "booking_id": seeded.booking, "revision": 1}
    return {**about, "by": by, "by_id": by_id}


def packed(press: type[CallbackData], seeded: Seeded, details: dict[str, Any]) -> str:
    return press(booking_id=seeded.booking, revision=1, **details).pack()


@pytest.mark.parametrize(("press", "news", "details"), OF_CANDIDATES)
async def test_what_a_candidate_presses_about_a_move_becomes_news(
    press: type[CallbackData], news: type[News], details: dict[str, Any], seeded: Seeded, switchboard: Switchboard
) -> None:
    update_id = await switchboard.press(ANNA, packed(press, seeded, details))
    expected = news(**told(seeded, update_id, Actor.CANDIDATE, seeded.candidate), **details)
    assert switchboard.journeys.told == [(seeded.candidate, expected)]
    assert switchboard.answers() == [None]


@pytest.mark.parametrize(("press", "_news", "details"), OF_CANDIDATES)
async def test_nobody_else_moves_the_booking_of_a_candidate(
    press: type[CallbackData], _news: type[News], details: dict[str, Any], seeded: Seeded, switchboard: Switchboard
) -> None:
    await seeded.world.candidate(telegram_id=STRANGER, chat_id=STRANGER)
    for person in (STRANGER, MARIA):
        await switchboard.press(person, packed(press, seeded, details))
    assert switchboard.journeys.told == []
    assert switchboard.answers() == ["Эта кнопка не для вас."] * 2
    assert await seeded.strange_presses() == 2


@pytest.mark.parametrize(("press", "details"), OF_RECRUITERS)
async def test_nobody_else_offers_times_for_the_booking_of_a_recruiter(
    press: type[CallbackData], details: dict[str, Any], seeded: Seeded, switchboard: Switchboard
) -> None:
    await seeded.world.run("UPDATE recruiters SET telegram_id = 7100 WHERE id = :id", id=seeded.other_recruiter)
    for person in (ANNA, STRANGER, 7100):
        await switchboard.press(person, packed(press, seeded, details))
    assert switchboard.journeys.told == []
    assert switchboard.answers() == ["Эта кнопка не для вас."] * 3
    assert await seeded.strange_presses() == 3
    assert (switchboard.keyboards(), switchboard.edits()) == ([], [])


async def test_a_recruiter_agrees_to_the_time_that_was_picked(seeded: Seeded, switchboard: Switchboard) -> None:
    update_id = await switchboard.press(MARIA, packed(ApproveMovePress, seeded, {"slot_id": 7}))
    agreed = move_messages.MoveApproved(**told(seeded, update_id, Actor.RECRUITER, seeded.recruiter), slot_id=SlotId(7))
    assert switchboard.journeys.told == [(seeded.candidate, agreed)]


@pytest.mark.parametrize(
    "data", ["w:1:1", "w:1:1:0", f"ws:1:1:{2**31}", "stay:0:1", "p:1:1:0", "pp:1:1:-1", "pr:no:1:1"]
)
async def test_forged_buttons_of_a_move_change_nothing(data: str, switchboard: Switchboard) -> None:
    await switchboard.press(MARIA, data)
    assert switchboard.journeys.told == []
    assert switchboard.answers() == ["Эта кнопка уже не действует. Отправьте /start, покажем, как обстоят дела."]


async def test_who_has_no_journey_any_more_is_told_how_to_begin(seeded: Seeded, switchboard: Switchboard) -> None:
    switchboard.journeys.open = False
    await switchboard.press(ANNA, packed(WantedSlotPress, seeded, {"slot_id": 7}))
    assert "/start" in switchboard.said()[0]
