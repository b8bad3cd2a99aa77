"""The recruiter's own free times, to be ticked and offered to a candidate."""

from collections.abc import Collection, Sequence

from aiogram.enums import ButtonStyle
from aiogram.types import DisabledButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.keyboards.buttons import in_rows, keyboard, press, turning
from bot.move_callbacks import Proposal, ProposalPagePress, ProposalPress, ProposedTimePress
from domain.ids import BookingId, SlotId

TIMES_IN_A_ROW = 2
TIMES_ON_A_PAGE = 8


def kb_proposing(
    times: Sequence[tuple[SlotId, str]],
    *,
    chosen: Collection[SlotId],
    clock: str,
    booking_id: BookingId,
    revision: int,
    page: int,
) -> InlineKeyboardMarkup:
    """Return one page of all times (slot and caption) with the chosen ones ticked; `clock` names the zone they are in.

    A page that is not there any more is the last one.
    """
    pages = -(-len(times) // TIMES_ON_A_PAGE)
    page = min(page, pages - 1)
    shown = times[page * TIMES_ON_A_PAGE : (page + 1) * TIMES_ON_A_PAGE]
    ticks = [
        press(
            f"✓ {caption}" if slot_id in chosen else caption,
            ProposedTimePress(booking_id=booking_id, revision=revision, page=page, slot_id=slot_id),
            ButtonStyle.SUCCESS if slot_id in chosen else None,
        )
        for slot_id, caption in shown
    ]

    def settle(caption: str, proposal: Proposal, style: ButtonStyle | None = None) -> InlineKeyboardButton:
        return press(caption, ProposalPress(proposal=proposal, booking_id=booking_id, revision=revision), style)

    return keyboard(
        [InlineKeyboardButton(text=f"👇 Что предложить ({clock})", disabled=DisabledButton())],
        *in_rows(ticks, TIMES_IN_A_ROW),
        turning(page, pages, lambda to: ProposalPagePress(booking_id=booking_id, revision=revision, page=to)),
        [settle(f"Отправить ({len(chosen)})", Proposal.SEND, ButtonStyle.PRIMARY)] if chosen else [],
        [settle("Пусть выберет кандидат", Proposal.LET_CHOOSE)],
        [settle("← Назад", Proposal.DROP)],
    )
