"""The first try of a letter and the stage of its candidate are noted by one statement, a second try by none."""

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from database.engine import one_statement
from database.first_sends import begin_first_send
from database.ledger import AlreadySent, Begun, SendKey, begin_send, complete_send
from domain.ids import CandidateId
from domain.stages import Stage
from tests.database.world import World

CHAT = 100
CANDIDATE = "SELECT stage || xmin FROM candidates"


@pytest.fixture
async def key(world: World) -> SendKey:
    """The key of a question."""
    return SendKey(candidate_id=CandidateId(await world.candidate()), kind="ask_question", occurrence=3)


async def begin(world: World, key: SendKey) -> Begun | None:
    async with one_statement(world.sessions) as session:
        return await begin_first_send(session, key, chat_id=CHAT, stage=Stage.CHOOSING_SLOT)


async def test_a_letter_and_the_stage_are_noted_by_one_statement(
    world: World, key: SendKey, engine: AsyncEngine
) -> None:
    asked: list[str] = []
    event.listen(engine.sync_engine, "before_cursor_execute", lambda *seen: asked.append(seen[2]))
    assert await begin(world, key)
    assert len(asked) == 1
    assert await world.ask("SELECT status || chat_id || attempts FROM sent_messages") == f"sending{CHAT}1"
    assert (await world.ask(CANDIDATE)).startswith(Stage.CHOOSING_SLOT)


async def test_the_same_letter_is_noted_once_and_an_unchanged_stage_not_written_again(
    world: World, key: SendKey
) -> None:
    begun = await begin(world, key)
    assert begun is not None
    before = await world.ask(CANDIDATE)
    assert await begin(world, key) is None
    assert await world.ask(CANDIDATE) == before
    async with world.sessions.begin() as session:
        await complete_send(session, begun.send_id, message_id=9)
        assert isinstance(await begin_send(session, key, chat_id=CHAT), AlreadySent)
