"""A recruiter's own lists: the day, the week, the free times; and a free time taken away."""

import pytest

from bot.commands import RECRUITER_COMMANDS
from bot.schedule_callbacks import AgendaPress, InterviewPress, OwnSlotsPress, Span, WithdrawSlotPress
from domain.ids import SlotId
from tests.bot.schedules import buttons, last_sent
from tests.bot.seeded import ANNA, MARIA, STRANGER, Seeded
from tests.bot.switchboard import Switchboard
from tests.database.world import HOUR, NOW

TODAY, WEEK = AgendaPress(span=Span.TODAY, page=0).pack(), AgendaPress(span=Span.WEEK, page=0).pack()
SLOTS = OwnSlotsPress(page=0).pack()


async def own_slots(seeded: Seeded, *hours: float) -> list[SlotId]:
    return [SlotId(await seeded.world.slot(seeded.recruiter, seeded.city, hours=each)) for each in hours]


async def test_the_week_shows_each_interview_under_its_day_with_its_state(
    seeded: Seeded, switchboard: Switchboard
) -> None:
    await switchboard.write(MARIA, "/week")
    sent = last_sent(switchboard)
    assert "<b>Вторник, 24 ноября</b>\n⏳ 12:00 Петрова Анна Сергеевна, Екатеринбург" in sent.text
    assert "(МСК)" in sent.text
    assert InterviewPress(booking_id=seeded.booking).pack() in buttons(sent).values()


async def test_the_week_ends_after_seven_days(seeded: Seeded, switchboard: Switchboard) -> None:
    await seeded.world.run(
        "UPDATE slots SET starts_at = starts_at + interval '6 d', ends_at = ends_at + interval '6 d'"
    )
    await switchboard.write(MARIA, "/week")
    assert "собеседований нет" in last_sent(switchboard).text


async def test_the_lists_lead_to_each_other_and_refresh_in_place(switchboard: Switchboard) -> None:
    await switchboard.write(MARIA, "/today")
    assert {WEEK, SLOTS, TODAY} <= set(buttons(last_sent(switchboard)).values())
    for data, words in ((WEEK, "на неделю"), (SLOTS, "Свободн"), (TODAY, "Понедельник, 23 ноября")):
        await switchboard.press(MARIA, data)
        assert words in (switchboard.edits()[-1].text or "")
    await switchboard.write(MARIA, "/slots")
    assert {TODAY, WEEK, SLOTS} <= set(buttons(last_sent(switchboard)).values())


async def test_a_full_day_and_a_full_week_have_pages(seeded: Seeded, switchboard: Switchboard) -> None:
    for number in range(14):
        slot = await seeded.world.slot(seeded.recruiter, seeded.city, hours=25 + number / 2)
        await seeded.world.reserve(slot, await seeded.world.candidate(), seeded.city)
    await switchboard.press(MARIA, AgendaPress(span=Span.WEEK, page=7).pack())
    last = switchboard.edits()[-1]
    assert "Страница 2 из 2" in (last.text or "")
    assert "‹ Раньше" in buttons(last)


async def test_an_interview_opens_with_its_live_buttons(seeded: Seeded, switchboard: Switchboard) -> None:
    await switchboard.press(MARIA, InterviewPress(booking_id=seeded.booking).pack())
    sent = last_sent(switchboard)
    assert "Петрова Анна Сергеевна" in sent.text
    assert "✅ Согласовать" in buttons(sent)


async def test_an_interview_opens_to_its_own_recruiter_only(seeded: Seeded, switchboard: Switchboard) -> None:
    for person in (ANNA, STRANGER):
        await switchboard.press(person, InterviewPress(booking_id=seeded.booking).pack())
    assert switchboard.said() == []
    assert await seeded.strange_presses() == 2


async def test_free_times_are_listed_by_day_and_one_press_takes_one_away(
    seeded: Seeded, switchboard: Switchboard
) -> None:
    first, second, _other_day = await own_slots(seeded, 30, 31, 48)
    await switchboard.write(MARIA, "/slots")
    sent = last_sent(switchboard)
    assert "Всего 3 окна" in sent.text
    assert "<b>Вторник, 24 ноября</b>\n18:00–18:20 Екатеринбург\n19:00–19:20 Екатеринбург" in sent.text
    assert "Страница 1 из 2" in sent.text
    await switchboard.press(MARIA, buttons(sent)["✖️ 18:00"])
    (edit,) = switchboard.edits()
    assert "Убрали: вторник, 24 ноября, 18:00" in (edit.text or "")
    assert "✖️ 18:00" not in buttons(edit)
    assert "✖️ 19:00" in buttons(edit)
    statuses = [await seeded.world.ask("SELECT status FROM slots WHERE id = :id", id=slot) for slot in (first, second)]
    assert statuses == ["withdrawn", "free"]
    assert switchboard.journeys.told == []


