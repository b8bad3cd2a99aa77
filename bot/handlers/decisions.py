"""What recruiters press about a booking. Only the booking's recruiter may; the journey decides what comes of it."""

from typing import assert_never

from aiogram.types import CallbackQuery

from bot.callbacks import Decision, DecisionPress
from bot.handlers.calling_off import ask_before_calling_off
from bot.handlers.decided import Decided, let_in
from bot.handlers.desk import Desk
from bot.handlers.proposing import begin_proposing
from bot.handlers.reasons import ask_for_reason, waits_for_answer
from bot.handlers.replies import replace_buttons
from bot.keyboards.decisions import kb_reject
from bot.views.card_buttons import live_buttons
from domain.booking import BookingStatus
from workflows.messages import BookingApproved, BookingKept, BookingRejected, OutcomeGiven
from workflows.move_messages import MoveRefused


async def handle_decision(callback: CallbackQuery, callback_data: DecisionPress, desk: Desk) -> None:  # noqa: C901, PLR0912 - one line a button is the table
    """Check who pressed, answer the press, and go by the button."""
    decided = await let_in(callback, desk, callback_data.booking_id, callback_data.revision)
    if decided is None:
        return
    match callback_data.decision:
        case Decision.APPROVE:
            await handle_approve_slot(decided)
        case Decision.OTHER_TIME:
            await begin_proposing(decided)
        case Decision.REJECT:
            await handle_reject_slot(decided)
        case Decision.REJECT_TIME:
            await decided.tell(BookingRejected, person=False)
        case Decision.REJECT_WITH_WORDS:
            await handle_explain_rejection(decided)
        case Decision.REJECT_PERSON:
            await decided.tell(BookingRejected, person=True)
        case Decision.BACK:
            await handle_go_back(decided)
        case Decision.KEEP_TIME:
            await decided.tell(MoveRefused)
        case Decision.CANCEL:
            await ask_before_calling_off(decided)
        case Decision.HOLD:
            await decided.tell(BookingKept)
        case Decision.MET:
            await decided.tell(OutcomeGiven, outcome=BookingStatus.MET)
        case Decision.MISSED:
            await decided.tell(OutcomeGiven, outcome=BookingStatus.MISSED)
        case Decision.DO_NOT_KNOW:
            await decided.tell(OutcomeGiven, outcome=BookingStatus.ENDED)
        case _:
            assert_never(callback_data.decision)


async def handle_approve_slot(decided: Decided) -> None:
    """Pass the approval on; congratulation and card come from the journey."""
    await decided.tell(BookingApproved)


async def handle_reject_slot(decided: Decided) -> None:
    """Ask back which is meant, the time or the person; a request that is answered already is shown as it is."""
    if is_open(decided):
        await replace_buttons(decided.callback, kb_reject(decided.booking.booking_id, decided.revision))
    else:
        await decided.explain()


async def handle_explain_rejection(decided: Decided) -> None:
    """Ask for the reason in words; a request that is answered already is shown as it is."""
    if is_open(decided):
        await ask_for_reason(decided)
    else:
        await decided.explain()


async def handle_go_back(decided: Decided) -> None:
    """Show the answers again that are alive now."""
    if is_open(decided):
        await replace_buttons(decided.callback, live_buttons(decided.booking))
    else:
        await decided.explain()


def is_open(decided: Decided) -> bool:
    """Tell whether the request that was pressed still waits for its answer."""
    return waits_for_answer(decided.booking, decided.revision)
