"""Erasure: markers planted by the product's own functions, and every row of every table searched for them."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import DBAPIError

from database.inbox import IncomingUpdate, store_updates
from database.ledger import SendKey, begin_send
from database.people import candidates
from database.people.erasure import candidates_to_forget, erase_candidate, note_forgotten
from domain.ids import CandidateId
from tests.database.planted import ANOTHER, BOT, CHAT, MARKERS, PERSON, RECRUITER, WORDS, found, plant
from tests.database.world import HOUR, NOW, World


async def erase(world: World, candidate: int, *, days: int = 0) -> bool:
    async with world.sessions.begin() as session:
        return await erase_candidate(session, candidate, now=NOW + timedelta(days=days))


async def test_nothing_of_an_erased_candidate_is_found_in_any_table(world: World) -> None:
    planted = await plant(world)
    assert set(await found(world)) == {
        "audit_log",
        "auto_message_deliveries",
        "auto_messages",
        "booking_events",
        "bookings",
        "candidate_texts",
        "candidates",
        "reschedule_requests",
        "sent_messages",
        "telegram_updates",
        "test_answers",
    }
    assert set().union(*(await found(world)).values()) == set(MARKERS)
    assert await erase(world, planted.candidate)
    assert await found(world) == {}
    assert await world.ask("SELECT count(*) FROM recruiter_prompts") == 0


async def test_what_was_counted_stays(world: World) -> None:
    planted = await plant(world)
    counted = (
        "SELECT count(*) FROM test_results WHERE passed",
        "SELECT count(*) FROM bookings WHERE status = 'cancelled'",
        "SELECT count(*) FROM booking_events",
        "SELECT count(*) FROM reschedule_requests WHERE settled_at IS NOT NULL",
        "SELECT count(*) FROM sent_messages WHERE kind = 'congratulate' AND status = 'failed'",
        "SELECT count(*) FROM telegram_updates",
        "SELECT count(*) FROM audit_log",
        "SELECT count(*) FROM waitlist",
    )
    before = [await world.ask(question) for question in counted]
    await erase(world, planted.candidate)
    assert [await world.ask(question) for question in counted] == before
    assert all(before)


async def test_whoever_still_holds_a_slot_lets_go_of_it_and_waits_no_more(world: World) -> None:
    planted = await plant(world)
    again = await world.reserve(planted.slot, planted.candidate, planted.city)
    assert await world.ask("SELECT candidate_tg_id FROM slots WHERE id = :id", id=planted.slot) == PERSON
    await erase(world, planted.candidate)
    assert await world.ask("SELECT status FROM bookings WHERE id = :id", id=again.booking_id) == "cancelled"
    assert await world.ask("SELECT status FROM slots WHERE id = :id", id=planted.slot) == "free"
    assert await world.ask("SELECT count(*) FROM waitlist WHERE left_at IS NULL") == 0
    assert await found(world) == {}


async def test_erased_again_it_erases_what_was_written_meanwhile_and_keeps_the_first_moment(world: World) -> None:
    planted = await plant(world)
    await erase(world, planted.candidate)
    async with world.sessions.begin() as session:
        await candidates.keep_text(session, candidate_id=planted.candidate, update_id=2, text=WORDS, written_at=NOW)
        await begin_send(session, SendKey(candidate_id=CandidateId(planted.candidate), kind="late"), chat_id=CHAT)
    assert await erase(world, planted.candidate, days=1)
    assert await found(world) == {}
    assert await world.ask("SELECT erased_at FROM candidates") == NOW
    assert not await erase(world, 999_999)


async def test_somebody_elses_rows_stay_as_they_are(world: World) -> None:
    planted = await plant(world)
    other = await world.candidate(name=ANOTHER, username="anna", phone="+70000000000")
    async with world.sessions.begin() as session:
        await candidates.keep_text(session, candidate_id=other, update_id=3, text=WORDS, written_at=NOW)
    await erase(world, planted.candidate)
    assert await found(world) == {"candidate_texts": {WORDS}}
    assert await world.ask("SELECT name FROM candidates WHERE id = :id", id=other) == ANOTHER
    assert await world.ask("SELECT person_key FROM telegram_updates WHERE update_id = 4") == RECRUITER


async def test_the_same_person_is_a_new_candidate_afterwards(world: World) -> None:
    planted = await plant(world)
    await erase(world, planted.candidate)
    async with world.sessions.begin() as session:
        assert await candidates.candidate_by_telegram(session, PERSON) is None
        assert await candidates.candidate_profile(session, planted.candidate) is None
        met = await candidates.meet_candidate(session, telegram_id=PERSON, chat_id=CHAT, username=None, language="ru")
    assert met.is_new
    assert met.candidate_id != planted.candidate


async def test_the_history_of_a_booking_still_only_grows(world: World) -> None:
    planted = await plant(world)
    rewriting = (
        "UPDATE booking_events SET reason = NULL",  # nobody was erased yet
        "UPDATE booking_events SET reason = 'another'",
        "DELETE FROM booking_events",
    )
    for statement in rewriting:
        with pytest.raises(DBAPIError, match="only grows"):
            await world.run(statement)
    await erase(world, planted.candidate)
    for statement in (*rewriting[1:], "UPDATE booking_events SET reason = NULL, status = 'booked'"):
        with pytest.raises(DBAPIError, match="only grows"):
            await world.run(statement)
    assert (
        await world.ask("SELECT string_agg(status, ' ' ORDER BY id) FROM booking_events") == "pending booked cancelled"
    )


async def test_a_handled_update_keeps_its_ids_and_nothing_else(world: World) -> None:
    await plant(world)
    assert await world.ask("SELECT (payload, person_key)::text FROM telegram_updates WHERE update_id = 1") == "({},0)"
    async with world.sessions.begin() as session:
        again = IncomingUpdate(update_id=1, person_key=PERSON, payload={"text": WORDS})
        assert await store_updates(session, BOT, [again]) == 0


async def test_histories_are_to_be_forgotten_until_they_are(world: World) -> None:
    planted = await plant(world)
    async with world.sessions.begin() as session:
        assert await candidates_to_forget(session) == []
        await erase_candidate(session, planted.candidate, now=NOW)
        assert await candidates_to_forget(session) == [planted.candidate]
        await note_forgotten(session, planted.candidate, now=NOW + HOUR)
        await note_forgotten(session, planted.candidate, now=NOW + 2 * HOUR)
        assert await candidates_to_forget(session) == []
    assert await world.ask("SELECT histories_forgotten_at FROM candidates") == NOW + HOUR
