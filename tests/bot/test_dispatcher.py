"""Every handler can be reached: the updates below, fed to the real dispatcher, ring each of them."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from aiogram.dispatcher.event.handler import HandlerObject
from aiogram.dispatcher.event.telegram import TelegramEventObserver
from aiogram.exceptions import TelegramBadRequest
from aiogram.filters.callback_data import CallbackData
from aiogram.methods import AnswerCallbackQuery, TelegramMethod
from aiogram.types import TelegramObject

from bot import callbacks, move_callbacks, schedule_callbacks
from bot.callbacks import Attendance, AttendancePress, Decision, DecisionPress
from bot.commands import BOT_COMMANDS, RECRUITER_COMMANDS
from domain.ids import CityId, SlotId
from tests.bot.seeded import ANNA, Seeded
from tests.bot.switchboard import Switchboard, message_from
from workflows.messages import HumanCalled

COMMANDS = list(dict.fromkeys(f"/{each.command}" for each in (*BOT_COMMANDS, *RECRUITER_COMMANDS)))
THINGS: dict[str, dict[str, Any]] = {
    "dice": {"dice": {"emoji": "🎲", "value": 1}},
    "contact": {"contact": {"phone_number": "7900", "first_name": "Anna"}},
}


async def walk(seeded: Seeded, switchboard: Switchboard) -> dict[str, list[HandlerObject]]:
    """Feed everything that people do, and return which handlers each of it rang."""
    rung: dict[str, list[HandlerObject]] = {}
    doing = ""

    async def note(handler: Callable[..., Awaitable[Any]], event: TelegramObject, data: dict[str, Any]) -> Any:
        rung.setdefault(doing, []).append(data["handler"])
        return await handler(event, data)

    for observer in observers(switchboard):
        observer.middleware(note)
    for doing in (*COMMANDS, "/else", "hello"):
        await switchboard.write(ANNA, doing)
    for thing, content in THINGS.items():
        doing = thing
        await switchboard.feed("message", message_from(ANNA, **content))
    for doing in ("kicked", "member"):
        await switchboard.membership(ANNA, doing)
    for data in presses(seeded):
        doing = data
        await switchboard.press(ANNA, data)
    return rung


def observers(switchboard: Switchboard) -> tuple[TelegramEventObserver, ...]:
    (router,) = switchboard.dispatcher.sub_routers
    return router.message, router.callback_query, router.my_chat_member


async def unreached(seeded: Seeded, switchboard: Switchboard) -> list[str]:
    """Return the handlers that nothing rings; the same function registered twice is two of them."""
    rung = {id(handler) for handlers in (await walk(seeded, switchboard)).values() for handler in handlers}
    registered = [handler for observer in observers(switchboard) for handler in observer.handlers]
    return [handler.callback.__name__ for handler in registered if id(handler) not in rung]


async def test_every_handler_is_reachable(seeded: Seeded, switchboard: Switchboard) -> None:
    assert await unreached(seeded, switchboard) == []


@pytest.mark.parametrize(("observer", "hidden"), [(0, "handle_week"), (1, "handle_withdraw_slot")])
async def test_a_catch_all_in_the_wrong_place_is_found(
    observer: int, hidden: str, seeded: Seeded, switchboard: Switchboard
) -> None:
    handlers = observers(switchboard)[observer].handlers
    handlers.insert(1, handlers.pop())
    assert hidden in await unreached(seeded, switchboard)


async def test_every_command_of_the_menus_has_a_handler_of_its_own(seeded: Seeded, switchboard: Switchboard) -> None:
    rung = await walk(seeded, switchboard)
    names = {command: [handler.callback.__name__ for handler in rung[command]] for command in COMMANDS}
    assert [command for command in COMMANDS if names[command] == ["handle_help"]] == ["/help"]


def test_every_kind_of_press_is_tried(seeded: Seeded) -> None:
    homes = {callbacks.__name__, move_callbacks.__name__, schedule_callbacks.__name__}
    kinds = {press.__prefix__ for press in CallbackData.__subclasses__() if press.__module__ in homes}
    assert {data.split(":")[0] for data in presses(seeded)} == kinds | {"outdated"}


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
        callbacks.DeclinePress(sure=True, can_confirm=False, **booking).pack(),
        callbacks.DeclinePress(**booking, sure=False, can_confirm=True).pack(),
        *presses_of_moves(booking),
        *presses_of_schedules(booking),
        callbacks.TakeBackPress(question_id="age").pack(),
        callbacks.DeclineOfferPress(slot_id=SlotId(1)).pack(),
        callbacks.StopWaitingPress().pack(),
        callbacks.ReplyPress(candidate_id=seeded.candidate).pack(),
        callbacks.DropReplyPress(candidate_id=seeded.candidate).pack(),
        callbacks.LanguagePress(language="ru").pack(),
        callbacks.ErasurePress(step=callbacks.ErasureStep.ASK, candidate_id=seeded.candidate).pack(),
        callbacks.ResumePress().pack(),
        callbacks.HumanPress().pack(),
        callbacks.StopPress(sure=True).pack(),
        "outdated",
    ]


def presses_of_moves(booking: dict[str, Any]) -> list[str]:
    return [
        move_callbacks.WantedSlotsPress(**booking, page=0).pack(),
        move_callbacks.WantedSlotPress(**booking, slot_id=SlotId(1)).pack(),
        move_callbacks.KeepTimePress(**booking).pack(),
        move_callbacks.ApproveMovePress(**booking, slot_id=SlotId(1)).pack(),
        move_callbacks.ProposedTimePress(**booking, slot_id=SlotId(1), page=0).pack(),
        move_callbacks.ProposalPagePress(**booking, page=0).pack(),
        move_callbacks.ProposalPress(**booking, proposal=move_callbacks.Proposal.DROP).pack(),
    ]


def presses_of_schedules(booking: dict[str, Any]) -> list[str]:
    return [
        schedule_callbacks.AgendaPress(span=schedule_callbacks.Span.WEEK, page=0).pack(),
        schedule_callbacks.InterviewPress(booking_id=booking["booking_id"]).pack(),
        schedule_callbacks.OwnSlotsPress(page=0).pack(),
        schedule_callbacks.WithdrawSlotPress(slot_id=SlotId(1), page=0).pack(),
        schedule_callbacks.HowToAddPress().pack(),
        schedule_callbacks.TypedTimesPress(sure=True, city_id=CityId(1), fingerprint=1).pack(),
        schedule_callbacks.DropTimesPress().pack(),
        schedule_callbacks.CallOffPress(**booking, answer=schedule_callbacks.CallingOff.BACK).pack(),
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
