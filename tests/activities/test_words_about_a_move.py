"""What a candidate writes while they ask to move says what they wish."""

from typing import Any

from activities.moving import MovingDeeds
from activities.screening import ScreeningDeeds
from tests.activities.booked import booked
from tests.database.world import HOUR, NOW, World
from workflows.deeds import KeepText
from workflows.move_deeds import RecordMoveRequest

WISH = "SELECT wish FROM reschedule_requests"


async def test_words_become_the_wish_once_and_only_while_it_is_open(world: World) -> None:
    scene = await booked(world, approved=True)
    about: dict[str, Any] = {
        "candidate_id": scene.candidate_id,
        "city_id": scene.city_id,
        "booking_id": scene.booking_id,
    }
    words = KeepText(now=NOW + HOUR, update_id=2, text="лучше вечером", **about)
    deeds = ScreeningDeeds(world.sessions)
    await deeds.keep_text(KeepText(now=NOW, update_id=1, text="здравствуйте", **about))
    await MovingDeeds(world.sessions).record_move_request(scene.by_candidate(RecordMoveRequest))
    for _ in range(2):
        await deeds.keep_text(words)
    assert await world.ask(WISH) == "лучше вечером"


async def test_a_recruiter_who_blocked_the_bot_reads_nothing(world: World) -> None:
    scene = await booked(world, tg_chat_id=7, telegram_id=7, blocked_at=NOW)
    about: dict[str, Any] = {
        "candidate_id": scene.candidate_id,
        "city_id": scene.city_id,
        "booking_id": scene.booking_id,
    }
    words = KeepText(now=NOW, update_id=1, text="здравствуйте", **about)
    assert (await ScreeningDeeds(world.sessions).keep_text(words)).readers == ()
