"""A recruiter ticks other times for a booking and sends them, or agrees to the time that the candidate wants.

The ticks live in the database; which slots can be ticked, or sent, is judged anew at each press.
"""

from typing import assert_never

from aiogram.types import CallbackQuery

from bot.handlers.decided import Decided, let_in
from bot.handlers.desk import Desk
from bot.handlers.replies import replace_buttons, reply
from bot.move_callbacks import ApproveMovePress, Proposal, ProposalPagePress, ProposalPress, ProposedTimePress
from bot.views.card_buttons import live_buttons
from bot.views.move_state import slots_to_move_to
from bot.views.proposing import chosen_times, times_to_tick
from bot.views.writer import Writer
from database.moves.proposals import drop_proposals, toggle_proposal
from domain.ids import SlotId
from workflows.move_messages import MoveApproved, OtherTimeAsked


async def begin_proposing(decided: Decided) -> None:
    """Show the recruiter's free times under the message that was pressed."""
    if decided.booking.stands_at(decided.revision):
        await _show_times(decided, page=0)
    else:
        await decided.explain()


async def handle_turn_times(callback: CallbackQuery, callback_data: ProposalPagePress, desk: Desk) -> None:
    """Another page of them."""
    decided = await _let_in_now(callback, desk, callback_data)
    if decided is not None:
        await _show_times(decided, callback_data.page)


async def handle_tick_time(callback: CallbackQuery, callback_data: ProposedTimePress, desk: Desk) -> None:
    """Tick a time or take the tick off; a slot that cannot be offered (any more) is not ticked."""
    decided = await _let_in_now(callback, desk, callback_data)
    if decided is None:
        return
    if await _can_be_offered(decided, callback_data.slot_id):
        await toggle_proposal(
            desk.session,
            recruiter_id=decided.recruiter.id,
            booking_id=decided.booking.booking_id,
            revision=decided.revision,
            slot_id=callback_data.slot_id,
            now=desk.now,
        )
    await _show_times(decided, callback_data.page)


async def handle_proposal(callback: CallbackQuery, callback_data: ProposalPress, desk: Desk) -> None:
    """Send what is ticked, let the candidate choose, or go back to the buttons that stood there."""
    decided = await _let_in_now(callback, desk, callback_data)
    if decided is None:
        return
    match callback_data.proposal:
        case Proposal.SEND:
            await _send(decided)
        case Proposal.LET_CHOOSE:
            await _offer(decided, ())
        case Proposal.DROP:
            await drop_proposals(desk.session, booking_id=decided.booking.booking_id)
            await replace_buttons(callback, live_buttons(decided.booking))
        case _:
            assert_never(callback_data.proposal)


async def handle_approve_move(callback: CallbackQuery, callback_data: ApproveMovePress, desk: Desk) -> None:
    """Pass on that the recruiter agrees; the journey moves the booking, or explains."""
    decided = await let_in(callback, desk, callback_data.booking_id, callback_data.revision)
    if decided is not None:
        await decided.tell(MoveApproved, slot_id=callback_data.slot_id)


async def _let_in_now(
    callback: CallbackQuery, desk: Desk, data: ProposalPagePress | ProposedTimePress | ProposalPress
) -> Decided | None:
    """Let the recruiter in; who presses about a booking that has changed is shown the card, and None is returned."""
    decided = await let_in(callback, desk, data.booking_id, data.revision)
    if decided is None or decided.booking.stands_at(decided.revision):
        return decided
    await decided.explain()
    return None


async def _send(decided: Decided) -> None:
    """Offer what is ticked and still free; with nothing left (sent from another device) the card is shown."""
    chosen = await chosen_times(_writer(decided), decided.booking)
    if chosen:
        await _offer(decided, tuple(chosen))
    else:
        await decided.explain()


async def _offer(decided: Decided, slot_ids: tuple[SlotId, ...]) -> None:
    if await decided.tell(OtherTimeAsked, slot_ids=slot_ids):
        await drop_proposals(decided.desk.session, booking_id=decided.booking.booking_id)


async def _can_be_offered(decided: Decided, slot_id: SlotId) -> bool:
    return any(slot.slot_id == slot_id for slot in await slots_to_move_to(_writer(decided), decided.booking))


async def _show_times(decided: Decided, page: int) -> None:
    """Put the times under the pressed message; where nothing is free, say how to add some."""
    times = await times_to_tick(_writer(decided), decided.booking, page)
    if times is not None:
        await replace_buttons(decided.callback, times)
        return
    await replace_buttons(decided.callback, live_buttons(decided.booking))
    await reply(decided.callback, decided.desk, "no_times_to_offer", city=decided.booking.city_name)


def _writer(decided: Decided) -> Writer:
    return decided.desk.writer(city_id=decided.booking.city_id)
