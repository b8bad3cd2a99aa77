from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from aiogram.enums import ButtonStyle
from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot import callbacks, move_callbacks, schedule_callbacks
from bot.keyboards import attendance, choosing, contact, decisions, profile, relay, schedule, screening
from bot.questionnaire import default_content, read_structure
from database.people.recruiters import RecruiterOffer
from database.places.cities import ActiveCity
from domain.booking import BookingStatus, closed_statuses
from domain.ids import BookingId, CandidateId, CityId, QuestionnaireId, RecruiterId, SlotId
from domain.questionnaire import Question, QuestionKind
from standin.keyboards import check_markup
from tests.bot.keyboards_of_moves import keyboards_of_moves

HUGE = 2**63 - 1
BOOKING, REVISION = BookingId(HUGE), 2**31 - 1
RECRUITER = RecruiterId(HUGE)
LONGEST_ID = "q" * 24
LINK = "https://t.me/otklik_kazan"
HOMES = {callbacks.__name__, move_callbacks.__name__, schedule_callbacks.__name__}
PRESSES = {press.__prefix__: press for press in CallbackData.__subclasses__() if press.__module__ in HOMES}


def keyboards() -> Iterator[InlineKeyboardMarkup]:
    """Yield every keyboard there is, with the largest ids there can be."""
    offer = RecruiterOffer(
        recruiter_id=RECRUITER,
        name="Мария",
        zone="Europe/Moscow",
        next_free=datetime(2026, 11, 25, tzinfo=UTC),
        slots=2,
    )
    times = [(SlotId(HUGE), "14:00")] * 12
    city = Question(id=LONGEST_ID, kind=QuestionKind.CITY)
    yield choosing.kb_recruiters([offer, offer])
    yield choosing.kb_slots(times, recruiter_id=None, page=1, pages=3)
    yield choosing.kb_slots(times, recruiter_id=RECRUITER, page=999_999, pages=9_999_999)
    yield choosing.kb_no_slots(recruiter_id=RECRUITER, contact_link=LINK)
    yield choosing.kb_no_slots(recruiter_id=None, contact_link=None)
    yield choosing.kb_held_slot(SlotId(HUGE))
    yield screening.kb_cities(city, [ActiveCity(id=CityId(HUGE), name="Казань", zone="")] * 200, can_go_back=True)
    yield screening.kb_no_hiring(LINK)
    yield screening.kb_resume()
    for question in read_structure(QuestionnaireId(1), default_content()).questions:
        yield screening.kb_question(question, can_go_back=True)
    yield from about_bookings()


def about_bookings() -> Iterator[InlineKeyboardMarkup]:
    """Yield those about a booking, for both sides."""
    yield attendance.kb_attendance_confirm(BOOKING, REVISION)
    yield attendance.kb_decline_sure(BOOKING, REVISION, can_confirm=True)
    yield attendance.kb_change_of_plans(BOOKING, REVISION, "https://meet.example.org/x")
    yield attendance.kb_request_pending(BOOKING, REVISION, LINK)
    yield contact.kb_confirm_stop()
    yield contact.kb_human()
    yield from filter(None, [contact.kb_contact(LINK)])
    yield relay.kb_reply(CandidateId(HUGE))
    yield relay.kb_drop_reply(CandidateId(HUGE))
    yield from (profile.kb_known(CandidateId(HUGE)), profile.kb_erasure_sure(CandidateId(HUGE)))
    yield from filter(None, [relay.kb_chat("anna"), profile.kb_languages({"ru": "Русский", "en": "English"})])
    yield decisions.kb_reject(BOOKING, REVISION)
    yield from keyboards_of_moves(BOOKING, REVISION, SlotId(HUGE))
    yield from keyboards_of_schedules()
    yield decisions.kb_outcome(BOOKING, REVISION)
    yield decisions.kb_contact_by_hand("anna", "а" * 500)
    yield decisions.kb_contact_by_hand(None, "а", (BOOKING, REVISION))
    for status in BookingStatus:
        yield from filter(None, [decisions.kb_card(status, BOOKING, REVISION)])


def keyboards_of_schedules() -> Iterator[InlineKeyboardMarkup]:
    """Yield those of a recruiter's own schedule."""
    cities = {CityId(HUGE - number): "Казань" for number in range(100)}
    for span in schedule_callbacks.Span:
        yield schedule.kb_agenda(span, [(BOOKING, "14:00 · Анна")] * 12, page=999_999, pages=9_999_999)
    yield schedule.kb_own_slots([(SlotId(HUGE), "14:00")] * 24, page=999_999, pages=9_999_999)
    yield schedule.kb_to_own_slots()
    yield schedule.kb_save_times(100, CityId(HUGE), 2**32 - 1)
    yield schedule.kb_city_of_times(cities, 2**32 - 1)
    yield schedule.kb_call_off(BOOKING, REVISION)


def captions(markup: InlineKeyboardMarkup) -> list[str]:
    return [button.text for row in markup.inline_keyboard for button in row]


def test_every_button_fits_into_64_bytes_and_reads_back() -> None:
    seen = set()
    for markup in keyboards():
        for button in (button for row in markup.inline_keyboard for button in row if button.callback_data):
            data = button.callback_data or ""
            assert len(data.encode()) <= 64
            press = PRESSES[data.split(":")[0]].unpack(data)
            assert press.pack() == data
            seen.add(type(press))
    assert seen == set(PRESSES.values()), "every kind of press stands on some keyboard"


