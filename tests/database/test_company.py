"""What the company is known as."""

from database.places.company import company, note_bot_username
from tests.database.world import World


async def test_the_bot_is_found_under_the_name_that_was_noted_last(world: World) -> None:
    for username, link in (("otklik_bot", "https://t.me/otklik_bot"), (None, None)):
        async with world.sessions.begin() as session:
            await note_bot_username(session, username)
        async with world.sessions() as session:
            assert (await company(session)).bot_link == link
