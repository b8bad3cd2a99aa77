"""What `otklik reconcile --repair` does about what a restored database cannot know of its last hours."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import text

from database.announcements.due import open_runs, planned_messages
from database.engine import DatabaseSettings, build_engine, build_sessions
from database.places.told_policies import changed_policies, note_told_policy
from database.reconciling.rest import forget_told_policies, pause_announcements
from domain.announcements import AnnouncementStatus as Status
from domain.announcements import RunStatus
from otklik import clock
from tests.database.world import World

MESSAGE = """
    INSERT INTO auto_messages (text, title, due_at, cron, active, status)
    VALUES ('hello', :title, :due_at, :cron, true, :status) RETURNING id
"""
RUN = """
    INSERT INTO auto_message_runs (message_id, workflow_id, occurrence, text, status, told_status)
    VALUES (:message, 'announcing-1', now(), 'hello', 'running', 'running')
"""
STANDING = "SELECT jsonb_object_agg(title, status) FROM auto_messages"


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    engine = build_engine(DatabaseSettings(database_url, pool_size=2))
    yield World(build_sessions(engine))
    await engine.dispose()


async def test_what_may_have_gone_out_already_waits_for_a_person_and_all_else_goes_on(world: World) -> None:
    now = clock.now()

    async def add(title: str, status: Status, *, due: timedelta | None = None, cron: str | None = None) -> int:
        due_at = None if due is None else now + due
        async with world.sessions.begin() as session:
            values = {"title": title, "due_at": due_at, "cron": cron, "status": status}
            return int((await session.execute(text(MESSAGE), values)).scalar_one())

    await add("due since", Status.SCHEDULED, due=-timedelta(hours=1))
    under_way = await add("under way", Status.RUNNING, due=-timedelta(hours=2))
    await world.run(RUN, message=under_way)
    await add("to come", Status.SCHEDULED, due=timedelta(hours=1))
    await add("each Monday", Status.SCHEDULED, cron="0 9 * * 1")
    async with world.sessions.begin() as session:
        assert await pause_announcements(session, now=now) == 2
    paused, going = Status.PAUSED.value, Status.SCHEDULED.value
    assert await world.ask(STANDING) == {
        "due since": paused,
        "under way": paused,
        "to come": going,
        "each Monday": going,
    }
    async with world.sessions() as session:
        assert [each.wanted is not None for each in await planned_messages(session)] == [True, True]
        assert [run.status for run in await open_runs(session)] == [RunStatus.PAUSED]


async def test_every_city_is_told_of_its_policy_anew(world: World) -> None:
    city = await world.city()
    async with world.sessions.begin() as session:
        for changed in await changed_policies(session):
            await note_told_policy(session, changed, now=clock.now())
        assert await changed_policies(session) == []
        await forget_told_policies(session)
        assert [changed.city_id for changed in await changed_policies(session)] == [city]
