"""A recruiter's own schedule: the day, the week, the free times, what was typed, and what cancelling asks back."""

from collections.abc import Mapping, Sequence

from aiogram.enums import ButtonStyle
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.keyboards.buttons import REFRESH, Row, in_rows, keyboard, press, turning
from bot.schedule_callbacks import (
    AgendaPress,
    CallingOff,
    CallOffPress,
    DropTimesPress,
    HowToAddPress,
    InterviewPress,
    OwnSlotsPress,
    Span,
    TypedTimesPress,
    WithdrawSlotPress,
)
from domain.ids import BookingId, CityId, SlotId

SLOTS_IN_A_ROW = 3
CITIES_IN_A_ROW = 2
MOST_CITIES = 60


def kb_agenda(
    span: Span, interviews: Sequence[tuple[BookingId, str]], *, page: int, pages: int
) -> InlineKeyboardMarkup:
    """Return the interviews of one page (booking and caption), and the ways to the pages and lists beside it."""
    opening = [[press(caption, InterviewPress(booking_id=booking_id))] for booking_id, caption in interviews]
    other = press("🗓 Неделя", AgendaPress(span=Span.WEEK, page=0))
    if span is Span.WEEK:
        other = press("📅 Сегодня", AgendaPress(span=Span.TODAY, page=0))
    return keyboard(
        *opening,
        turning(page, pages, lambda to: AgendaPress(span=span, page=to)),
        [press(REFRESH, AgendaPress(span=span, page=page))],
        [other, _free_times()],
    )


def kb_own_slots(slots: Sequence[tuple[SlotId, str]], *, page: int, pages: int) -> InlineKeyboardMarkup:
    """Return the free slots of one page (slot and caption), each to be taken away, and the ways on."""
    taking = [press(f"✖️ {caption}", WithdrawSlotPress(slot_id=slot_id, page=page)) for slot_id, caption in slots]
    return keyboard(
        *in_rows(taking, SLOTS_IN_A_ROW),
        turning(page, pages, lambda to: OwnSlotsPress(page=to)),
        [press("➕ Добавить время", HowToAddPress(), ButtonStyle.PRIMARY)],
        [press(REFRESH, OwnSlotsPress(page=page))],
        [
            press("📅 Сегодня", AgendaPress(span=Span.TODAY, page=0)),
            press("🗓 Неделя", AgendaPress(span=Span.WEEK, page=0)),
        ],
    )


def kb_to_own_slots() -> InlineKeyboardMarkup:
    """Return the way to the free times."""
    return keyboard([_free_times()])


def kb_save_times(count: int, city_id: CityId, fingerprint: int) -> InlineKeyboardMarkup:
    """Return what confirms that so many typed times are saved, or drops them."""
    sure = TypedTimesPress(sure=True, city_id=city_id, fingerprint=fingerprint)
    return keyboard([press(f"✅ Сохранить ({count})", sure, ButtonStyle.SUCCESS)], [_drop()])


def kb_city_of_times(cities: Mapping[CityId, str], fingerprint: int) -> InlineKeyboardMarkup:
    """Return the cities that the typed times may be for."""
    buttons = [
        press(name, TypedTimesPress(sure=False, city_id=city_id, fingerprint=fingerprint))
        for city_id, name in list(cities.items())[:MOST_CITIES]
    ]
    return keyboard(*in_rows(buttons, CITIES_IN_A_ROW), [_drop()])


def kb_call_off(booking_id: BookingId, revision: int) -> InlineKeyboardMarkup:
    """Return the answers to whether the interview shall really be cancelled."""

    def answer(caption: str, how: CallingOff, style: ButtonStyle | None = None) -> Row:
        return [press(caption, CallOffPress(answer=how, booking_id=booking_id, revision=revision), style)]

    return keyboard(
        answer("🚫 Отменить и убрать время", CallingOff.WITH_SLOT, ButtonStyle.DANGER),
        answer("🚫 Отменить, время оставить", CallingOff.KEEPING_SLOT, ButtonStyle.DANGER),
        answer("← Назад", CallingOff.BACK),
    )


def _free_times() -> InlineKeyboardButton:
    return press("🕐 Свободное время", OwnSlotsPress(page=0))


def _drop() -> InlineKeyboardButton:
    return press("Отмена", DropTimesPress())
