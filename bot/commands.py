"""The commands that Telegram shows in its menu."""

from aiogram import Bot
from aiogram.types import BotCommand, BotCommandScopeAllPrivateChats

BOT_COMMANDS = [
    BotCommand(command="start", description="Начать или посмотреть, как обстоят дела"),
    BotCommand(command="help", description="Что здесь можно"),
    BotCommand(command="language", description="На каком языке вам писать"),
    BotCommand(command="stop", description="Отменить заявку"),
]


async def announce_commands(bot: Bot) -> None:
    """Tell Telegram what to show in the menu of every private chat; one step of an installation, safe to repeat."""
    await bot.set_my_commands(BOT_COMMANDS, scope=BotCommandScopeAllPrivateChats())
