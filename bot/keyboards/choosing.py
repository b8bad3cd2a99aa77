"""Choosing a recruiter and a time."""

from collections.abc import Sequence

from aiogram.enums import ButtonStyle
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.callbacks import (
    DayPress,
    DeclineOfferPress,
    RecruiterPress,
    RecruitersPress,
    SlotPress,
    StopWaitingPress,
)
from bot.keyboards.buttons import REFRESH, call_a_human, contact_us, in_rows, keyboard, press, turning
from database.people.recruiters import RecruiterOffer
from domain.ids import RecruiterId, SlotId

TIMES_IN_A_ROW = 3
NAMED_TIMES_IN_A_ROW = 2
OTHER_RECRUITER = "👤 Другой рекрутёр"


def kb_recruiters(offers: Sequence[RecruiterOffer]) -> InlineKeyboardMarkup:
    """Return one recruiter a row; with several of them also "any"."""
    rows = [[press(offer.name, RecruiterPress(recruiter_id=offer.recruiter_id))] for offer in offers]
    anybody = [press("Любой рекрутёр", RecruiterPress(recruiter_id=None), ButtonStyle.PRIMARY)]
    last = [press(REFRESH, RecruitersPress()), call_a_human()]
    return keyboard(*rows, anybody if len(offers) > 1 else [], last)


def kb_slots(
    times: Sequence[tuple[SlotId, str]], *, recruiter_id: RecruiterId | None, page: int, pages: int
) -> InlineKeyboardMarkup:
    """Return the times (slot and caption) of one page, and the ways to the days before and after."""
    buttons = [press(caption, SlotPress(slot_id=slot_id, recruiter_id=recruiter_id)) for slot_id, caption in times]
    width = TIMES_IN_A_ROW if recruiter_id else NAMED_TIMES_IN_A_ROW
    return keyboard(
        *in_rows(buttons, width),
        turning(page, pages, lambda to: DayPress(recruiter_id=recruiter_id, page=to)),
        [press(REFRESH, DayPress(recruiter_id=recruiter_id, page=page)), press(OTHER_RECRUITER, RecruitersPress())],
        [call_a_human()],
    )


def kb_no_slots(*, recruiter_id: RecruiterId | None, contact_link: str | None) -> InlineKeyboardMarkup:
    """Return what those who wait can do: write to the contact, look again, elsewhere, stop waiting, call a human."""
    again = DayPress(recruiter_id=recruiter_id, page=0) if recruiter_id else RecruitersPress()
    other = [press(OTHER_RECRUITER, RecruitersPress())] if recruiter_id else []
    return keyboard(contact_us(contact_link), [press(REFRESH, again), *other], [_stop_waiting()], [call_a_human()])


def kb_held_slot(slot_id: SlotId) -> InlineKeyboardMarkup:
    """Return the answers to a slot that is held: the first is the pick of any list of all recruiters."""
    take = press("✅ Записаться на это время", SlotPress(slot_id=slot_id, recruiter_id=None), ButtonStyle.SUCCESS)
    return keyboard(
        [take],
        [press("Не подходит", DeclineOfferPress(slot_id=slot_id)), _stop_waiting()],
        [call_a_human()],
    )


def _stop_waiting() -> InlineKeyboardButton:
    return press("Не ждать", StopWaitingPress())
