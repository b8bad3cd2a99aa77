"""From a candidate's press or message to news for their journey."""

from collections.abc import Callable
from typing import Any

from aiogram.types import CallbackQuery, Message

from bot.handlers.desk import Desk
from bot.handlers.replies import answer_outdated, answer_press, offer_beginning
from database.people.candidates import CandidateProfile, candidate_by_telegram
from workflows.messages import Press


async def pass_on_press(callback: CallbackQuery, desk: Desk, news: Callable[..., Press], **details: Any) -> None:
    """Answer the press at once and tell the journey of whoever pressed; `news` is made of `details`."""
    candidate = await candidate_by_telegram(desk.session, callback.from_user.id)
    if candidate is None:
        await answer_outdated(callback, desk)
        return
    answer_press(callback, desk)
    await tell(callback, desk, candidate, news(**pressed(callback, desk), **details))


async def tell(event: Message | CallbackQuery, desk: Desk, candidate: CandidateProfile, news: Press) -> None:
    """Tell the open journey; without one, say how to begin again."""
    if not await desk.journeys.tell(candidate.id, news):
        await offer_beginning(event, desk, candidate)


def pressed(callback: CallbackQuery, desk: Desk) -> dict[str, Any]:
    """Return which update it is, and which message was pressed; one that is out of reach cannot be edited."""
    message = callback.message
    return {"update_id": desk.update_id, "message_id": message.message_id if isinstance(message, Message) else None}
