"""Every handler can be reached: the updates below, fed to the real dispatcher, ring each of them."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import AnswerCallbackQuery, TelegramMethod
from aiogram.types import TelegramObject

from bot import callbacks
from bot.callbacks import Attendance, AttendancePress, Decision, DecisionPress
from domain.ids import SlotId
from tests.bot.seeded import ANNA, Seeded
from tests.bot.switchboard import Switchboard, message_from
from workflows.messages import HumanCalled


async def test_every_handler_is_reachable(seeded: Seeded, switchboard: Switchboard) -> None:
    reached: set[str] = set()

    async def note(handler: Callable[..., Awaitable[Any]], event: TelegramObject, data: dict[str, Any]) -> Any:
        reached.add(data["handler"].callback.__name__)
        return await handler(event, data)

    (router,) = switchboard.dispatcher.sub_routers
    observers = (router.message, router.callback_query, router.my_chat_member)
    for observer in observers:
        observer.middleware(note)
    for words in ("/start", "/stop", "/help", "/today", "/language", "/else", "hello"):
        await switchboard.write(ANNA, words)
    await switchboard.feed("message", message_from(ANNA, dice={"emoji": "🎲", "value": 1}))
    await switchboard.feed("message", message_from(ANNA, contact={"phone_number": "7900", "first_name": "Anna"}))
    for status in ("kicked", "member"):
        await switchboard.membership(ANNA, status)
    for data in presses(seeded):
        await switchboard.press(ANNA, data)
    assert reached == {handler.callback.__name__ for observer in observers for handler in observer.handlers}


def presses(seeded: Seeded) -> list[str]:
    booking: dict[str, Any] = {"booking_id": seeded.booking, "revision": 1}
    return [
        callbacks.OptionPress(question_id="age", option_id="x").pack(),
        callbacks.SlotPress(slot_id=SlotId(1), recruiter_id=None).pack(),
        callbacks.DayPress(recruiter_id=None, page=0).pack(),
        callbacks.RecruiterPress(recruiter_id=None).pack(),
        callbacks.RecruitersPress().pack(),
        DecisionPress(decision=Decision.APPROVE, **booking).pack(),
        AttendancePress(attendance=Attendance.CONFIRM, **booking).pack(),
        callbacks.TakeBackPress(question_id="age").pack(),
        callbacks.DeclineOfferPress(slot_id=SlotId(1)).pack(),
        callbacks.StopWaitingPress().pack(),
        callbacks.ReplyPress(candidate_id=seeded.candidate).pack(),
        callbacks.DropReplyPress(candidate_id=seeded.candidate).pack(),
        callbacks.LanguagePress(language="ru").pack(),
        callbacks.ResumePress().pack(),
        callbacks.HumanPress().pack(),
        callbacks.StopPress(sure=True).pack(),
        "outdated",
    ]


async def test_a_press_counts_although_telegram_refuses_the_answer(seeded: Seeded, switchboard: Switchboard) -> None:
    send = switchboard.wire.make_request

    async def refuse_answers(bot: Any, method: TelegramMethod[Any], timeout: int | None = None) -> Any:  # noqa: ASYNC109 - aiogram's signature
        if isinstance(method, AnswerCallbackQuery):
            raise TelegramBadRequest(method=method, message="query is too old")
        return await send(bot, method, timeout)

    switchboard.wire.make_request = refuse_answers  # type: ignore[method-assign] # a refusal on demand
    update_id = await switchboard.press(ANNA, callbacks.HumanPress().pack())
    assert switchboard.journeys.told == [(seeded.candidate, HumanCalled(update_id=update_id, message_id=77))]


async def test_what_a_handler_writes_is_undone_with_the_transaction_of_the_update(
    seeded: Seeded, switchboard: Switchboard
) -> None:
    async def fail(*_: Any) -> bool:
        raise ConnectionError

    switchboard.journeys.tell = fail  # type: ignore[method-assign, assignment] # an outage on demand
    with pytest.raises(ConnectionError):
        await switchboard.membership(ANNA, "kicked")
    assert await seeded.world.ask("SELECT blocked_at FROM candidates WHERE telegram_id = :id", id=ANNA) is None
