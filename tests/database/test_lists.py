"""What people are offered: recruiters and slots of a city, the queue, the card; always in the same few statements."""

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from database.announcements.due import announced_and_due, announced_for_chat
from database.bookings.cards import active_booking, booking_card
from database.bookings.changes import set_answer_until
from database.bookings.lines import BookingOrder, WantedBookings, booking_lines
from database.keyset import Cut
from database.people.recruiters import cities_of_recruiter, recruiters_of_city, recruiters_with_free_slots
from database.places.cities import active_cities, city_contact, company_contact_link
from database.screening.test1 import publish_questionnaire, record_test_result
from database.slots.open_slots import free_slots, slots_of_candidate, slots_of_recruiter
from database.slots.times import slot_times
from domain.booking import BookingStatus, SlotStatus
from domain.questionnaire import Answer
from tests.database.world import HOUR, LENGTH, NOW, World, statements_of

QUEUE = WantedBookings(cities=None, status=BookingStatus.PENDING)


async def test_recruiters_are_offered_with_their_next_time_and_their_number_of_times(world: World) -> None:
    city = await world.city()
    later, sooner = await world.recruiter(city, name="Later"), await world.recruiter(city, name="Sooner")
    await world.recruiter(city, name="Without slots")
    await world.slot(later, city, hours=30)
    for hours in (2, 26, 50):
        await world.slot(sooner, city, hours=hours)
    async with world.sessions() as session:
        offers = await recruiters_with_free_slots(session, city, NOW + 3 * HOUR)
    assert [(offer.name, offer.next_free, offer.slots) for offer in offers] == [
        ("Sooner", NOW + 26 * HOUR, 2),
        ("Later", NOW + 30 * HOUR, 1),
    ]


async def test_only_slots_that_could_be_reserved_are_offered(world: World) -> None:
    city, elsewhere = await world.city(), await world.city()
    recruiter = await world.recruiter(city)
    free = await world.slot(recruiter, city, hours=24)
    await world.slot(recruiter, city, hours=0.5)  # too soon
    await world.slot(recruiter, city, hours=25, withdrawn_at=NOW)
    await world.slot(await world.recruiter(city, active=False), city)
    await world.slot(await world.recruiter(elsewhere), city)  # does not serve the city
    await world.slot(recruiter, elsewhere, hours=26)
    taken = await world.slot(recruiter, city, hours=27)
    await world.reserve(taken, await world.candidate(), city)
    async with world.sessions() as session:
        offered = await free_slots(session, city_id=city, recruiter_id=None, earliest=NOW + HOUR)
        offers = await recruiters_with_free_slots(session, city, NOW + HOUR)
    assert [slot.slot_id for slot in offered] == [free]
    assert [(offer.recruiter_id, offer.slots) for offer in offers] == [(recruiter, 1)]


async def test_a_city_that_is_switched_off_offers_nothing(world: World) -> None:
    city = await world.city(active=False)
    await world.slot(await world.recruiter(city), city)
    async with world.sessions() as session:
        assert await free_slots(session, city_id=city, recruiter_id=None, earliest=NOW) == []
        assert await recruiters_with_free_slots(session, city, NOW) == []
        assert await active_cities(session) == []


async def test_slots_come_in_the_order_of_their_start_of_one_recruiter_or_of_any(world: World) -> None:
    city = await world.city()
    first, second = await world.recruiter(city), await world.recruiter(city)
    slots = [await world.slot(who, city, hours=at) for who, at in ((first, 50), (second, 30), (first, 40))]
    async with world.sessions() as session:
        of_any = await free_slots(session, city_id=city, recruiter_id=None, earliest=NOW)
        of_first = await free_slots(session, city_id=city, recruiter_id=first, earliest=NOW)
    assert [slot.slot_id for slot in of_any] == [slots[1], slots[2], slots[0]]
    assert [slot.slot_id for slot in of_first] == [slots[2], slots[0]]
    assert of_any[0].ends_at - of_any[0].starts_at == LENGTH


@pytest.mark.parametrize("rows", [1, 12])
async def test_lists_cost_one_statement_with_and_without_filters(world: World, engine: AsyncEngine, rows: int) -> None:
    city = await world.city()
    recruiter = await world.recruiter(city)
    for number in range(rows):
        await world.slot(recruiter, city, hours=100 + number)
        taken = await world.slot(recruiter, city, hours=200 + number)
        await world.reserve(taken, await world.candidate(), city)
    async with world.sessions() as session:
        for question in (
            lambda: free_slots(session, city_id=city, recruiter_id=None, earliest=NOW),
            lambda: free_slots(session, city_id=city, recruiter_id=recruiter, earliest=NOW),
            lambda: recruiters_with_free_slots(session, city, NOW),
            lambda: booking_lines(session, QUEUE, Cut(), order=BookingOrder.MOST_URGENT),
            lambda: slots_of_recruiter(session, recruiter, since=NOW, until=NOW + 1000 * HOUR),
            lambda: recruiters_of_city(session, city),
        ):
            with statements_of(engine) as statements:
                assert await question()
            assert len(statements) == 1


