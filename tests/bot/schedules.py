"""A recruiter at her phone: what she types and presses, and what she is shown."""

from typing import Any

from aiogram.methods import SendMessage
from aiogram.types import InlineKeyboardMarkup

from tests.bot.seeded import MARIA
from tests.bot.switchboard import Json, Switchboard, message_from
from tests.database.world import NOW


def typed(words: str) -> Json:
    """Return the message as it came, at NOW: Monday, 12:00 in Moscow."""
    return {**message_from(MARIA, text=words), "date": int(NOW.timestamp())}


async def type_times(switchboard: Switchboard, words: str) -> SendMessage:
    """Let her write, and return the answer."""
    await switchboard.feed("message", typed(words))
    return last_sent(switchboard)


async def press_under(switchboard: Switchboard, words: str, data: str, *, person: int = MARIA) -> str:
    """Press a button under the answer to those words, and return what the answer was turned into."""
    message = {**message_from(42, chat_id=person, text="understood"), "reply_to_message": typed(words)}
    await switchboard.press(person, data, message=message)
    return switchboard.edits()[-1].text or ""


def last_sent(switchboard: Switchboard) -> SendMessage:
    return [call for call in switchboard.wire.calls if isinstance(call, SendMessage)][-1]


def buttons(call: Any) -> dict[str, str]:
    """Return what stands on the buttons of a call, and what each of them carries."""
    markup = call.reply_markup
    if not isinstance(markup, InlineKeyboardMarkup):
        return {}
    return {button.text: button.callback_data or "" for row in markup.inline_keyboard for button in row}
