from dataclasses import replace
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.callbacks import DayPress, SlotPress
from bot.composer import compose
from domain.answers import Misread
from domain.reservation import ReservationOutcome
from tests.bot.letters import captions, card_of, order, pressed
from tests.bot.seeded import Seeded
from tests.database.world import NOW
from workflows.letters import to_candidate


async def test_the_recruiters_are_offered_with_their_next_time_and_how_many(
    seeded: Seeded, session: AsyncSession
) -> None:
    card = await card_of(session, seeded, to_candidate.OfferRecruiters(city_id=seeded.city, passed=True))
    assert "Отлично, Анна" in card.text
    assert "во вторник, 24 ноября, в 15:00 (Екатеринбург, МСК+2)" in card.text
    assert "1 свободное окно" in card.text
    assert captions(card)[0] == "Илья Ким"


async def test_without_slots_the_region_can_be_written_to(seeded: Seeded, session: AsyncSession) -> None:
    await seeded.world.run("UPDATE slots SET withdrawn_at = now() WHERE status = 'free'")
    for letter in (
        to_candidate.OfferRecruiters(city_id=seeded.city),
        to_candidate.OfferSlots(city_id=seeded.city, recruiter_id=seeded.other_recruiter),
    ):
        card = await card_of(session, seeded, letter)
        assert card.keyboard is not None
        first = card.keyboard.inline_keyboard[0][0]
        assert (first.text, first.url) == ("Свяжитесь с нами", "https://t.me/otklik_ekb")
        assert "нет свободного времени" in card.text or "свободного времени для собеседования нет" in card.text


async def test_slots_are_paged_by_day_and_none_is_hidden(seeded: Seeded, session: AsyncSession) -> None:
    for number in range(1, 15):
        await seeded.world.slot(seeded.other_recruiter, seeded.city, hours=48 + number / 2)
    cards = [
        await card_of(session, seeded, to_candidate.OfferSlots(city_id=seeded.city, recruiter_id=None, page=page))
        for page in range(3)
    ]
    offered = [len([data for data in pressed(card) if data.startswith("s:")]) for card in cards]
    assert offered == [1, 12, 2]
    assert "Вторник, 24 ноября" in cards[0].text
    assert "Среда, 25 ноября" in cards[1].text
    assert "Среда, 25 ноября" in cards[2].text
    assert "Страница 2 из 3" in cards[1].text
    assert DayPress(recruiter_id=None, page=2).pack() in pressed(cards[1])


async def test_a_page_that_is_gone_shows_the_last_one(seeded: Seeded, session: AsyncSession) -> None:
    letter = to_candidate.OfferSlots(city_id=seeded.city, recruiter_id=seeded.other_recruiter, page=99)
    card = await card_of(session, seeded, letter)
    assert captions(card)[0] == "15:00"
    assert SlotPress(slot_id=seeded.free_slot, recruiter_id=seeded.other_recruiter).pack() in pressed(card)


async def test_slots_that_start_too_soon_are_not_offered(seeded: Seeded, session: AsyncSession) -> None:
    letter = to_candidate.OfferSlots(city_id=seeded.city, recruiter_id=None)
    late = order(seeded, letter, now=NOW + timedelta(hours=24, minutes=30))
    envelope = await compose(session, late)
    assert envelope is not None
    assert "нет" in envelope.card.text
    assert not [data for data in pressed(envelope.card) if data.startswith("s:")]


async def test_a_refused_pick_is_explained_above_the_fresh_list(seeded: Seeded, session: AsyncSession) -> None:
    taken = to_candidate.OfferSlots(city_id=seeded.city, recruiter_id=None, because=ReservationOutcome.SLOT_TAKEN)
    wrong_city = replace(taken, because=ReservationOutcome.WRONG_CITY)
    wrong_recruiter = to_candidate.OfferRecruiters(city_id=seeded.city, because=ReservationOutcome.WRONG_RECRUITER)
    assert "только что занял" in (await card_of(session, seeded, taken)).text
    assert "ваш город: Екатеринбург" in (await card_of(session, seeded, wrong_city)).text
    assert "другой рекрутёр" in (await card_of(session, seeded, wrong_recruiter)).text


async def test_the_city_question_offers_the_active_cities(seeded: Seeded, session: AsyncSession) -> None:
    await seeded.world.city(name="Рязань")
    ask = to_candidate.AskQuestion(questionnaire_id=seeded.questionnaire, question_id="city", number=2, total=10)
    assert captions(await card_of(session, seeded, ask)) == ["Екатеринбург", "Рязань", "Позвать человека"]
    misread = replace(ask, misread=Misread.CITY_UNKNOWN, suggestions=(seeded.city,), offer_human=True)
    card = await card_of(session, seeded, misread)
    assert "Возможно, вы имели в виду Екатеринбург" in card.text
    assert "позовите человека" in card.text


async def test_without_any_city_nobody_is_asked_for_one(seeded: Seeded, session: AsyncSession) -> None:
    await seeded.world.run("UPDATE cities SET active = false")
    await seeded.world.run("UPDATE company_settings SET contact_link = 'https://t.me/otklik'")
    ask = to_candidate.AskQuestion(questionnaire_id=seeded.questionnaire, question_id="city", number=2, total=10)
    card = await card_of(session, seeded, ask)
    assert "Вопрос" not in card.text
    assert captions(card)[0] == "Свяжитесь с нами"
