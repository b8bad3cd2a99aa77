"""Faults on demand, as a real aiogram bot suffers them."""

import asyncio

import pytest
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)

from tests.standin.stage import RefusedWishError, Stage


async def texts(stage: Stage, person_id: int) -> list[str]:
    return [message["text"] for message in await stage.messages(person_id) if message["from"] == "bot"]


async def test_too_many_requests_says_how_long_to_wait(stage: Stage) -> None:
    anna = await stage.person()
    await stage.post("fault", {"kind": "too_many_requests", "retry_after": 7, "count": 1})
    with pytest.raises(TelegramRetryAfter) as refused:
        await stage.bot.send_message(anna, "раз")
    assert refused.value.retry_after == 7
    await stage.bot.send_message(anna, "два")
    assert await texts(stage, anna) == ["два"]


async def test_too_many_requests_may_leave_out_how_long(stage: Stage) -> None:
    anna = await stage.person()
    await stage.post("fault", {"kind": "too_many_requests", "count": 1})
    with pytest.raises(TelegramAPIError) as refused:
        await stage.bot.send_message(anna, "раз")
    assert type(refused.value) is TelegramAPIError


async def test_server_errors_come_as_json_and_as_a_page(stage: Stage) -> None:
    anna = await stage.person()
    await stage.post("fault", {"kind": "server_error", "status": 503, "count": 1})
    with pytest.raises(TelegramServerError):
        await stage.bot.send_message(anna, "раз")
    await stage.post("fault", {"kind": "bad_gateway", "count": 1})
    with pytest.raises(ClientDecodeError):
        await stage.bot.send_message(anna, "два")
    assert await texts(stage, anna) == []


async def test_a_call_dropped_before_the_effect_leaves_nothing(stage: Stage) -> None:
    anna = await stage.person()
    await stage.post("fault", {"kind": "dropped_before", "count": 1})
    with pytest.raises(TelegramNetworkError):
        await stage.bot.send_message(anna, "раз")
    assert await texts(stage, anna) == []


async def test_a_lost_reply_leaves_the_message(stage: Stage) -> None:
    anna = await stage.person()
    await stage.post("fault", {"kind": "dropped_after", "count": 1})
    with pytest.raises(TelegramNetworkError):
        await stage.bot.send_message(anna, "раз")
    await stage.bot.send_message(anna, "раз")
    assert await texts(stage, anna) == ["раз", "раз"]


async def test_a_slow_call_is_done_even_if_nobody_waits_for_it(stage: Stage) -> None:
    anna = await stage.person()
    await stage.post("fault", {"kind": "slow", "seconds": 1.5, "count": 1})
    with pytest.raises(TelegramNetworkError, match="timeout"):
        await stage.bot.send_message(anna, "раз", request_timeout=1)
    assert await texts(stage, anna) == []
    await asyncio.sleep(1)
    assert await texts(stage, anna) == ["раз"]


async def test_forbidden_lasts_until_the_person_unblocks(stage: Stage) -> None:
    anna, boris = await stage.person("Анна"), await stage.person("Борис")
    wish = {"kind": "forbidden", "chat_id": anna, "description": "user is deactivated"}
    await stage.post("fault", wish)
    for _ in range(2):
        with pytest.raises(TelegramForbiddenError, match="Forbidden: user is deactivated"):
            await stage.bot.send_message(anna, "раз")
    await stage.bot.send_message(boris, "раз")
    await stage.post("unblock", {"person_id": anna})
    await stage.bot.send_message(anna, "два")


async def test_a_refused_call_says_why_in_telegrams_words(stage: Stage) -> None:
    anna = await stage.person()
    await stage.post("fault", {"kind": "refused", "description": "can't parse entities: no end tag", "count": 2})
    with pytest.raises(TelegramBadRequest, match="Bad Request: can't parse entities: no end tag"):
        await stage.bot.send_message(anna, "раз")
    status, body = await stage.call("sendMessage", chat_id=anna, text="два")
    assert (status, body["error_code"]) == (400, 400)
    assert await texts(stage, anna) == []


async def test_a_fault_strikes_its_method_chat_and_count_alone(stage: Stage) -> None:
    anna, boris = await stage.person("Анна"), await stage.person("Борис")
    wish = {"kind": "server_error", "method": "send*", "chat_id": anna, "count": 2}
    await stage.post("fault", wish)
    assert (await stage.bot.get_chat(anna)).id == anna
    await stage.bot.send_message(boris, "раз")
    for _ in range(2):
        with pytest.raises(TelegramServerError):
            await stage.bot.send_message(anna, "раз")
    await stage.bot.send_message(anna, "раз")


async def test_polling_is_spared_unless_every_method_is_meant(stage: Stage) -> None:
    await stage.post("fault", {"kind": "dropped_before"})
    assert await stage.bot.get_updates() == []
    await stage.post("fault", {"kind": "dropped_before", "method": "*"})
    with pytest.raises(TelegramNetworkError):
        await stage.bot.get_updates()
    assert len((await stage.get("faults"))["faults"]) == 2
    async with stage.client.delete("/sim/faults") as response:
        assert await response.json() == {"faults": []}
    await stage.bot.get_me()


async def test_an_unknown_fault_is_named_with_the_known_ones(stage: Stage) -> None:
    with pytest.raises(RefusedWishError, match="kind is one of too_many_requests, server_error"):
        await stage.post("fault", {"kind": "earthquake"})


async def test_the_outbox_shows_every_call_with_what_came_of_it(stage: Stage) -> None:
    anna = await stage.person()
    since = (await stage.get("outbox"))["calls"][-1]["id"]
    await stage.bot.send_message(anna, "раз")
    await stage.post("fault", {"kind": "dropped_after", "count": 1})
    with pytest.raises(TelegramNetworkError):
        await stage.bot.send_message(anna, "два")
    await stage.bot.get_me()
    calls = (await stage.get("outbox", since=since))["calls"]
    assert [(call["method"], call["status"], call["fault"]) for call in calls] == [
        ("sendMessage", 200, None),
        ("sendMessage", None, "dropped_after"),
        ("getMe", 200, None),
    ]
    assert calls[0]["parameters"] == {"chat_id": str(anna), "text": "раз", "parse_mode": "HTML"}
    assert calls[1]["result"]["text"] == "два", "what was done is told, although the bot does not know"
    filtered = await stage.get("outbox", since=since, method="sendMessage", chat_id=anna)
    assert len(filtered["calls"]) == 2