async def test_withdrawing_twice_is_harmless(seeded: Seeded, switchboard: Switchboard) -> None:
    (slot,) = await own_slots(seeded, 30)
    for _ in range(2):
        await switchboard.press(MARIA, WithdrawSlotPress(slot_id=slot, page=0).pack())
    assert "Свободного времени сейчас нет" in (switchboard.edits()[-1].text or "")
    assert switchboard.said() == []


async def test_nobody_withdraws_somebody_elses_slot(seeded: Seeded, switchboard: Switchboard) -> None:
    (own,) = await own_slots(seeded, 30)
    for person, slot in ((MARIA, seeded.free_slot), (STRANGER, own), (ANNA, own), (MARIA, SlotId(10**9))):
        await switchboard.press(person, WithdrawSlotPress(slot_id=slot, page=0).pack())
    assert await seeded.world.ask("SELECT count(*) FROM slots WHERE withdrawn_at IS NOT NULL") == 0
    assert switchboard.answers() == ["Эта кнопка не для вас."] * 4


async def test_a_slot_that_was_taken_meanwhile_is_told_with_the_question(
    seeded: Seeded, switchboard: Switchboard
) -> None:
    held = SlotId(await seeded.world.ask("SELECT slot_id FROM bookings WHERE id = :id", id=seeded.booking))
    await switchboard.press(MARIA, WithdrawSlotPress(slot_id=held, page=0).pack())
    sent = last_sent(switchboard)
    assert "только что занято" in sent.text
    assert "Петрова Анна Сергеевна" in sent.text
    assert list(buttons(sent)) == ["🚫 Отменить и убрать время", "🚫 Отменить, время оставить", "← Назад"]
    assert await seeded.world.ask("SELECT withdrawn_at FROM slots WHERE id = :id", id=held) is None


async def test_a_slot_that_somebody_wants_to_move_to_leads_to_their_card(
    seeded: Seeded, switchboard: Switchboard
) -> None:
    (wanted,) = await own_slots(seeded, 30)
    await seeded.world.run(
        "INSERT INTO slot_claims (slot_id, booking_id, kind) VALUES (:slot, :booking, 'wanted')",
        slot=wanted,
        booking=seeded.booking,
    )
    await switchboard.press(MARIA, WithdrawSlotPress(slot_id=wanted, page=0).pack())
    assert "Петрова Анна Сергеевна" in last_sent(switchboard).text
    assert "🚫 Отменить и убрать время" not in buttons(last_sent(switchboard))


async def test_an_offered_slot_is_marked_and_the_offer_ends_with_it(seeded: Seeded, switchboard: Switchboard) -> None:
    (slot,) = await own_slots(seeded, 30)
    await seeded.world.run(
        "INSERT INTO slot_offers (slot_id, candidate_id, city_id, offered_at, expires_at) VALUES (:slot, :candidate, :city, :now, :until)",
        slot=slot,
        candidate=await seeded.world.candidate(),
        city=seeded.city,
        now=NOW,
        until=NOW + HOUR,
    )
    await switchboard.write(MARIA, "/slots")
    assert "предложено кандидату" in last_sent(switchboard).text
    await switchboard.press(MARIA, WithdrawSlotPress(slot_id=slot, page=0).pack())
    assert await seeded.world.ask("SELECT settlement FROM slot_offers") == "withdrawn"


@pytest.mark.parametrize("command", ["/today", "/week", "/slots"])
async def test_the_lists_are_for_recruiters(command: str, switchboard: Switchboard) -> None:
    await switchboard.write(ANNA, command)
    assert "записаться на короткое собеседование" in switchboard.said()[0]


async def test_a_recruiter_who_starts_gets_a_menu_of_their_own(switchboard: Switchboard) -> None:
    await switchboard.write(MARIA, "/start")
    (menu,) = [call for call in switchboard.wire.calls if getattr(call, "commands", None)]
    assert getattr(menu, "commands", None) == RECRUITER_COMMANDS
    assert getattr(menu, "scope", None).chat_id == MARIA  # type: ignore[union-attr] # the scope of one chat
    for command in RECRUITER_COMMANDS:
        assert f"/{command.command}" in switchboard.said()[0] or command.command in {"help", "me"}


@pytest.mark.parametrize(("earlier", "shown"), [("12 h 10 min", True), ("11 h 50 min", False)])
async def test_the_day_is_that_of_the_recruiters_clock(
    earlier: str, shown: bool, seeded: Seeded, switchboard: Switchboard
) -> None:
    await seeded.world.run(
        f"UPDATE slots SET starts_at = starts_at - interval '{earlier}', ends_at = ends_at - interval '{earlier}'"
    )
    await switchboard.write(MARIA, "/today")
    assert ("23:50" in last_sent(switchboard).text) is shown
