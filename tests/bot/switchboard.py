"""The real dispatcher between two who only write down: Telegram and the journeys."""

import asyncio
import itertools
from collections.abc import AsyncGenerator
from typing import Any

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.base import BaseSession
from aiogram.enums import ParseMode
from aiogram.methods import AnswerCallbackQuery, EditMessageReplyMarkup, EditMessageText, SendMessage, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import Chat, InlineKeyboardMarkup, Message, Update

from bot.dispatcher import build_dispatcher
from domain.ids import CandidateId
from tests.database.world import NOW, Sessions
from workflows.journeys import Journeys
from workflows.messages import CandidateArrived, News
from workflows.words_relay import StrayWords

Json = dict[str, Any]


class Wire(BaseSession):
    """A connection that takes every call and keeps it; it answers after `delay` seconds."""

    def __init__(self) -> None:
        super().__init__()
        self.delay = 0.0
        self.calls: list[TelegramMethod[Any]] = []

    async def close(self) -> None:
        pass

    async def make_request(self, bot: Bot, method: TelegramMethod[TelegramType], timeout: int | None = None) -> Any:  # noqa: ARG002, ASYNC109 - aiogram's signature
        self.calls.append(method)
        await asyncio.sleep(self.delay)
        if isinstance(method, SendMessage | EditMessageText):
            return Message(message_id=900, date=NOW, chat=Chat(id=1, type="private"), text="said")
        return True

    async def stream_content(self, *_: Any, **__: Any) -> AsyncGenerator[bytes, None]:
        yield b""


class RecordingJourneys(Journeys):
    """Journeys that keep what they are told; `open` says whether there is one to tell."""

    def __init__(self) -> None:
        self.open = True
        self.told: list[tuple[CandidateId, News]] = []
        self.arrived: list[tuple[CandidateId, CandidateArrived]] = []
        self.relayed: list[StrayWords] = []

    async def tell(self, candidate_id: CandidateId, news: News) -> bool:
        if self.open:
            self.told.append((candidate_id, news))
        return self.open

    async def arrive(self, candidate_id: CandidateId, news: CandidateArrived) -> None:
        self.arrived.append((candidate_id, news))

    async def relay(self, words: StrayWords) -> None:
        self.relayed.append(words)


class Switchboard:
    """Feeds updates as the intake does, each in one transaction."""

    def __init__(self, sessions: Sessions) -> None:
        self.wire = Wire()
        self.bot = Bot("42:TEST", session=self.wire, default=DefaultBotProperties(parse_mode=ParseMode.HTML))
        self.journeys = RecordingJourneys()
        self.sessions = sessions
        self.dispatcher = build_dispatcher(journeys=self.journeys, sessions=sessions)
        self._numbers = itertools.count(100)

    async def feed(self, kind: str, event: Json) -> int:
        """Feed one update and return its id."""
        update_id = next(self._numbers)
        update = Update.model_validate({"update_id": update_id, kind: event}, context={"bot": self.bot})
        async with self.sessions.begin() as session:
            await self.dispatcher.feed_update(self.bot, update, session=session, now=NOW)
        return update_id

    async def write(self, person: int, words: str) -> int:
        return await self.feed("message", message_from(person, text=words))

    async def press(self, person: int, data: str, *, message: Json | None = None) -> int:
        event = {
            "id": "1",
            "from": user(person),
            "chat_instance": "1",
            "data": data,
            "message": message or message_from(42, chat_id=person, text="with buttons"),
        }
        return await self.feed("callback_query", event)

    async def membership(self, person: int, status: str) -> int:
        event = {
            "chat": {"id": person, "type": "private"},
            "from": user(person),
            "date": 1_795_000_000,
            "old_chat_member": {"user": user(42), **member("member")},
            "new_chat_member": {"user": user(42), **member(status)},
        }
        return await self.feed("my_chat_member", event)

    def said(self) -> list[str]:
        """Return the texts of the messages that were sent."""
        return [call.text for call in self.wire.calls if isinstance(call, SendMessage)]

    def answers(self) -> list[str | None]:
        """Return the texts with which presses were answered."""
        return [call.text for call in self.wire.calls if isinstance(call, AnswerCallbackQuery)]

    def edits(self) -> list[EditMessageText]:
        return [call for call in self.wire.calls if isinstance(call, EditMessageText)]

    def keyboards(self) -> list[InlineKeyboardMarkup | None]:
        """Return the keyboards that were put under pressed messages."""
        return [call.reply_markup for call in self.wire.calls if isinstance(call, EditMessageReplyMarkup)]


def user(person: int) -> Json:
    return {"id": person, "is_bot": person == 42, "first_name": "Anna", "language_code": "ru"}


def member(status: str) -> Json:
    return {"status": status, **({"until_date": 0} if status == "kicked" else {})}


def message_from(person: int, *, chat_id: int | None = None, chat: str = "private", **content: Any) -> Json:
    where = {"id": chat_id or person, "type": chat}
    return {"message_id": 77, "date": 1_795_000_000, "chat": where, "from": user(person), **content}
