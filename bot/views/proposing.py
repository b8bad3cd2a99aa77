"""What a recruiter is told and shown while a booking moves: the wish, their own free times to tick, how it ended."""

from aiogram.types import InlineKeyboardMarkup

from bot.card import Card
from bot.keyboards.proposing import kb_proposing
from bot.phrases import phrases
from bot.views.card_buttons import live_buttons
from bot.views.contexts import about, at_recruiter
from bot.views.move_state import slots_to_move_to
from bot.views.writer import Writer
from database.bookings.cards import BookingCard
from database.moves.proposals import proposed_slots
from database.slots.open_slots import FreeSlot
from database.slots.times import slot_times
from domain.booking import BookingStatus
from domain.ids import SlotId
from workflows.letters.of_move import PassMoveRequest, ReportMove, ReportNoChoice


async def pass_move_request(writer: Writer, booking: BookingCard, letter: PassMoveRequest) -> Card:
    """Put the wish before the recruiter, with the time that the candidate picked."""
    wanted = [] if letter.slot_id is None else await slot_times(writer.session, [letter.slot_id])
    text = await writer.say(
        "pass_move_request",
        **about(booking),
        answer_until=at_recruiter(letter.answer_until, booking),
        wish=booking.open_move.wish if booking.open_move else None,
        wanted=at_recruiter(wanted[0].starts_at, booking) if wanted else None,
        pending=booking.status is BookingStatus.PENDING,
        by_hand=letter.by_hand,
    )
    return Card(text=text, keyboard=live_buttons(booking))


async def report_move(writer: Writer, booking: BookingCard, _letter: ReportMove) -> Card:
    """Tell the recruiter the new time."""
    text = await writer.say("report_move", **about(booking))
    return Card(text=text, keyboard=live_buttons(booking))


async def report_no_choice(writer: Writer, booking: BookingCard, letter: ReportNoChoice) -> Card:
    """Tell the recruiter that the candidate picked no other time, and what stands."""
    is_pending = booking.status is BookingStatus.PENDING
    text = await writer.say("report_no_choice", **about(booking), stays=letter.stays, pending=is_pending)
    return Card(text=text, keyboard=live_buttons(booking))


async def times_to_tick(writer: Writer, booking: BookingCard, page: int) -> InlineKeyboardMarkup | None:
    """Return the recruiter's free times with those ticked that are chosen; None where nothing is free."""
    free = await slots_to_move_to(writer, booking)
    if not free:
        return None
    words = phrases(writer.language)
    return kb_proposing(
        [(slot.slot_id, words.short(at_recruiter(slot.starts_at, booking))) for slot in free],
        chosen=await _chosen(writer, booking, free),
        clock=words.zone(at_recruiter(free[0].starts_at, booking)),
        booking_id=booking.booking_id,
        revision=booking.revision,
        page=page,
    )


async def chosen_times(writer: Writer, booking: BookingCard) -> list[SlotId]:
    """Return the ticked slots that are still free, soonest first."""
    return await _chosen(writer, booking, await slots_to_move_to(writer, booking))


async def _chosen(writer: Writer, booking: BookingCard, free: list[FreeSlot]) -> list[SlotId]:
    ticked = await proposed_slots(writer.session, booking_id=booking.booking_id, revision=booking.revision)
    can_be_had = {slot.slot_id for slot in free}
    return [slot_id for slot_id in ticked if slot_id in can_be_had]
