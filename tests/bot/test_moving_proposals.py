from aiogram.types import InlineKeyboardMarkup

from bot.callbacks import Decision, DecisionPress
from bot.keyboards.decisions import kb_approval
from bot.move_callbacks import Proposal, ProposalPagePress, ProposalPress, ProposedTimePress
from domain.ids import SlotId
from tests.bot.moves import ask_to_move, own_slots
from tests.bot.seeded import MARIA, Seeded
from tests.bot.switchboard import Switchboard
from workflows.messages import News
from workflows.move_messages import OtherTimeAsked


def other_time(seeded: Seeded, revision: int = 1) -> str:
    return DecisionPress(decision=Decision.OTHER_TIME, booking_id=seeded.booking, revision=revision).pack()


def tick(seeded: Seeded, slot_id: int, page: int = 0) -> str:
    return ProposedTimePress(booking_id=seeded.booking, revision=1, page=page, slot_id=SlotId(slot_id)).pack()


def settle(seeded: Seeded, proposal: Proposal) -> str:
    return ProposalPress(proposal=proposal, booking_id=seeded.booking, revision=1).pack()


def shown(switchboard: Switchboard) -> list[str]:
    """Return the captions that stand under the pressed message now."""
    markup = switchboard.keyboards()[-1]
    assert isinstance(markup, InlineKeyboardMarkup)
    return [button.text for row in markup.inline_keyboard for button in row]


def offered(news: News) -> tuple[SlotId, ...]:
    assert isinstance(news, OtherTimeAsked)
    return news.slot_ids


async def test_another_time_begins_with_the_recruiters_own_free_times(seeded: Seeded, switchboard: Switchboard) -> None:
    await own_slots(seeded)
    await switchboard.press(MARIA, other_time(seeded))
    assert shown(switchboard) == [
        "👇 Что предложить (МСК)",
        "ср, 25 нояб., 12:00",
        "ср, 25 нояб., 13:00",
        "Пусть выберет кандидат",
        "← Назад",
    ]
    assert switchboard.journeys.told == []


async def test_ticked_times_are_sent_in_their_order(seeded: Seeded, switchboard: Switchboard) -> None:
    first, second, third = await own_slots(seeded, count=3)
    for slot_id in (third, second, first, second):
        await switchboard.press(MARIA, tick(seeded, slot_id))
    assert shown(switchboard)[1:5] == [
        "✓ ср, 25 нояб., 12:00",
        "ср, 25 нояб., 13:00",
        "✓ ср, 25 нояб., 14:00",
        "Отправить (2)",
    ]
    await switchboard.press(MARIA, settle(seeded, Proposal.SEND))
    ((candidate, news),) = switchboard.journeys.told
    assert (candidate, offered(news)) == (seeded.candidate, (first, third))
    assert await seeded.world.ask("SELECT count(*) FROM slot_proposals") == 0


async def test_letting_the_candidate_choose_offers_nothing(seeded: Seeded, switchboard: Switchboard) -> None:
    (slot_id, _other) = await own_slots(seeded)
    await switchboard.press(MARIA, tick(seeded, slot_id))
    await switchboard.press(MARIA, settle(seeded, Proposal.LET_CHOOSE))
    ((_candidate, news),) = switchboard.journeys.told
    assert offered(news) == ()


async def test_only_own_free_times_of_the_city_that_can_still_be_had_are_ticked(
    seeded: Seeded, switchboard: Switchboard
) -> None:
    elsewhere = await seeded.world.city()
    await seeded.world.serve(seeded.recruiter, elsewhere)
    await own_slots(seeded, count=1)
    forged = [
        seeded.free_slot,
        await seeded.world.slot(seeded.recruiter, elsewhere, hours=72),
        await seeded.world.slot(seeded.recruiter, seeded.city, hours=-1),
        10**9,
    ]
    for slot_id in forged:
        await switchboard.press(MARIA, tick(seeded, slot_id))
    assert await seeded.world.ask("SELECT count(*) FROM slot_proposals") == 0
    assert "Пусть выберет кандидат" in shown(switchboard)


