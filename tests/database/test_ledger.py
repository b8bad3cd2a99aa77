"""The send ledger: a message is begun once; a repeat knows whether it arrived, did not, or may have."""

import asyncio
from typing import Any

import pytest

from database.ledger import (
    AlreadySent,
    Begun,
    Interrupted,
    SendKey,
    SentCard,
    begin_send,
    complete_send,
    fail_send,
    last_of_each,
)
from database.ledger import last_sent as find_last_sent
from database.tables import SendStatus
from domain.ids import CandidateId
from tests.database.world import World

CHAT = 500


@pytest.fixture
async def key(world: World) -> SendKey:
    """The key of a reminder."""
    return SendKey(candidate_id=CandidateId(await world.candidate()), kind="remind_candidate", booking_id=3, revision=1)


async def begin(world: World, key: SendKey, **how: Any) -> Begun | AlreadySent | Interrupted:
    async with world.sessions.begin() as session:
        return await begin_send(session, key, chat_id=CHAT, **how)


async def send(world: World, key: SendKey, message_id: int) -> None:
    begun = await begin(world, key)
    assert isinstance(begun, Begun)
    async with world.sessions.begin() as session:
        await complete_send(session, begun.send_id, message_id=message_id)


async def fail(world: World, send_id: int, status: SendStatus) -> None:
    async with world.sessions.begin() as session:
        await fail_send(session, send_id, status=status, error="because")


async def test_a_sent_message_is_not_sent_again(world: World, key: SendKey) -> None:
    await send(world, key, message_id=77)
    again = await begin(world, key)
    assert isinstance(again, AlreadySent)
    assert (again.chat_id, again.message_id) == (CHAT, 77)
    assert isinstance(await begin(world, key, rather_twice=True), AlreadySent)


async def test_kind_booking_revision_and_occurrence_each_make_another_message(world: World, key: SendKey) -> None:
    person = key.candidate_id
    keys = {
        key,
        SendKey(candidate_id=person, kind="congratulate", booking_id=3, revision=1),
        SendKey(candidate_id=person, kind="remind_candidate", booking_id=4, revision=1),
        SendKey(candidate_id=person, kind="remind_candidate", booking_id=3, revision=2),
        SendKey(candidate_id=person, kind="remind_candidate", booking_id=3, revision=1, occurrence=1),
        SendKey(candidate_id=CandidateId(await world.candidate()), kind="remind_candidate", booking_id=3, revision=1),
    }
    assert [type(await begin(world, each)) for each in keys] == [Begun] * 6


async def test_a_message_begun_and_not_finished_is_unknown(world: World, key: SendKey) -> None:
    begun = await begin(world, key)
    assert isinstance(begun, Begun)
    assert await begin(world, key) == Interrupted(send_id=begun.send_id)
    assert await world.ask("SELECT status FROM sent_messages") == SendStatus.UNKNOWN
    assert await begin(world, key) == Interrupted(send_id=begun.send_id)


async def test_a_kind_that_is_rather_sent_twice_is_begun_again(world: World, key: SendKey) -> None:
    first = await begin(world, key)
    assert await begin(world, key, rather_twice=True) == first
    assert await world.ask("SELECT status || attempts FROM sent_messages") == "sending2"


@pytest.mark.parametrize("status", [SendStatus.FAILED, SendStatus.UNREACHABLE])
async def test_what_certainly_did_not_arrive_may_be_begun_again(world: World, key: SendKey, status: SendStatus) -> None:
    begun = await begin(world, key)
    assert isinstance(begun, Begun)
    await fail(world, begun.send_id, status)
    assert await world.ask("SELECT status || error FROM sent_messages") == f"{status}because"
    assert await begin(world, key) == begun


async def test_a_lost_reply_is_not_repeated_by_itself(world: World, key: SendKey) -> None:
    begun = await begin(world, key)
    assert isinstance(begun, Begun)
    await fail(world, begun.send_id, SendStatus.UNKNOWN)
    assert isinstance(await begin(world, key), Interrupted)


async def test_of_copies_begun_at_once_one_is_sent(world: World, key: SendKey) -> None:
    begun = await asyncio.gather(*(begin(world, key) for _ in range(8)))
    assert sum(isinstance(each, Begun) for each in begun) == 1


async def test_the_last_card_of_some_kinds_is_found(world: World, key: SendKey) -> None:
    person = key.candidate_id
    await send(world, SendKey(candidate_id=person, kind="offer_slots"), message_id=1)
    await send(world, key, message_id=2)
    await send(world, SendKey(candidate_id=person, kind="offer_slots", occurrence=1), message_id=3)
    await begin(world, SendKey(candidate_id=person, kind="offer_slots", occurrence=2))
    async with world.sessions() as session:
        assert await find_last_sent(session, person, ["offer_slots"]) == SentCard(chat_id=CHAT, message_id=3)
        both = ["offer_slots", "remind_candidate"]
        assert await find_last_sent(session, person, both, booking_id=3) == SentCard(chat_id=CHAT, message_id=2)
        assert await find_last_sent(session, person, ["congratulate"]) is None


async def test_the_last_card_of_each_kind_before_a_letter_is_found(world: World, key: SendKey) -> None:
    person = key.candidate_id
    told = [("report_move", 3, 1), ("nudge_recruiter", 3, 2), ("nudge_recruiter", 3, 3), ("nudge_recruiter", 3, 8)]
    for message_id, (kind, booking, moment) in enumerate([*told, ("report_move", 4, 4)], start=1):
        about = SendKey(candidate_id=person, kind=kind, booking_id=booking, occurrence=moment)
        await send(world, about, message_id=message_id)
    kinds = ["report_silence", "report_move", "nudge_recruiter"]
    async with world.sessions() as session:
        found = await last_of_each(session, person, kinds, booking_id=3, before=8)
    assert [card.message_id for card in found] == [1, 3]