async def test_a_card_knows_everything_that_a_message_needs(world: World, engine: AsyncEngine) -> None:
    city = await world.city(name="Казань", contact_link="https://t.me/kazan", meeting_link="https://meet.example/k")
    recruiter = await world.recruiter(city, name="Алсу", tg_chat_id=42)
    candidate = await world.candidate(username="vasya")
    async with world.sessions.begin() as session:
        test = await publish_questionnaire(session, {"questions": []})
        answers = (Answer(question_id="name", text="Вася"), Answer(question_id="status", option_id="works"))
        await record_test_result(
            session, candidate_id=candidate, questionnaire_id=test, passed=True, reason=None,
            answers=answers, name="Вася Пупкин", city_id=city, finished_at=NOW,
        )  # fmt: skip
    booking = await world.reserve(await world.slot(recruiter, city), candidate, city)
    assert booking.booking_id is not None
    with statements_of(engine) as statements:
        async with world.sessions() as session:
            card = await booking_card(session, booking.booking_id)
    assert len(statements) == 2
    assert card is not None
    assert (card.status, card.revision, card.starts_at) == (BookingStatus.PENDING, 1, NOW + 24 * HOUR)
    assert (card.candidate_name, card.candidate_username, card.answers) == ("Вася Пупкин", "vasya", answers)
    assert (card.city_name, card.city_contact_link, card.meeting_link) == (
        "Казань",
        "https://t.me/kazan",
        "https://meet.example/k",
    )
    assert (card.recruiter_name, card.recruiter_chat_id) == ("Алсу", 42)


async def test_links_fall_back_from_recruiter_to_city_and_from_city_to_company(world: World) -> None:
    booking, _ = await world.booked()
    assert booking.booking_id is not None
    await world.run("UPDATE company_settings SET contact_link = 'https://t.me/company'")
    await world.run("UPDATE recruiters SET meeting_link = 'https://meet.example/own'")
    await world.run("UPDATE cities SET meeting_link = 'https://meet.example/city'")
    async with world.sessions() as session:
        card = await booking_card(session, booking.booking_id)
        assert card is not None
        contact = await city_contact(session, card.city_id)
        assert await company_contact_link(session) == "https://t.me/company"
    assert (card.city_contact_link, card.meeting_link) == ("https://t.me/company", "https://meet.example/own")
    assert contact is not None
    assert contact.contact_link == "https://t.me/company"


async def test_there_is_no_card_of_no_booking(world: World) -> None:
    async with world.sessions() as session:
        assert await booking_card(session, 999) is None
        assert await city_contact(session, 999) is None


async def test_the_queue_is_ordered_by_deadline_and_empties(world: World) -> None:
    urgent, relaxed = await world.booked(), await world.booked()
    async with world.sessions.begin() as session:
        for (booking, _), until in ((relaxed, NOW + 5 * HOUR), (urgent, NOW + HOUR)):
            assert booking.booking_id is not None
            await set_answer_until(session, booking_id=booking.booking_id, revision=1, answer_until=until)
    async with world.sessions() as session:
        queue = await booking_lines(session, QUEUE, Cut(), order=BookingOrder.MOST_URGENT)
        assert [line.id for line in queue.items] == [urgent[0].booking_id, relaxed[0].booking_id]
        assert await active_booking(session, urgent[1]) == urgent[0].booking_id
    await world.run("UPDATE bookings SET status = 'booked'")
    async with world.sessions() as session:
        assert (await booking_lines(session, QUEUE, Cut(), order=BookingOrder.MOST_URGENT)).items == []


async def test_a_recruiter_sees_their_day_and_a_candidate_their_slot(world: World) -> None:
    booking, candidate = await world.booked()
    assert booking.recruiter_id is not None
    person = await world.ask("SELECT telegram_id FROM candidates WHERE id = :id", id=candidate)
    async with world.sessions() as session:
        day = await slots_of_recruiter(session, booking.recruiter_id, since=NOW, until=NOW + 25 * HOUR)
        assert await slots_of_candidate(session, person) == day
        assert await slots_of_recruiter(session, booking.recruiter_id, since=NOW, until=NOW + HOUR) == []
        assert await cities_of_recruiter(session, booking.recruiter_id) == [booking.city_id]
    assert [(slot.status, slot.candidate_tg_id) for slot in day] == [(SlotStatus.PENDING, person)]


async def test_announced_messages_are_found_by_chat_and_by_time(world: World) -> None:
    announce = "INSERT INTO auto_messages (text, due_at, target_chat_id, active) VALUES (:text, :due, :chat, :active)"
    for text, due, chat, active in (
        ("later", NOW + HOUR, 5, True),
        ("now", NOW, 5, True),
        ("off", NOW, 5, False),
        ("other", NOW, 6, True),
    ):
        await world.run(announce, text=text, due=due, chat=chat, active=active)
    async with world.sessions() as session:
        assert [message.text for message in await announced_for_chat(session, 5)] == ["now", "off", "later"]
        assert [message.text for message in await announced_and_due(session, now=NOW)] == ["now", "other"]


async def test_slots_are_spoken_of_by_id_whatever_became_of_them(world: World) -> None:
    booking, _ = await world.booked()
    assert booking.recruiter_id is not None
    assert booking.city_id is not None
    early = await world.slot(booking.recruiter_id, booking.city_id, hours=2, withdrawn_at=NOW)
    held = await world.ask("SELECT slot_id FROM bookings")
    async with world.sessions() as session:
        times = await slot_times(session, [held, 999, early])
        assert await slot_times(session, []) == []
    assert [(time.slot_id, time.starts_at) for time in times] == [(early, NOW + 2 * HOUR), (held, NOW + 24 * HOUR)]
