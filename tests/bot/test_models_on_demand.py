"""Telegram's models, built when they are first used, are the models that aiogram would have built at once."""

import json
import subprocess
import sys

import pytest
from aiogram import methods, types
from aiogram.methods import SendMessage
from aiogram.methods.base import Response, TelegramMethod
from aiogram.types import CallbackQuery, Chat, Message, TelegramObject, Update, WebhookInfo
from pydantic import BaseModel

UPDATE = {
    "update_id": 7,
    "callback_query": {
        "id": "1",
        "from": {"id": 5, "is_bot": False, "first_name": "Anna"},
        "chat_instance": "x",
        "data": "pick:1",
        "message": {
            "message_id": 3,
            "date": 1_795_000_000,
            "chat": {"id": 5, "type": "private"},
            "text": "Times",
            "entities": [{"type": "bold", "offset": 0, "length": 5}],
            "reply_markup": {"inline_keyboard": [[{"text": "12:00", "callback_data": "pick:1"}]]},
        },
    },
}
BUILT_AT_ONCE = """
import json, sys
from aiogram.types import Update
from aiogram.methods import SendMessage

for model in (Update, SendMessage):
    print({name: field.annotation for name, field in model.model_fields.items()})
print(repr(Update.model_validate(json.loads(sys.argv[1]))))
"""


def every_model() -> list[type[BaseModel]]:
    everything = [getattr(room, name) for room in (types, methods) for name in room.__all__]
    return [each for each in everything if isinstance(each, type) and issubclass(each, TelegramObject | TelegramMethod)]


def test_every_model_can_be_built() -> None:
    unbuilt = [model.__name__ for model in every_model() if model.model_rebuild() is False]
    assert unbuilt == []
    assert all(model.__pydantic_complete__ for model in every_model())


def test_they_are_what_aiogram_builds_by_itself() -> None:
    command = [sys.executable, "-c", BUILT_AT_ONCE, json.dumps(UPDATE)]
    *annotations, update = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    assert update == repr(Update.model_validate(UPDATE))
    both: tuple[type[BaseModel], ...] = (Update, SendMessage)
    for model, said in zip(both, annotations, strict=True):
        model.model_rebuild()
        assert said == repr({name: field.annotation for name, field in model.model_fields.items()})


def test_an_update_becomes_the_things_that_it_holds() -> None:
    press = Update.model_validate(UPDATE).callback_query
    assert isinstance(press, CallbackQuery)
    assert isinstance(press.message, Message)
    assert isinstance(press.message.chat, Chat)


def test_an_answer_of_telegram_is_read_although_nobody_used_its_model_before() -> None:
    answer = Response[WebhookInfo].model_validate(
        {"ok": True, "result": {"url": "", "has_custom_certificate": False, "pending_update_count": 2}}
    )
    assert answer.result is not None
    assert answer.result.pending_update_count == 2


def test_a_message_that_lacks_its_words_is_refused() -> None:
    with pytest.raises(ValueError, match="text"):
        _ = SendMessage.model_validate({"chat_id": 1})
