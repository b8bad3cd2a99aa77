"""Which methods the stand-in speaks; names are compared without regard to case, as Telegram does."""

import inspect
from collections.abc import Awaitable, Callable
from typing import Any

from standin.calls import Call
from standin.methods import about_bot, about_chat, answering, editing, polling, pushing, sending
from standin.refusals import NOT_FOUND, RefusedError
from standin.world import World

Method = Callable[[World, Call], Any | Awaitable[Any]]

METHODS: dict[str, Method] = {
    "getMe": about_bot.get_me,
    "getUpdates": polling.get_updates,
    "setWebhook": pushing.set_webhook,
    "deleteWebhook": pushing.delete_webhook,
    "getWebhookInfo": pushing.get_webhook_info,
    "setMyCommands": about_bot.set_my_commands,
    "getMyCommands": about_bot.get_my_commands,
    "deleteMyCommands": about_bot.delete_my_commands,
    "setChatMenuButton": about_bot.set_chat_menu_button,
    "getChatMenuButton": about_bot.get_chat_menu_button,
    "getChat": about_chat.get_chat,
    "getFile": about_chat.get_file,
    "sendMessage": sending.send_message,
    "sendDocument": sending.send_document,
    "sendChatAction": sending.send_chat_action,
    "editMessageText": editing.edit_message_text,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "deleteMessage": editing.delete_message,
    "answerCallbackQuery": answering.answer_callback_query,
}
_BY_LOWER_NAME = {name.lower(): method for name, method in METHODS.items()}


async def perform(world: World, call: Call) -> Any:
    """Do what the call asks and return its result; raise `RefusedError` as Telegram would."""
    method = _BY_LOWER_NAME.get(call.method.lower())
    if method is None:
        raise RefusedError(NOT_FOUND, "Not Found: method not found")
    result = method(world, call)
    return await result if inspect.isawaitable(result) else result
