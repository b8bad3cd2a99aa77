"""Answering in the same breath: the press itself, and short texts for which no journey is needed."""

import asyncio
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramBadRequest, TelegramForbiddenError, TelegramNetworkError
from aiogram.methods import SendDocument, SendMessage
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message, ReplyParameters
from aiohttp import ClientConnectorError

from bot import telegram_html
from bot.captions import in_language
from bot.card import Card
from bot.handlers.desk import Desk
from bot.wording import DEFAULT_LANGUAGE
from database import audit
from database.people.candidates import CandidateProfile
from domain.booking import Actor

TRIES = 2  # of a reply whose fate nobody knows
ANSWER_WITHIN = 5  # seconds: until then the update does not count as handled

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


def answer_press(callback: CallbackQuery, desk: Desk, text: str | None = None) -> None:
    """End the waiting on the button at once, without keeping the journey waiting for Telegram's word on that."""
    desk.errands.append(asyncio.create_task(_answer(callback, text)))


async def _answer(callback: CallbackQuery, text: str | None) -> None:
    """Answer. If that fails (too old, no network), the press itself still counts."""
    bot = callback.bot
    if bot is None:
        return
    try:
        await bot(callback.answer(text), request_timeout=ANSWER_WITHIN)
    except AiogramError as error:
        log.info("a press could not be answered", error=repr(error))


async def answer_outdated(callback: CallbackQuery, desk: Desk) -> None:
    """Say that the button leads nowhere any more."""
    words = await (await desk.writer_for(callback.from_user)).say("replies/outdated")
    answer_press(callback, desk, telegram_html.plain(words))


async def refuse_stranger(callback: CallbackQuery, desk: Desk, table: str, row_id: int) -> None:
    """Refuse a press about what is not theirs (a row of that table), and write down who tried."""
    stranger = callback.from_user.id
    log.warning("a press of a stranger was refused", telegram_id=stranger, subject_table=table, subject_id=row_id)
    words = await (await desk.writer_for(callback.from_user)).say("replies/stranger")
    answer_press(callback, desk, telegram_html.plain(words))
    await audit.record(
        desk.session,
        actor=Actor.SYSTEM,
        actor_id=stranger,
        what="press_of_stranger_refused",
        at=desk.now,
        subject_table=table,
        subject_id=row_id,
    )


async def say(
    event: Message | CallbackQuery, card: Card, language: str = DEFAULT_LANGUAGE, *, answers: int | None = None
) -> None:
    """Send a card to the person who wrote or pressed; nothing happens where they have blocked the bot meanwhile.

    `language` is that of the card's text: its buttons are put into it. `answers` is the message that it quotes, if any.
    """
    bot, person = event.bot, event.from_user
    if bot is None or person is None:
        return
    quoted = ReplyParameters(message_id=answers, allow_sending_without_reply=True) if answers else None
    keyboard = in_language(card.keyboard, language)
    words = SendMessage(chat_id=person.id, text=card.text, reply_markup=keyboard, reply_parameters=quoted)
    try:
        await _twice_at_most(bot, words)
        if card.document is not None:
            await _twice_at_most(bot, SendDocument(chat_id=person.id, document=card.document))
    except TelegramForbiddenError:
        log.info("a reply was not wanted any more", telegram_id=person.id)


async def _twice_at_most(bot: Bot, call: SendMessage | SendDocument) -> None:
    """Send; when nobody knows whether it arrived, send it once more, and then let it be said.

    Were that an outage for which the update waits, the person would get a copy a second as long as replies are lost.
    """
    for tried in range(1, TRIES + 1):
        try:
            await bot(call)
        except TelegramNetworkError as error:
            if isinstance(error.__cause__, ClientConnectorError):  # nothing was sent: the update waits
                raise
            log.warning("nobody knows whether a reply arrived", telegram_id=call.chat_id, tried=tried)
        else:
            return


async def reply(event: Message | CallbackQuery, desk: Desk, key: str, **context: Any) -> None:
    """Say one of the short replies in the person's language."""
    writer = await desk.writer_for(event.from_user)
    await say(event, Card(text=await writer.say(f"replies/{key}", **context)), writer.language)


async def offer_beginning(event: Message | CallbackQuery, desk: Desk, candidate: CandidateProfile | None) -> None:
    """Say how to begin (again), to somebody who has no open journey."""
    writer = desk.writer(candidate.language, candidate.city_id) if candidate else await desk.writer_for(event.from_user)
    await say(event, Card(text=await writer.say("replies/no_journey")), writer.language)


async def replace_message(callback: CallbackQuery, card: Card, language: str = DEFAULT_LANGUAGE) -> None:
    """Turn the pressed message into this card; send it where that message is out of reach."""
    if not isinstance(callback.message, Message):
        await say(callback, card, language)
        return
    try:
        await callback.message.edit_text(card.text, reply_markup=in_language(card.keyboard, language))
    except TelegramBadRequest as error:
        log.info("the message stays as it is", reason=error.message)


async def replace_buttons(
    callback: CallbackQuery, keyboard: InlineKeyboardMarkup | None, language: str = DEFAULT_LANGUAGE
) -> None:
    """Put other buttons under the pressed message; that they are there already is fine."""
    if callback.message is None or callback.bot is None:
        return
    try:
        await callback.bot.edit_message_reply_markup(
            chat_id=callback.message.chat.id,
            message_id=callback.message.message_id,
            reply_markup=in_language(keyboard, language),
        )
    except TelegramBadRequest as error:
        log.info("the buttons stay as they are", reason=error.message)
