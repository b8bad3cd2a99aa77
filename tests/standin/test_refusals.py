"""Refusals in Telegram's words, seen by a real aiogram bot."""

import pytest
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNotFound,
    TelegramUnauthorizedError,
)
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    CopyTextButton,
    DisabledButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
)

from tests.standin.stage import Stage, make_bot


def one_button(**traits: object) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton.model_validate(traits)]])


async def test_a_bot_cannot_write_to_who_never_pressed_start(stage: Stage) -> None:
    stranger = await stage.stranger()
    with pytest.raises(TelegramBadRequest, match="Bad Request: chat not found"):
        await stage.bot.send_message(stranger, "Здравствуйте")
    with pytest.raises(TelegramBadRequest, match="Bad Request: chat not found"):
        await stage.bot.send_message(1, "Здравствуйте")


async def test_a_blocked_bot_is_forbidden_to_write_until_it_is_unblocked(stage: Stage) -> None:
    anna = await stage.person()
    sent = await stage.bot.send_message(anna, "До")
    await stage.post("block", {"person_id": anna})
    with pytest.raises(TelegramForbiddenError, match="Forbidden: bot was blocked by the user"):
        await stage.bot.send_message(anna, "После")
    with pytest.raises(TelegramForbiddenError, match="blocked"):
        await stage.bot.edit_message_text("Правка", chat_id=anna, message_id=sent.message_id)
    with pytest.raises(TelegramForbiddenError, match="blocked"):
        await stage.bot.send_chat_action(anna, "typing")
    await stage.post("unblock", {"person_id": anna})
    await stage.bot.send_message(anna, "Снова")


async def test_a_wrong_token_is_unauthorized_and_a_malformed_one_is_not_found(stage: Stage) -> None:
    stranger = make_bot(stage.url, "42:WRONG")
    with pytest.raises(TelegramUnauthorizedError, match="Unauthorized"):
        await stranger.get_me()
    await stranger.session.close()
    async with stage.client.post("/botnonsense/getMe") as response:
        assert response.status == 404


async def test_an_unknown_method_is_not_found_and_known_ones_ignore_case(stage: Stage) -> None:
    with pytest.raises(TelegramNotFound, match="method not found"):
        await stage.bot.get_my_name()
    status, body = await stage.call("GETME")
    assert status == 200
    assert body["result"]["id"] == 42


async def test_an_unchanged_edit_is_not_modified(stage: Stage) -> None:
    anna = await stage.person()
    keyboard = one_button(text="Да", callback_data="yes")
    sent = await stage.bot.send_message(anna, "<b>Текст</b>", reply_markup=keyboard)
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await stage.bot.edit_message_text(
            "<b>Текст</b>", chat_id=anna, message_id=sent.message_id, reply_markup=keyboard
        )
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await stage.bot.edit_message_reply_markup(chat_id=anna, message_id=sent.message_id, reply_markup=keyboard)
    # Formatting counts, and so does the keyboard, which disappears when it is not sent again.
    await stage.bot.edit_message_text("Текст", chat_id=anna, message_id=sent.message_id, reply_markup=keyboard)
    edited = await stage.bot.edit_message_text("Текст", chat_id=anna, message_id=sent.message_id)
    assert not isinstance(edited, bool)
    assert edited.reply_markup is None


async def test_messages_that_are_gone_can_be_neither_edited_nor_deleted(stage: Stage) -> None:
    anna = await stage.person()
    sent = await stage.bot.send_message(anna, "Текст")
    assert await stage.bot.delete_message(anna, sent.message_id)
    with pytest.raises(TelegramBadRequest, match="message to edit not found"):
        await stage.bot.edit_message_text("Правка", chat_id=anna, message_id=sent.message_id)
    with pytest.raises(TelegramBadRequest, match="message to delete not found"):
        await stage.bot.delete_message(anna, sent.message_id)


async def test_a_message_can_be_deleted_for_48_hours_and_edited_for_ever(stage: Stage) -> None:
    anna = await stage.person()
    sent = await stage.bot.send_message(anna, "Текст")
    await stage.post("clock", {"seconds": 48 * 60 * 60})
    with pytest.raises(TelegramBadRequest, match="message can't be deleted for everyone"):
        await stage.bot.delete_message(anna, sent.message_id)
    await stage.bot.edit_message_text("Правка", chat_id=anna, message_id=sent.message_id)


