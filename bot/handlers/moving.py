"""What candidates press while their booking moves: lists, a slot, staying. Only the booking's own candidate may."""

from aiogram.types import CallbackQuery

from bot.handlers.desk import Desk
from bot.handlers.own_booking import let_candidate_in
from bot.move_callbacks import KeepTimePress, WantedSlotPress, WantedSlotsPress
from workflows.move_messages import MoveWithdrawn, WantedSlotPicked, WantedSlotsListed


async def handle_list_wanted_slots(callback: CallbackQuery, callback_data: WantedSlotsPress, desk: Desk) -> None:
    """Ask for the slots to which the booking could move."""
    own = await let_candidate_in(callback, desk, callback_data.booking_id, callback_data.revision)
    if own is not None:
        await own.tell(WantedSlotsListed, page=callback_data.page)


async def handle_pick_wanted_slot(callback: CallbackQuery, callback_data: WantedSlotPress, desk: Desk) -> None:
    """Pass on which slot it shall be; the database judges whether it can be had."""
    own = await let_candidate_in(callback, desk, callback_data.booking_id, callback_data.revision)
    if own is not None:
        await own.tell(WantedSlotPicked, slot_id=callback_data.slot_id)


async def handle_keep_time(callback: CallbackQuery, callback_data: KeepTimePress, desk: Desk) -> None:
    """Pass on that everything stays as it was."""
    own = await let_candidate_in(callback, desk, callback_data.booking_id, callback_data.revision)
    if own is not None:
        await own.tell(MoveWithdrawn)
