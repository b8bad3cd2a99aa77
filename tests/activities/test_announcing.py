"""Auto-messages go out once to each of their audience."""

from otklik import clock
from tests.activities.announced import Announced

CROWD = 60


async def test_an_audience_of_sixty_gets_it_once_each(house: Announced) -> None:
    chats = await house.people(CROWD)
    message = await house.announce()
    async with house.working():
        await house.let_know(message)
        await house.let_know(message)
        await house.until_status(message, "done")
    assert await house.copies(chats) == [1] * CROWD
    assert await house.states() == {"sent": CROWD}
    assert await house.world.ask("SELECT count(*) FROM auto_message_runs WHERE audience = :n", n=CROWD) == 1
    assert not await house.world.ask("SELECT active FROM auto_messages")


async def test_a_lost_reply_is_unknown_and_a_refusal_for_now_is_tried_again(house: Announced) -> None:
    chats = await house.people(3)
    await _fault(house, "dropped_after", chats[0])
    await _fault(house, "too_many_requests", chats[1], retry_after=1)
    message = await house.announce()
    async with house.working():
        await house.let_know(message)
        await house.until_status(message, "done")
    assert await house.states() == {"sent": 2, "unknown": 1}
    assert await house.copies(chats) == [1, 1, 1]


async def test_who_has_blocked_the_bot_is_counted_and_not_in_the_next_audience(house: Announced) -> None:
    chats = await house.people(3)
    await house.stage.post("block", {"person_id": chats[0]})
    first, second = await house.announce(), await house.announce()
    async with house.working():
        await house.let_know(first)
        await house.until_status(first, "done")
        assert await house.states() == {"sent": 2, "unreachable": 1}
        assert await house.world.ask("SELECT count(*) FROM candidates WHERE blocked_at IS NOT NULL") == 1
        await house.let_know(second)
        await house.until_status(second, "done")
    assert await house.states() == {"sent": 4, "unreachable": 1}
    assert await house.world.ask("SELECT max(attempts) FROM auto_message_deliveries") == 1


async def test_an_audience_is_a_city_a_stage_and_a_language_and_nobody_out_of_reach(house: Announced) -> None:
    city, other = await house.world.city(), await house.world.city()
    (meant,) = await house.people(1, city_id=city, stage="scheduled", language="en")
    await house.people(1, city_id=other, stage="scheduled", language="en")
    await house.people(1, city_id=city, stage="screening", language="en")
    await house.people(1, city_id=city, stage="scheduled")
    await house.people(1, city_id=city, stage="scheduled", language="en", blocked_at=clock.now())
    message = await house.announce(city_id=city, stage="scheduled", language="en")
    async with house.working():
        await house.let_know(message)
        await house.until_status(message, "done")
    assert await house.states() == {"sent": 1}
    assert await house.copies([meant]) == [1]


async def test_one_chat_may_be_nobodys(house: Announced) -> None:
    chat = await house.stage.person()
    message = await house.announce(target_chat_id=chat)
    async with house.working():
        await house.let_know(message)
        await house.until_status(message, "done")
    assert await house.copies([chat]) == [1]
    assert await house.world.ask("SELECT candidate_id FROM auto_message_deliveries") is None


async def _fault(house: Announced, kind: str, chat: int, **details: int) -> None:
    await house.stage.post("fault", {"kind": kind, "method": "sendMessage", "chat_id": chat, "count": 1} | details)