async def test_only_own_messages_with_text_can_be_edited(stage: Stage) -> None:
    anna = await stage.person()
    said = await stage.post("message", {"person_id": anna, "text": "Моё"})
    with pytest.raises(TelegramBadRequest, match="message can't be edited"):
        await stage.bot.edit_message_text("Чужое", chat_id=anna, message_id=said["message_id"])
    sent = await stage.bot.send_document(anna, BufferedInputFile(b"x", "x.txt"))
    with pytest.raises(TelegramBadRequest, match="there is no text in the message to edit"):
        await stage.bot.edit_message_text("Текст", chat_id=anna, message_id=sent.message_id)


async def test_texts_are_measured_in_utf_16_units_after_parsing(stage: Stage) -> None:
    anna = await stage.person()
    with pytest.raises(TelegramBadRequest, match="message text is empty"):
        await stage.bot.send_message(anna, " <b> </b>\n")
    await stage.bot.send_message(anna, "<b>" + "😀" * 2048 + "</b>")
    with pytest.raises(TelegramBadRequest, match="message is too long"):
        await stage.bot.send_message(anna, "😀" * 2048 + "x")
    document = BufferedInputFile(b"x", "x.txt")
    await stage.bot.send_document(anna, document, caption="я" * 1024)
    with pytest.raises(TelegramBadRequest, match="message caption is too long"):
        await stage.bot.send_document(anna, document, caption="я" * 1025)


@pytest.mark.parametrize(
    ("traits", "refusal"),
    [
        ({"text": "Да", "callback_data": "я" * 33}, "BUTTON_DATA_INVALID"),
        ({"text": "Да"}, "Text buttons are unallowed in the inline keyboard"),
        ({"text": " ", "callback_data": "x"}, "BUTTON_TEXT_INVALID"),
        ({"text": "Да", "callback_data": "x", "style": "purple"}, "Invalid button style"),
        ({"text": "Да", "callback_data": "x", "url": "https://ya.ru"}, "Exactly one"),
        ({"text": "Да", "url": "javascript:alert(1)"}, "Wrong HTTP URL"),
        ({"text": "Да", "copy_text": {"text": "x" * 257}}, "BUTTON_COPY_TEXT_INVALID"),
    ],
)
async def test_wrong_buttons_are_refused(stage: Stage, traits: dict[str, object], refusal: str) -> None:
    anna = await stage.person()
    with pytest.raises(TelegramBadRequest, match=refusal):
        await stage.bot.send_message(anna, "Текст", reply_markup=one_button(**traits))


async def test_right_buttons_of_every_kind_are_kept(stage: Stage) -> None:
    anna = await stage.person()
    row = [
        InlineKeyboardButton(text="64", callback_data="x" * 64, style="success"),
        InlineKeyboardButton(text="Занято", disabled=DisabledButton()),
        InlineKeyboardButton(text="Адрес", copy_text=CopyTextButton(text="Баумана, 44")),
        InlineKeyboardButton(text="Карта", url="https://ya.ru"),
    ]
    keyboard = InlineKeyboardMarkup(inline_keyboard=[row])
    sent = await stage.bot.send_message(anna, "Текст", reply_markup=keyboard)
    assert sent.reply_markup is not None
    assert sent.reply_markup.model_dump() == keyboard.model_dump()


async def test_commands_and_files_are_checked(stage: Stage) -> None:
    anna = await stage.person()
    with pytest.raises(TelegramBadRequest, match="BOT_COMMAND_INVALID"):
        await stage.bot.set_my_commands([BotCommand(command="Старт", description="x")])
    with pytest.raises(TelegramBadRequest, match="file must be non-empty"):
        await stage.bot.send_document(anna, BufferedInputFile(b"", "x.txt"))
    with pytest.raises(TelegramBadRequest, match="wrong file identifier"):
        await stage.bot.send_document(anna, "nonsense")
    with pytest.raises(TelegramBadRequest, match="invalid file_id"):
        await stage.bot.get_file("nonsense")
