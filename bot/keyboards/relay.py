"""Answering what a candidate wrote."""

from aiogram.enums import ButtonStyle
from aiogram.types import InlineKeyboardMarkup

from bot.callbacks import DropReplyPress, ReplyPress
from bot.keyboards.buttons import chat_with, keyboard, press
from domain.ids import CandidateId


def kb_reply(candidate_id: CandidateId) -> InlineKeyboardMarkup:
    """Return the way to answer a candidate through the bot."""
    return keyboard([press("✍️ Ответить", ReplyPress(candidate_id=candidate_id), ButtonStyle.PRIMARY)])


def kb_drop_reply(candidate_id: CandidateId) -> InlineKeyboardMarkup:
    """Return the way out for a recruiter who was asked for the answer."""
    return keyboard([press("Отмена", DropReplyPress(candidate_id=candidate_id))])


def kb_chat(username: str | None) -> InlineKeyboardMarkup | None:
    """Return the candidate's own chat; None where they have no name in Telegram."""
    return keyboard(chat_with(username)) if username else None
