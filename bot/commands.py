"""The commands that Telegram shows in its menu."""

from aiogram.types import BotCommand

BOT_COMMANDS = [
    BotCommand(command="start", description="Начать или посмотреть, как обстоят дела"),
    BotCommand(command="help", description="Что здесь можно"),
    BotCommand(command="stop", description="Отменить заявку"),
]