def test_telegram_takes_every_keyboard() -> None:
    for markup in keyboards():
        assert check_markup(markup.model_dump(mode="json", exclude_none=True)) is not None


def test_the_longest_ids_of_a_question_fit() -> None:
    data = callbacks.OptionPress(question_id=LONGEST_ID, option_id=LONGEST_ID).pack()
    assert len(data.encode()) <= 64


def test_any_recruiter_survives_the_way_through_a_button() -> None:
    packed = callbacks.SlotPress(slot_id=SlotId(7), recruiter_id=None).pack()
    assert callbacks.SlotPress.unpack(packed) == callbacks.SlotPress(slot_id=SlotId(7), recruiter_id=None)


def test_the_reminder_has_exactly_three_buttons() -> None:
    markup = attendance.kb_attendance_confirm(BookingId(7), 2)
    buttons = [button for row in markup.inline_keyboard for button in row]
    assert [(button.text, button.style) for button in buttons] == [
        ("✅ Подтверждаю", ButtonStyle.SUCCESS),
        ("❌ Не смогу", ButtonStyle.DANGER),
        ("🔁 Просьба перенести", ButtonStyle.PRIMARY),
    ]
    presses = [callbacks.AttendancePress.unpack(button.callback_data or "") for button in buttons]
    assert [press.attendance for press in presses] == list(callbacks.Attendance)
    assert {(press.booking_id, press.revision) for press in presses} == {(7, 2)}


def test_the_card_has_the_three_answers() -> None:
    assert captions(decisions.kb_approval(BookingId(7), 1)) == ["✅ Согласовать", "🔁 Другое время", "⛔️ Отклонить"]


def test_rejecting_asks_back() -> None:
    assert captions(decisions.kb_reject(BookingId(7), 1)) == [
        "Время не подходит",
        "✍️ Время не подходит, напишу почему",
        "Не продолжаем",
        "← Назад",
    ]


@pytest.mark.parametrize("status", sorted(closed_statuses()))
def test_a_booking_that_is_over_leaves_no_dead_buttons(status: BookingStatus) -> None:
    assert decisions.kb_card(status, BookingId(7), 1) is None


def test_without_slots_the_regions_link_stands_first() -> None:
    first = choosing.kb_no_slots(recruiter_id=None, contact_link=LINK).inline_keyboard[0][0]
    assert (first.text, first.url, first.callback_data) == ("Свяжитесь с нами", LINK, None)


def test_without_any_link_there_is_no_dead_button() -> None:
    markup = choosing.kb_no_slots(recruiter_id=None, contact_link=None)
    assert "Свяжитесь с нами" not in captions(markup)
    assert "Позвать человека" in captions(markup)


def test_who_waits_can_stop_waiting_look_again_and_elsewhere() -> None:
    of_one = captions(choosing.kb_no_slots(recruiter_id=RECRUITER, contact_link=None))
    of_all = captions(choosing.kb_no_slots(recruiter_id=None, contact_link=None))
    assert of_one == ["🔄 Обновить", "👤 Другой рекрутёр", "Не ждать", "Позвать человека"]
    assert of_all == ["🔄 Обновить", "Не ждать", "Позвать человека"]


def test_a_held_slot_is_taken_by_the_press_of_any_list() -> None:
    markup = choosing.kb_held_slot(SlotId(7))
    assert captions(markup) == ["✅ Записаться на это время", "Не подходит", "Не ждать", "Позвать человека"]
    taken = callbacks.SlotPress.unpack(markup.inline_keyboard[0][0].callback_data or "")
    assert taken == callbacks.SlotPress(slot_id=SlotId(7), recruiter_id=None)


@pytest.mark.parametrize("can_go_back", [True, False])
def test_every_question_has_its_ways_out(can_go_back: bool) -> None:
    question = Question(id="skills", kind=QuestionKind.TEXT)
    back = ["← Исправить прошлый ответ"] if can_go_back else []
    assert captions(screening.kb_question(question, can_go_back=can_go_back)) == [*back, "Позвать человека"]
    assert captions(screening.kb_cities(question, [], can_go_back=can_go_back)) == [*back, "Позвать человека"]


def test_one_language_is_no_choice() -> None:
    assert profile.kb_languages({"ru": "Русский"}) is None


def test_one_recruiter_alone_needs_no_any() -> None:
    offer = RecruiterOffer(
        recruiter_id=RecruiterId(1), name="Мария", zone="", next_free=datetime(2026, 11, 25, tzinfo=UTC), slots=2
    )
    assert "Любой рекрутёр" not in captions(choosing.kb_recruiters([offer]))
    assert "Любой рекрутёр" in captions(choosing.kb_recruiters([offer, offer]))


def test_the_first_and_the_last_day_have_one_way_only() -> None:
    first = captions(choosing.kb_slots([], recruiter_id=None, page=0, pages=2))
    last = captions(choosing.kb_slots([], recruiter_id=None, page=1, pages=2))
    assert ("‹ Раньше" in first, "Позже ›" in first) == (False, True)
    assert ("‹ Раньше" in last, "Позже ›" in last) == (True, False)
