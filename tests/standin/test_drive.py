"""The drive API: people act, and what they see can be asked for."""

import asyncio

import pytest
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    CopyTextButton,
    DisabledButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Update,
)
from aiohttp import web

from tests.standin.stage import RefusedWishError, Stage, start_process, stop_process

ROW = [
    InlineKeyboardButton(text="Да", callback_data="yes", style="success"),
    InlineKeyboardButton(text="Занято", disabled=DisabledButton()),
    InlineKeyboardButton(text="Карта", url="https://ya.ru/maps"),
    InlineKeyboardButton(text="Адрес", copy_text=CopyTextButton(text="Баумана, 44")),
]
KEYBOARD = InlineKeyboardMarkup(inline_keyboard=[ROW])


async def last_update(stage: Stage) -> Update:
    return (await stage.poll())[-1]


async def test_start_carries_a_deep_link_and_marks_the_command(stage: Stage) -> None:
    anna = await stage.stranger()
    await stage.post("start", {"person_id": anna, "payload": "r_abc-1"})
    message = (await last_update(stage)).message
    assert message is not None
    assert message.text == "/start r_abc-1"
    assert message.entities is not None
    assert [(entity.type, entity.length) for entity in message.entities] == [("bot_command", 6)]
    with pytest.raises(RefusedWishError, match="deep link"):
        await stage.post("start", {"person_id": anna, "payload": "пробел нет"})


async def test_an_own_contact_carries_the_own_id_and_a_foreign_one_does_not(stage: Stage) -> None:
    anna = await stage.person()
    await stage.post("message", {"person_id": anna, "contact": {"phone_number": "+79001112233"}})
    await stage.post("message", {"person_id": anna, "contact": {"phone_number": "+7900", "user_id": None}})
    own, foreign = [update.message for update in await stage.poll()]
    assert own is not None
    assert own.contact is not None
    assert (own.contact.user_id, own.contact.phone_number) == (anna, "+79001112233")
    assert foreign is not None
    assert foreign.contact is not None
    assert foreign.contact.user_id is None


@pytest.mark.parametrize("kind", ["sticker", "voice", "photo", "document"])
async def test_people_send_other_things_than_text(stage: Stage, kind: str) -> None:
    anna = await stage.person()
    await stage.post("message", {"person_id": anna, kind: {}})
    message = (await last_update(stage)).message
    assert message is not None
    assert message.content_type == kind


async def test_an_edit_of_a_person_is_an_edited_message(stage: Stage) -> None:
    anna = await stage.person()
    said = await stage.post("message", {"person_id": anna, "text": "дваццать"})
    await stage.post("edit", {"person_id": anna, "message_id": said["message_id"], "text": "двадцать"})
    edited = (await last_update(stage)).edited_message
    assert edited is not None
    assert (edited.message_id, edited.text) == (said["message_id"], "двадцать")
    assert (await stage.messages(anna))[-1]["edited"]


async def test_blocking_tells_the_bot_and_silences_the_person(stage: Stage) -> None:
    anna = await stage.person()
    await stage.post("block", {"person_id": anna})
    with pytest.raises(RefusedWishError, match="unblock it first"):
        await stage.say(anna, "слышно?")
    await stage.post("start", {"person_id": anna})
    kicked, member, started = await stage.poll()
    assert kicked.my_chat_member is not None
    assert kicked.my_chat_member.new_chat_member.status == "kicked"
    assert member.my_chat_member is not None
    assert member.my_chat_member.new_chat_member.status == "member"
    assert started.message is not None


async def test_waiting_ends_with_a_message_an_edit_or_a_toast(stage: Stage) -> None:
    anna = await stage.person()
    sent = await stage.bot.send_message(anna, "Проверяю…", reply_markup=KEYBOARD)
    seen = (await stage.get("wait", person_id=anna, text="проверяю", button="да"))["message"]
    assert seen["message_id"] == sent.message_id
    waiting = asyncio.create_task(stage.get("wait", person_id=anna, after_version=seen["version"], timeout=5))
    await asyncio.sleep(0.1)
    await stage.bot.edit_message_text("Готово", chat_id=anna, message_id=sent.message_id)
    assert (await waiting)["message"]["text"] == "Готово"
    with pytest.raises(RefusedWishError) as missed:
        await stage.get("wait", person_id=anna, text="никогда", timeout=0.1)
    assert missed.value.status == 408
    assert missed.value.body["chat"]["messages"][-1]["text"] == "Готово"


