"""The queue of updates, as a bot that polls meets it."""

import asyncio

import pytest
from aiogram.exceptions import TelegramConflictError
from aiogram.types import InaccessibleMessage, InlineKeyboardButton, InlineKeyboardMarkup

from tests.standin.stage import Stage, make_bot

BUTTON = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Да", callback_data="yes")]])


async def test_what_is_not_confirmed_is_delivered_again_and_an_offset_confirms(stage: Stage) -> None:
    anna = await stage.person()
    first = await stage.say(anna, "раз")
    second = await stage.say(anna, "два")
    assert [update.update_id for update in await stage.poll()] == [first, second]
    assert [update.update_id for update in await stage.poll()] == [first, second]
    assert [each.update_id for each in await stage.bot.get_updates(offset=second)] == [second]
    assert await stage.bot.get_updates(offset=second + 1) == []
    assert await stage.bot.get_updates() == []


async def test_a_limit_is_kept_and_a_negative_offset_keeps_the_last(stage: Stage) -> None:
    anna = await stage.person()
    numbers = [await stage.say(anna, text) for text in ("раз", "два", "три")]
    assert len(await stage.bot.get_updates(limit=2)) == 2
    assert [update.update_id for update in await stage.bot.get_updates(offset=-1)] == numbers[-1:]
    assert len(await stage.bot.get_updates()) == 1


async def test_a_long_poll_holds_until_something_is_said(stage: Stage) -> None:
    anna = await stage.person()
    poll = asyncio.create_task(stage.poll(timeout=10))
    await asyncio.sleep(0.3)
    assert not poll.done()
    await stage.say(anna, "Здравствуйте")
    (update,) = await asyncio.wait_for(poll, 2)
    assert update.message is not None
    assert update.message.text == "Здравствуйте"


async def test_an_empty_long_poll_ends_at_its_time(stage: Stage) -> None:
    assert await asyncio.wait_for(stage.poll(timeout=1), 3) == []


async def test_a_second_poller_ends_the_first_with_409(stage: Stage) -> None:
    rival = make_bot(stage.url)
    first = asyncio.create_task(stage.poll(timeout=10))
    await asyncio.sleep(0.2)
    second = asyncio.create_task(rival.get_updates(timeout=1))
    with pytest.raises(TelegramConflictError, match="terminated by other getUpdates request"):
        await asyncio.wait_for(first, 2)
    assert await second == []
    await rival.session.close()


async def test_polling_is_refused_while_a_webhook_is_set(stage: Stage) -> None:
    poll = asyncio.create_task(stage.poll(timeout=10))
    await asyncio.sleep(0.2)
    await stage.bot.set_webhook("http://127.0.0.1:9/")
    with pytest.raises(TelegramConflictError):
        await asyncio.wait_for(poll, 2)
    with pytest.raises(TelegramConflictError, match="can't use getUpdates method while webhook is active"):
        await stage.poll()


async def test_the_same_update_is_delivered_twice_on_demand(stage: Stage) -> None:
    anna = await stage.person()
    number = await stage.say(anna, "дважды")
    assert await stage.bot.get_updates(offset=number + 1) == []
    await stage.post("repeat", {"update_id": number})
    assert [each.update_id for each in await stage.bot.get_updates(offset=number + 1)] == [number]
    assert await stage.bot.get_updates(offset=number + 1) == []


async def test_presses_are_kept_150_seconds_and_messages_24_hours(stage: Stage) -> None:
    anna = await stage.person()
    await stage.bot.send_message(anna, "Придёте?", reply_markup=BUTTON)
    said = await stage.say(anna, "приду")
    pressed = (await stage.post("press", {"person_id": anna, "label": "Да"}))["update_id"]
    await stage.post("clock", {"seconds": 140})
    assert [update.update_id for update in await stage.poll()] == [said, pressed]
    await stage.post("clock", {"seconds": 10})
    assert [update.update_id for update in await stage.poll()] == [said]
    await stage.post("clock", {"seconds": 24 * 60 * 60})
    assert await stage.bot.get_updates() == []


async def test_after_a_quiet_week_numbers_restart_and_nothing_is_lost(stage: Stage) -> None:
    anna = await stage.person()
    number = await stage.say(anna, "до")
    await stage.bot.get_updates(offset=number + 1)
    first = number - 400_000_000
    await stage.post("renumber", {"first": first})
    assert await stage.say(anna, "после") == first
    assert [each.update_id for each in await stage.bot.get_updates(offset=-1)] == [first]
    await stage.post("renumber", {"first": number + 1})


async def test_unwanted_kinds_are_not_queued(stage: Stage) -> None:
    anna = await stage.person()
    await stage.bot.get_updates(allowed_updates=["callback_query"])
    said = await stage.post("message", {"person_id": anna, "text": "не услышит"})
    assert said["update_id"] is None
    assert await stage.bot.get_updates() == []
    await stage.bot.get_updates(allowed_updates=["message"])
    await stage.say(anna, "услышит")
    assert len(await stage.bot.get_updates()) == 1


async def test_a_press_on_a_vanished_message_is_inaccessible(stage: Stage) -> None:
    anna = await stage.person()
    sent = await stage.bot.send_message(anna, "Придёте?", reply_markup=BUTTON)
    await stage.post("press", {"person_id": anna, "label": "Да", "inaccessible": True})
    await stage.bot.delete_message(anna, sent.message_id)
    await stage.post("press", {"person_id": anna, "callback_data": "yes", "message_id": sent.message_id})
    for update in await stage.poll():
        assert update.callback_query is not None
        message = update.callback_query.message
        assert isinstance(message, InaccessibleMessage)
        assert (message.message_id, message.date) == (sent.message_id, 0)


async def test_disorder_turns_the_next_batches_round_and_loses_nothing(stage: Stage) -> None:
    anna = await stage.person()
    numbers = [await stage.say(anna, text) for text in ("раз", "два", "три")]
    await stage.post("disorder", {"batches": 1})
    assert [update.update_id for update in await stage.poll()] == numbers[::-1]
    assert [update.update_id for update in await stage.poll()] == numbers


async def test_what_the_bot_has_not_taken_is_listed_and_what_became_too_old_apart(stage: Stage) -> None:
    anna = await stage.person()
    await stage.bot.send_message(anna, "?", reply_markup=BUTTON)
    pressed = (await stage.post("press", {"person_id": anna, "label": "Да"}))["update_id"]
    said = await stage.say(anna, "раз")
    assert (await stage.get("updates")) == {"waiting": [pressed, said], "expired": []}
    await stage.post("clock", {"seconds": 151})
    assert (await stage.get("updates")) == {"waiting": [said], "expired": [pressed]}
    await stage.bot.get_updates(offset=said + 1)
    assert (await stage.get("updates"))["waiting"] == []
