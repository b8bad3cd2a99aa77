"""The commands that Telegram shows in its menu."""

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.types import BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat

from bot import wording
from bot.captions import captions

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

BOT_COMMANDS = [
    BotCommand(command="start", description="Начать или посмотреть, как обстоят дела"),
    BotCommand(command="help", description="Что здесь можно"),
    BotCommand(command="language", description="На каком языке вам писать"),
    BotCommand(command="me", description="Что мы о вас знаем, и как это удалить"),
    BotCommand(command="stop", description="Отменить заявку"),
]


RECRUITER_COMMANDS = [
    BotCommand(command="today", description="Собеседования на сегодня"),
    BotCommand(command="week", description="Собеседования на неделю"),
    BotCommand(command="slots", description="Свободное время: посмотреть, добавить, убрать"),
    BotCommand(command="me", description="Ваше имя, города и часовой пояс"),
    BotCommand(command="help", description="Что здесь можно"),
]


async def announce_commands(bot: Bot) -> None:
    """Tell Telegram what to show in the menu of every private chat; one step of an installation, safe to repeat.

    Telegram shows a language's own menu to those whose app speaks it, and the default one to everybody else.
    """
    scope = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands(BOT_COMMANDS, scope=scope)
    for language in wording.languages():
        if language != wording.DEFAULT_LANGUAGE:
            await bot.set_my_commands(commands_in(language), scope=scope, language_code=language)


def commands_in(language: str) -> list[BotCommand]:
    """Return the menu as that language says it."""
    said = captions(language)
    return [BotCommand(command=each.command, description=said.say(each.description)) for each in BOT_COMMANDS]


async def announce_recruiter_commands(bot: Bot, chat_id: int) -> None:
    """Show a recruiter their own menu. It is a convenience: a refusal is logged, the commands work without it."""
    try:
        await bot.set_my_commands(RECRUITER_COMMANDS, scope=BotCommandScopeChat(chat_id=chat_id))
    except AiogramError as error:
        log.info("the menu of a recruiter could not be set", chat_id=chat_id, error=repr(error))
