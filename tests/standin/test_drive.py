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
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
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


async def test_a_button_is_pressed_by_its_visible_label_on_the_newest_message(stage: Stage) -> None:
    anna = await stage.person()
    await stage.bot.send_message(anna, "Старое", reply_markup=KEYBOARD)
    newest = await stage.bot.send_message(anna, "Новое", reply_markup=KEYBOARD)
    pressed = await stage.post("press", {"person_id": anna, "label": "Да"})
    assert (pressed["kind"], pressed["message_id"]) == ("callback", newest.message_id)
    query = (await last_update(stage)).callback_query
    assert query is not None
    assert (query.id, query.data, query.from_user.id) == (pressed["callback_query_id"], "yes", anna)


async def test_other_buttons_give_what_they_carry(stage: Stage) -> None:
    anna = await stage.person()
    await stage.bot.send_message(anna, "Текст", reply_markup=KEYBOARD)
    assert (await stage.post("press", {"person_id": anna, "label": "Карта"}))["url"] == "https://ya.ru/maps"
    copied = await stage.post("press", {"person_id": anna, "label": "Адрес"})
    assert copied["copy_text"] == "Баумана, 44"
    with pytest.raises(RefusedWishError, match="disabled") as refused:
        await stage.post("press", {"person_id": anna, "label": "Занято"})
    assert refused.value.status == 409
    with pytest.raises(RefusedWishError) as refused:
        await stage.post("press", {"person_id": anna, "label": "Нет"})
    assert refused.value.body["visible"] == ["Да", "Занято", "Карта", "Адрес"]


async def test_a_reply_keyboard_types_for_its_owner_until_it_is_removed(stage: Stage) -> None:
    anna = await stage.person()
    keys = [[KeyboardButton(text="Сегодня"), KeyboardButton(text="Контакт", request_contact=True)]]
    await stage.bot.send_message(anna, "Меню", reply_markup=ReplyKeyboardMarkup(keyboard=keys))
    await stage.post("press", {"person_id": anna, "label": "Сегодня"})
    await stage.post("press", {"person_id": anna, "label": "Контакт"})
    typed, contact = [update.message for update in await stage.poll()]
    assert typed is not None
    assert typed.text == "Сегодня"
    assert contact is not None
    assert contact.contact is not None
    await stage.bot.send_message(anna, "Всё", reply_markup=ReplyKeyboardRemove())
    assert (await stage.get(f"chat/{anna}"))["keyboard"] == []


async def test_anything_can_be_forged(stage: Stage) -> None:
    anna = await stage.person()
    sent = await stage.bot.send_message(anna, "Без кнопок")
    await stage.post("press", {"person_id": anna, "callback_data": "approve:1"})
    query = (await last_update(stage)).callback_query
    assert query is not None
    assert query.message is not None
    assert (query.data, query.message.message_id) == ("approve:1", sent.message_id)


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


async def test_a_press_is_answered_once_and_while_it_is_fresh(stage: Stage) -> None:
    anna = await stage.person()
    await stage.bot.send_message(anna, "Текст", reply_markup=KEYBOARD)
    first = await stage.post("press", {"person_id": anna, "label": "Да"})
    second = await stage.post("press", {"person_id": anna, "label": "Да"})
    assert await stage.bot.answer_callback_query(first["callback_query_id"], text="Ура", show_alert=True)
    toast = (await stage.get("wait", person_id=anna, toast="Ура"))["toast"]
    assert toast["alert"]
    await stage.post("clock", {"seconds": 150})
    for late in (first, second, {"callback_query_id": "1"}):
        status, body = await stage.call("answerCallbackQuery", callback_query_id=late["callback_query_id"])
        assert status == 400
        assert body["description"].startswith("Bad Request: query is too old and response timeout expired")


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
    assert await stage.bot.get_my_commands() == commands
    assert await stage.bot.set_chat_menu_button()
    assert (await stage.bot.get_chat_menu_button()).type == "default"
    await stage.bot.delete_my_commands()
    assert await stage.bot.get_my_commands() == []


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
