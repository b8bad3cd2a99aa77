"""Every fact that others can be told of, made to happen by the product's own functions and by hand."""

from database.people.erasure import erase_candidate
from database.screening.test1 import publish_questionnaire, record_test_result
from domain.booking import OfferSettlement, closed_statuses
from tests.database.moving import set_moving
from tests.database.waiting import set_waiting_room
from tests.database.world import NOW, World

QUESTIONS = {"questions": [{"id": "full_name", "kind": "full_name"}]}


async def play_everything(world: World) -> None:
    """Let every fact happen at least once."""
    moving = await set_moving(world)
    await moving.ask()
    await moving.claim()
    await moving.swap()
    await world.run("UPDATE bookings SET status = 'confirmed'")
    await (await set_moving(world)).approve()
    for status in sorted(closed_statuses()):
        reserved, _ = await world.booked()
        await world.run(
            "UPDATE bookings SET status = :status, ended_at = now() WHERE id = :id",
            status=status,
            id=reserved.booking_id,
        )
    room = await set_waiting_room(world)
    for number, settlement in enumerate(OfferSettlement):
        candidate = await room.enter(minutes=9 - number)
        slot = await world.slot(room.recruiter, room.city, hours=30 + number)
        assert await room.offered() == {candidate: slot}
        await room.settle(candidate, slot, settlement)
        await world.run("UPDATE slots SET withdrawn_at = now() WHERE id = :slot", slot=slot)
        await room.leave(candidate)
    await take_test(world, await world.candidate(), passed=True)
    await take_test(world, await world.candidate(), passed=False)
    async with world.sessions.begin() as session:
        await erase_candidate(session, moving.candidate, now=NOW)


async def take_test(world: World, candidate: int, *, passed: bool) -> None:
    async with world.sessions.begin() as session:
        asked = await publish_questionnaire(session, QUESTIONS)
        await record_test_result(
            session,
            candidate_id=candidate,
            questionnaire_id=asked,
            passed=passed,
            reason=None if passed else "no",
            answers=(),
            name="Petrova Anna",
            city_id=await world.city(),
            finished_at=NOW,
        )
