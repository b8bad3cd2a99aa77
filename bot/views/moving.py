"""What a candidate is told while a booking moves: the wish, the times to pick from, how it ended."""

from collections.abc import Iterable

from aiogram.types import InlineKeyboardMarkup
from markupsafe import Markup

from bot import wording
from bot.card import Card
from bot.invitation_file import invitation
from bot.keyboards.attendance import kb_attendance_confirm, kb_change_of_plans, kb_request_pending
from bot.keyboards.moving import Times, kb_move_asked, kb_move_wanted, kb_other_times, kb_wanted_slots
from bot.phrases import phrases
from bot.views.contexts import Context, in_city, interview
from bot.views.move_state import is_by_hand, slots_to_move_to
from bot.views.pages import days_of
from bot.views.writer import Writer
from database.bookings.cards import BookingCard
from database.slots.times import SlotTime, slot_times
from domain.booking import BookingStatus
from workflows.letters.of_move import (
    AcknowledgeMoveRequest,
    OfferOtherTimes,
    OfferWantedSlots,
    TellMoved,
    TellMoveRefused,
    TellMoveWanted,
)


async def acknowledge_move_request(writer: Writer, booking: BookingCard, letter: AcknowledgeMoveRequest) -> Card:
    """Say that the wish is with the recruiter and the time is kept."""
    text = await writer.say(
        "acknowledge_move_request",
        **interview(booking),
        answer_until=in_city(letter.answer_until, booking),
        by_hand=letter.by_hand,
    )
    keyboard = kb_move_asked(
        letter.booking_id, letter.revision, can_pick=not letter.by_hand, can_keep=_is_agreed(booking)
    )
    return Card(text=text, keyboard=keyboard)


async def offer_wanted_slots(writer: Writer, booking: BookingCard, letter: OfferWantedSlots) -> Card:
    """Offer the recruiter's free times of one day; without any, say that the recruiter is asked to find one."""
    days = days_of(await slots_to_move_to(writer, booking), booking.city_zone)
    page = min(max(letter.page, 0), max(len(days) - 1, 0))
    day = days[page] if days else []
    text = await writer.say(
        "offer_wanted_slots",
        **interview(booking),
        hint=await _hint(writer, booking, letter, listed=bool(day)),
        day=in_city(day[0].starts_at, booking) if day else None,
        page=page + 1,
        pages=len(days),
    )
    times = [(slot.slot_id, phrases(writer.language).clock(in_city(slot.starts_at, booking))) for slot in day]
    keyboard = kb_wanted_slots(
        times,
        letter.booking_id,
        letter.revision,
        page=page,
        pages=len(days),
        can_keep=_is_agreed(booking) and not _is_asked(booking),
    )
    return Card(text=text, keyboard=keyboard)


async def tell_move_wanted(writer: Writer, booking: BookingCard, letter: TellMoveWanted) -> Card:
    """Say that the recruiter is asked about the picked time, and that both are kept."""
    picked = await slot_times(writer.session, [letter.slot_id])
    text = await writer.say(
        "tell_move_wanted",
        **interview(booking),
        wanted=in_city(picked[0].starts_at, booking) if picked else None,
        answer_until=in_city(letter.answer_until, booking),
    )
    return Card(text=text, keyboard=kb_move_wanted(letter.booking_id, letter.revision, can_keep=_is_agreed(booking)))


async def offer_other_times(writer: Writer, booking: BookingCard, letter: OfferOtherTimes) -> Card:
    """Put the recruiter's times before the candidate, those that can still be had."""
    times = await _still_free(writer, booking, await slot_times(writer.session, letter.slot_ids))
    text = await writer.say(
        "offer_other_times",
        **interview(booking),
        pending=booking.status is BookingStatus.PENDING,
        offered=len(times),
        answer_until=in_city(letter.answer_until, booking),
    )
    return Card(text=text, keyboard=kb_other_times(times, letter.booking_id, letter.revision))


async def tell_moved(writer: Writer, booking: BookingCard, letter: TellMoved) -> Card:
    """Say which time it is now; too late for a reminder, the three buttons stand here."""
    text = await writer.say("tell_moved", **interview(booking), with_buttons=letter.with_buttons)
    keyboard = kb_attendance_confirm if letter.with_buttons else kb_change_of_plans
    return Card(
        text=text,
        keyboard=keyboard(letter.booking_id, letter.revision),
        document=await invitation(booking, writer),
    )


async def tell_move_refused(writer: Writer, booking: BookingCard, letter: TellMoveRefused) -> Card:
    """Say that the time stays; who has confirmed it before is not asked to do so again."""
    pending = booking.status is BookingStatus.PENDING
    text = await writer.say("tell_move_refused", **interview(booking), pending=pending)
    if pending:
        return Card(text=text, keyboard=kb_request_pending(letter.booking_id, letter.revision))
    if booking.status is BookingStatus.CONFIRMED:
        return Card(text=text, keyboard=kb_change_of_plans(letter.booking_id, letter.revision, booking.meeting_link))
    return Card(text=text, keyboard=kb_attendance_confirm(letter.booking_id, letter.revision))


async def where_the_move_stands(writer: Writer, booking: BookingCard) -> tuple[Context, InlineKeyboardMarkup]:
    """Return what "where you stand" says of the move, and the buttons of whoever's turn it is."""
    move = booking.open_move
    wanted = await slot_times(writer.session, [move.wanted_slot_id]) if move and move.wanted_slot_id else []
    offered = await slot_times(writer.session, move.offered) if move and _is_asked(booking) else []
    times = await _still_free(writer, booking, offered)
    said: Context = {
        "candidate_picks": _is_asked(booking),
        "offered": len(times),
        "wanted": in_city(wanted[0].starts_at, booking) if wanted else None,
        "answer_until": in_city(move.answer_until, booking) if move else None,
    }
    return said, await _buttons(writer, booking, times)


async def _buttons(writer: Writer, booking: BookingCard, offered: Times) -> InlineKeyboardMarkup:
    move, booking_id, revision = booking.open_move, booking.booking_id, booking.revision
    if _is_asked(booking):
        return kb_other_times(offered, booking_id, revision)
    if move and move.wanted_slot_id is not None:
        return kb_move_wanted(booking_id, revision, can_keep=_is_agreed(booking))
    can_pick = move is not None and not await is_by_hand(writer, booking, move)
    return kb_move_asked(booking_id, revision, can_pick=can_pick, can_keep=_is_agreed(booking))


async def _hint(writer: Writer, booking: BookingCard, letter: OfferWantedSlots, *, listed: bool) -> Markup | None:
    key = f"because_move/{letter.because}"
    if letter.because is None or key not in wording.keys_of_texts(writer.language):
        return None
    return await writer.say(key, city=booking.city_name, listed=listed)


async def _still_free(writer: Writer, booking: BookingCard, offered: Iterable[SlotTime]) -> Times:
    """Return slot and caption of the offered times that nobody has taken since."""
    can_be_had = {slot.slot_id for slot in await slots_to_move_to(writer, booking)}
    short = phrases(writer.language).short
    return [(time.slot_id, short(in_city(time.starts_at, booking))) for time in offered if time.slot_id in can_be_had]


def _is_agreed(booking: BookingCard) -> bool:
    """Tell whether the present time was agreed to, so that the candidate can keep it."""
    return booking.status is not BookingStatus.PENDING


def _is_asked(booking: BookingCard) -> bool:
    """Tell whether the company asked for another time and the candidate has not picked one yet."""
    return booking.open_move is not None and booking.open_move.waits_for_candidate