async def test_a_sent_document_can_be_fetched_and_sent_again(stage: Stage) -> None:
    anna = await stage.person()
    sent = await stage.bot.send_document(
        anna, BufferedInputFile(b"BEGIN:VCALENDAR", "встреча.ics"), caption="<b>Файл</b>"
    )
    assert sent.document is not None
    assert (sent.document.file_name, sent.document.mime_type) == ("встреча.ics", "text/calendar")
    file = await stage.bot.get_file(sent.document.file_id)
    assert file.file_path is not None
    content = await stage.bot.download_file(file.file_path)
    assert content is not None
    assert content.read() == b"BEGIN:VCALENDAR"
    again = await stage.bot.send_document(anna, sent.document.file_id)
    assert again.document == sent.document


async def test_the_bot_sets_commands_and_a_menu_button(stage: Stage) -> None:
    commands = [BotCommand(command="start", description="Начать")]
    await stage.bot.set_my_commands(commands)
    (command,) = await stage.bot.get_my_commands()
    assert (command.command, command.description) == ("start", "Начать")
    assert await stage.bot.set_chat_menu_button()
    assert (await stage.bot.get_chat_menu_button()).type == "default"
    await stage.bot.delete_my_commands()
    assert await stage.bot.get_my_commands() == []


async def test_a_malformed_wish_is_told_what_is_wrong(stage: Stage) -> None:
    anna = await stage.person()
    for path, wish, reason in (
        ("people", {}, "name must be a text"),
        ("people", [1], "must be a JSON object"),
        ("message", {"person_id": anna}, "say exactly one of text"),
        ("message", {"person_id": "я", "text": "x"}, "person_id must be a whole number"),
        ("message", {"person_id": 5, "text": "x"}, "nobody has the id 5"),
        ("fault", {"kind": "slow", "seconds": "долго"}, "seconds must be a number of seconds"),
        ("invitations", [{"label": "x"}], "expected a list"),
        ("repeat", {"update_id": 1}, "update 1 is not remembered"),
    ):
        with pytest.raises(RefusedWishError, match=reason):
            await stage.post(path, wish)


async def test_other_pages_of_the_browser_are_turned_away(stage: Stage) -> None:
    headers = {"Origin": "https://evil.example"}
    async with stage.client.post("/sim/reset", headers=headers, json={}) as response:
        assert response.status == 403


async def test_an_invitation_names_who_came_through_it(stage: Stage) -> None:
    await stage.post("invitations", [{"label": "Рекрутёр Мария", "payload": "r_1"}])
    maria = await stage.stranger("Мария")
    await stage.post("start", {"person_id": maria, "payload": "r_1"})
    (person,) = (await stage.get("people"))["people"]
    assert person["invited_as"] == "Рекрутёр Мария"


async def test_skipping_is_passed_on_to_the_product(stage: Stage) -> None:
    asked: list[object] = []

    async def skip(request: web.Request) -> web.Response:
        asked.append(await request.json())
        return web.json_response({"skipped_to": "2026-11-26T12:00:00Z"})

    app = web.Application()
    app.router.add_post("/skip", skip)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    process, url = start_process("--skip-url", f"http://127.0.0.1:{runner.addresses[0][1]}/skip")
    other = Stage.at(url)
    anna = await other.person()
    told = await other.post("skip", {"person_id": anna})
    assert told == {"skipped_to": "2026-11-26T12:00:00Z"}
    assert asked == [{"telegram_user_id": anna}]
    await other.close()
    await runner.cleanup()
    stop_process(process)
    boris = await stage.person("Борис")
    with pytest.raises(RefusedWishError, match="without --skip-url") as refused:
        await stage.post("skip", {"person_id": boris})
    assert refused.value.status == 409
