from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.callbacks import DeclineOfferPress, SlotPress
from domain.booking import BookingStatus
from domain.reservation import ReservationOutcome
from domain.stages import Stage
from tests.bot.letters import UNTIL, captions, card_of, envelope_of, pressed
from tests.bot.seeded import Seeded
from workflows.letters import to_candidate, to_waiting
from workflows.letters.to_candidate import OfferRecruiters, OfferSlots

WAITING_FOR_CITY = ["Свяжитесь с нами", "🔄 Обновить", "Не ждать", "Позвать человека"]
Lists = list[OfferRecruiters | OfferSlots]


def lists(seeded: Seeded, **details: Any) -> Lists:
    return [
        OfferRecruiters(city_id=seeded.city, **details),
        OfferSlots(city_id=seeded.city, recruiter_id=None, **details),
        OfferSlots(city_id=seeded.city, recruiter_id=seeded.other_recruiter, **details),
    ]


async def without_slots(seeded: Seeded) -> None:
    await seeded.world.run("UPDATE slots SET withdrawn_at = now() WHERE status = 'free'")


async def without_links(seeded: Seeded) -> None:
    await seeded.world.run("UPDATE cities SET contact_link = NULL")


async def offer(seeded: Seeded, candidate: int) -> None:
    await seeded.world.run(
        "INSERT INTO slot_offers (slot_id, candidate_id, city_id, offered_at, expires_at)"
        " VALUES (:slot, :candidate, :city, now(), now() + interval '1 day')",
        slot=seeded.free_slot,
        candidate=candidate,
        city=seeded.city,
    )


async def test_a_list_with_something_on_it_offers_something(seeded: Seeded, session: AsyncSession) -> None:
    for letter in lists(seeded):
        assert not (await envelope_of(session, seeded, letter)).nothing_offered


async def test_an_empty_list_says_that_one_waits_now(seeded: Seeded, session: AsyncSession) -> None:
    await without_slots(seeded)
    for letter in lists(seeded):
        envelope = await envelope_of(session, seeded, letter)
        assert envelope.nothing_offered
        assert "Вы в списке ожидания" in envelope.card.text
        assert "кто раньше пришёл, тому и раньше" in envelope.card.text
        other = ["👤 Другой рекрутёр"] if isinstance(letter, OfferSlots) and letter.recruiter_id else []
        assert captions(envelope.card) == [*WAITING_FOR_CITY[:2], *other, *WAITING_FOR_CITY[2:]]


async def test_without_any_link_one_simply_writes(seeded: Seeded, session: AsyncSession) -> None:
    await without_slots(seeded)
    await without_links(seeded)
    for letter in (*lists(seeded), to_waiting.TellOfferOver()):
        card = await card_of(session, seeded, letter)
        assert "напишите прямо здесь" in card.text
        assert "прочитают рекрутёры вашего города" in card.text
        assert "Свяжитесь с нами" not in captions(card)


async def test_a_slot_that_is_held_for_somebody_else_is_on_no_list(seeded: Seeded, session: AsyncSession) -> None:
    await offer(seeded, await seeded.world.candidate())
    for letter in lists(seeded):
        assert (await envelope_of(session, seeded, letter)).nothing_offered


@pytest.mark.parametrize("because", [ReservationOutcome.SLOT_TAKEN, BookingStatus.REJECTED, BookingStatus.CANCELLED])
async def test_no_list_is_promised_where_none_follows(
    because: ReservationOutcome | BookingStatus, seeded: Seeded, session: AsyncSession
) -> None:
    letter = OfferSlots(city_id=seeded.city, recruiter_id=None, because=because)
    before = await card_of(session, seeded, letter)
    await without_slots(seeded)
    after = await card_of(session, seeded, letter)
    assert "свободно" in before.text
    assert "Вот что" not in after.text
    assert before.text.split(".")[0] == after.text.split(".")[0]


async def test_a_city_that_is_switched_off_promises_nothing(seeded: Seeded, session: AsyncSession) -> None:
    await seeded.world.run("UPDATE cities SET active = false")
    told = await card_of(session, seeded, to_waiting.TellCityClosed(city_id=seeded.city))
    for letter in (*lists(seeded, because=ReservationOutcome.CITY_INACTIVE), *lists(seeded)):
        envelope = await envelope_of(session, seeded, letter)
        assert envelope.card.text.endswith(told.text)
        assert not envelope.nothing_offered
        assert "ожидания" not in envelope.card.text
        assert "обещать вам дату было бы нечестно" in envelope.card.text
        assert captions(envelope.card) == ["Свяжитесь с нами", "🔄 Обновить", "Позвать человека"]


async def test_a_city_that_was_opened_again_is_not_called_closed(seeded: Seeded, session: AsyncSession) -> None:
    letter = OfferRecruiters(city_id=seeded.city, because=ReservationOutcome.CITY_INACTIVE)
    assert "приостановлена" not in (await card_of(session, seeded, letter)).text


async def test_a_held_slot_says_until_when_by_the_citys_clock(seeded: Seeded, session: AsyncSession) -> None:
    await offer(seeded, seeded.candidate)
    letter = to_waiting.OfferHeldSlot(slot_id=seeded.free_slot, until=UNTIL)
    card = await card_of(session, seeded, letter)
    assert "Анна, появилось свободное время" in card.text
    assert "Во вторник, 24 ноября, в 15:00 (Екатеринбург, МСК+2)" in card.text
    assert "до понедельника, 23 ноября, 20:00 (Екатеринбург, МСК+2)" in card.text
    assert pressed(card)[:2] == [
        SlotPress(slot_id=seeded.free_slot, recruiter_id=None).pack(),
        DeclineOfferPress(slot_id=seeded.free_slot).pack(),
    ]


async def test_a_held_slot_that_is_gone_is_not_offered(seeded: Seeded, session: AsyncSession) -> None:
    await without_slots(seeded)
    letter = to_waiting.OfferHeldSlot(slot_id=seeded.free_slot, until=UNTIL)
    over = await card_of(session, seeded, to_waiting.TellOfferOver())
    assert (await card_of(session, seeded, letter)).text == over.text
    assert captions(over) == WAITING_FOR_CITY


async def test_who_waits_is_shown_that_they_wait_and_how_to_stop(seeded: Seeded, session: AsyncSession) -> None:
    letter = to_candidate.ShowWhereYouStand(stage=Stage.WAITING_FOR_SLOTS, booking_id=None, revision=0, stale=False)
    card = await card_of(session, seeded, letter)
    assert "Вы в списке ожидания, ваш город: Екатеринбург" in card.text
    assert captions(card) == WAITING_FOR_CITY
    await without_links(seeded)
    assert "прочитают рекрутёры" in (await card_of(session, seeded, letter)).text


async def test_a_follow_up_has_no_number(seeded: Seeded, session: AsyncSession) -> None:
    ask = to_candidate.AskQuestion(
        questionnaire_id=seeded.questionnaire, question_id="notice_period", number=None, total=10, can_go_back=True
    )
    card = await card_of(session, seeded, ask)
    assert "<b>Уточнение</b>" in card.text
    assert "Вопрос" not in card.text
    assert captions(card)[-2:] == ["← Исправить прошлый ответ", "Позвать человека"]
    first = await card_of(session, seeded, replace(ask, number=5, can_go_back=False))
    assert "<b>Вопрос 5/10</b>" in first.text
    assert "← Исправить прошлый ответ" not in captions(first)
