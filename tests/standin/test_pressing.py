"""Presses: by visible label, forged, on keyboards of both sorts, and how they are answered."""

import pytest
from aiogram.types import (
    CopyTextButton,
    DisabledButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    Update,
)

from tests.standin.stage import RefusedWishError, Stage

ROW = [
    InlineKeyboardButton(text="Да", callback_data="yes", style="success"),
    InlineKeyboardButton(text="Занято", disabled=DisabledButton()),
    InlineKeyboardButton(text="Карта", url="https://ya.ru/maps"),
    InlineKeyboardButton(text="Адрес", copy_text=CopyTextButton(text="Баумана, 44")),
]
KEYBOARD = InlineKeyboardMarkup(inline_keyboard=[ROW])


async def last_update(stage: Stage) -> Update:
    return (await stage.poll())[-1]


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