async def test_a_time_that_was_taken_meanwhile_is_not_sent(seeded: Seeded, switchboard: Switchboard) -> None:
    first, second = await own_slots(seeded)
    for slot_id in (first, second):
        await switchboard.press(MARIA, tick(seeded, slot_id))
    await seeded.world.run("UPDATE slots SET withdrawn_at = now() WHERE id = :id", id=first)
    await switchboard.press(MARIA, settle(seeded, Proposal.SEND))
    ((_candidate, news),) = switchboard.journeys.told
    assert offered(news) == (second,)


async def test_sending_from_a_second_device_shows_the_card(seeded: Seeded, switchboard: Switchboard) -> None:
    (slot_id, _other) = await own_slots(seeded)
    await switchboard.press(MARIA, tick(seeded, slot_id))
    for _device in range(2):
        await switchboard.press(MARIA, settle(seeded, Proposal.SEND))
    assert len(switchboard.journeys.told) == 1
    (edit,) = switchboard.edits()
    assert "ничего не изменило" in (edit.text or "")


async def test_a_long_list_has_pages_and_the_ticks_stay(seeded: Seeded, switchboard: Switchboard) -> None:
    slots = await own_slots(seeded, count=10)
    await switchboard.press(MARIA, tick(seeded, slots[0]))
    await switchboard.press(MARIA, ProposalPagePress(booking_id=seeded.booking, revision=1, page=1).pack())
    assert shown(switchboard)[1:5] == ["ср, 25 нояб., 20:00", "ср, 25 нояб., 21:00", "‹ Раньше", "Отправить (1)"]
    await switchboard.press(MARIA, tick(seeded, slots[9], page=1))
    assert "✓ ср, 25 нояб., 21:00" in shown(switchboard)
    assert "Отправить (2)" in shown(switchboard)


async def test_back_leads_to_the_buttons_that_stood_there(seeded: Seeded, switchboard: Switchboard) -> None:
    (slot_id, _other) = await own_slots(seeded)
    await switchboard.press(MARIA, tick(seeded, slot_id))
    await switchboard.press(MARIA, settle(seeded, Proposal.DROP))
    assert switchboard.keyboards()[-1] == kb_approval(seeded.booking, 1)
    assert await seeded.world.ask("SELECT count(*) FROM slot_proposals") == 0


async def test_back_under_a_wish_to_move_leads_to_its_answers(seeded: Seeded, switchboard: Switchboard) -> None:
    await seeded.set_booking("booked")
    await ask_to_move(seeded)
    await switchboard.press(MARIA, settle(seeded, Proposal.DROP))
    assert shown(switchboard) == ["🗓 Предложить время", "📌 Оставить как есть", "🚫 Отменить собеседование"]


async def test_without_free_times_the_recruiter_is_told_how_to_add_some(
    seeded: Seeded, switchboard: Switchboard
) -> None:
    await switchboard.press(MARIA, other_time(seeded))
    (said,) = switchboard.said()
    assert "/slots" in said
    assert "Пусть выберет кандидат" not in shown(switchboard)


async def test_times_for_a_booking_that_has_changed_show_the_card(seeded: Seeded, switchboard: Switchboard) -> None:
    await own_slots(seeded)
    await switchboard.press(MARIA, other_time(seeded, revision=2))
    await seeded.set_booking("declined", over=True)
    for data in (other_time(seeded), tick(seeded, 7), settle(seeded, Proposal.SEND)):
        await switchboard.press(MARIA, data)
    assert len(switchboard.edits()) == 4
    assert all("ничего не изменило" in (edit.text or "") for edit in switchboard.edits())
    assert switchboard.keyboards() == []
    assert switchboard.journeys.told == []
