"""What a trial reads in the database of its own accord."""

from sqlalchemy import text

from database.engine import DatabaseSettings, build_engine, build_sessions
from proof.truth import Truth
from tests.database.scene import set_scene
from tests.database.world import World

REJECT = "UPDATE bookings SET status = 'rejected', ended_at = now(), revision = revision + 1"
DOUBT = """
    INSERT INTO sent_messages (candidate_id, kind, booking_id, revision, chat_id, status)
    SELECT candidate_id, 'remind_candidate', id, revision, 1, 'unknown' FROM bookings WHERE ended_at IS NULL
"""


async def test_the_fate_of_a_reminder_is_that_of_the_last_booking(database_url: str) -> None:
    engine = build_engine(DatabaseSettings(database_url))
    world = World(build_sessions(engine))
    scene = await set_scene(world)
    await scene.pick("the time that does not suit")
    await world.run(REJECT)
    await scene.pick("the time that does")
    await world.run(DOUBT)
    telegram_id = await world.ask("SELECT telegram_id FROM candidates")
    async with engine.connect() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM bookings")) == 2
    await engine.dispose()
    assert (await Truth(database_url).fate_of_reminder(telegram_id)).status == "unknown"
