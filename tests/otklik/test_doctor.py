"""`otklik doctor` on real servers: what is well, what is wrong, and servers that say nothing."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from database.engine import DatabaseSettings, build_engine, build_sessions
from domain.ids import CandidateId
from otklik import clock
from otklik.checkup.diagnosis import Diagnosis, Level, as_json, as_lines, worst
from otklik.checkup.doctor import examine
from otklik.embedded.temporal import embedded_temporal
from otklik.processes.servers import codec_on
from otklik.search_attributes import SEARCH_ATTRIBUTES
from tests.database.world import World
from tests.otklik.examined import by_name, settings_of
from tests.otklik.test_processes import run
from tests.standin.stage import TOKEN, Stage, start_process, stop_process
from tests.workflows import positions
from workflows.connection import TemporalSettings, connect
from workflows.journeys import Journeys

KEY = "A" * 43 + "="
OTHER_KEY = "B" * 42 + "A="
PARKED = (
    "INSERT INTO telegram_updates (bot_id, update_id, person_key, payload, status) VALUES (1, 1, 1, '{}', 'parked')"
)


@pytest.fixture(scope="module")
async def stage() -> AsyncIterator[Stage]:
    process, url = start_process()
    stage = Stage.at(url)
    yield stage
    await stage.close()
    assert stop_process(process) == 0


@pytest.fixture(scope="module")
async def own_temporal(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """Return the address of a Temporal on whose queues nobody works."""
    async with embedded_temporal(tmp_path_factory.mktemp("temporal"), SEARCH_ATTRIBUTES) as address:
        yield address


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    engine = build_engine(DatabaseSettings(database_url, pool_size=2))
    yield World(build_sessions(engine))
    await engine.dispose()


async def test_without_anything_there_it_says_what_to_do(tmp_path: Path) -> None:
    code, out, _ = await run("doctor", data_dir=tmp_path)
    assert code == 2
    assert f"DATABASE_URL is missing, and no `otklik up` runs on {tmp_path}." in out
    assert "the database is not there" in out


async def test_a_house_without_workers_is_late_and_has_no_schedules(
    tmp_path: Path, own_temporal: str, stage: Stage, world: World, database_url: str
) -> None:
    settings = settings_of(
        tmp_path,
        database_url=SecretStr(database_url),
        temporal_address=own_temporal,
        payload_key=SecretStr(KEY),
        bot_token=SecretStr(TOKEN),
        telegram_api_base=stage.url,
    )
    for_keys = build_engine(DatabaseSettings(database_url, pool_size=1))
    journeys = Journeys(await connect(TemporalSettings(address=own_temporal), codec_on(for_keys, settings)))
    late = positions.booked()
    assert late.alarm is not None
    alarm = replace(late.alarm, at=clock.now() - timedelta(hours=1))
    candidate_id = CandidateId(await world.candidate())
    await journeys.resume(replace(late, candidate_id=candidate_id, alarm=alarm))
    await for_keys.dispose()
    async with asyncio.timeout(30):
        while (lines := by_name(await examine(settings)))["next actions"].level is Level.OK:
            await asyncio.sleep(0.5)  # lists are a moment behind
    assert f"journey-{candidate_id}" in lines["next actions"].what
    assert "nobody polls bulk, journeys, webhooks" in lines["workers"].what
    assert lines["schedules"].advice == "start `otklik worker`, which makes it"
    assert (lines["payload key"].level, lines["telegram"].level) == (Level.OK, Level.OK)
    assert lines["test1"].advice == "run `otklik migrate`"
    assert lines["cities"].level is Level.FAILURE
    with_other_key = settings.model_copy(update={"payload_key": SecretStr(OTHER_KEY)})
    assert by_name(await examine(with_other_key))["payload key"].advice == "add its key to PAYLOAD_KEY"


async def test_a_webhook_beside_polling_and_an_unknown_token_are_failures(tmp_path: Path, stage: Stage) -> None:
    settings = settings_of(tmp_path, bot_token=SecretStr(TOKEN), telegram_api_base=stage.url)
    await stage.bot.set_webhook("https://otklik.example/hook")
    lines = by_name(await examine(settings))
    assert "the bot polls, but Telegram calls https://otklik.example/hook" in lines["updates"].what
    secret = SecretStr("s" * 20)
    called = settings_of(
        tmp_path,
        bot_token=SecretStr(TOKEN),
        telegram_api_base=stage.url,
        webhook_url="https://otklik.example/other",
        webhook_secret=secret,
    )
    assert "not https://otklik.example/other" in by_name(await examine(called))["updates"].what
    await stage.bot.delete_webhook()
    lines = by_name(await examine(settings))
    assert (lines["updates"].level, lines["updates"].what) == (Level.OK, "by polling")
    unknown = settings.model_copy(update={"bot_token": SecretStr("99:UNKNOWN")})
    assert by_name(await examine(unknown))["telegram"].what == "the token is not known"


async def test_servers_that_say_nothing_hold_nobody_up_and_no_secret_is_printed(tmp_path: Path) -> None:
    async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    async with await asyncio.start_server(say_nothing, "127.0.0.1", 0) as silent:
        port = silent.sockets[0].getsockname()[1]
        secrets = {"bot_token": "42:VERY-SECRET", "payload_key": KEY}
        settings = settings_of(
            tmp_path,
            database_url=SecretStr(f"postgresql+asyncpg://nobody:hidden@127.0.0.1:{port}/otklik"),
            temporal_address=f"127.0.0.1:{port}",
            telegram_api_base=f"http://127.0.0.1:{port}",
            **{name: SecretStr(value) for name, value in secrets.items()},
        )
        clock_of = asyncio.get_running_loop().time
        began = clock_of()
        found = await examine(settings, seconds=1.5)
        assert clock_of() - began < 15
    lines = by_name(found)
    assert lines["database"].what == "no answer within 2 s"
    assert {lines[name].level for name in ("database", "temporal", "telegram", "updates")} == {Level.FAILURE}
    said = as_lines(found) + as_json(found)
    assert not [secret for secret in (*secrets.values(), "hidden") if secret in said]


async def test_an_old_revision_and_a_namespace_that_is_not_there_are_failures(
    tmp_path: Path, own_temporal: str, empty_database_url: str
) -> None:
    settings = settings_of(
        tmp_path,
        database_url=SecretStr(empty_database_url),
        temporal_address=own_temporal,
        temporal_namespace="elsewhere",
        payload_key=SecretStr(KEY),
    )
    lines = by_name(await examine(settings))
    assert lines["database"].advice == "run `otklik migrate`"
    assert lines["temporal"].advice.startswith("run `temporal operator namespace create -n elsewhere")


async def test_updates_that_wait_long_are_a_warning_and_then_a_failure(
    tmp_path: Path, world: World, database_url: str
) -> None:
    settings = settings_of(tmp_path, database_url=SecretStr(database_url))
    await world.run(PARKED.replace("'parked'", "'new'"))
    for minutes, level in ((0, Level.OK), (5, Level.WARNING), (15, Level.FAILURE)):
        await world.run(f"UPDATE telegram_updates SET received_at = now() - interval '{minutes} min'")
        assert by_name(await examine(settings))["inbox"].level is level


def test_the_worst_line_decides() -> None:
    levels = [Diagnosis(check="c", level=level, what="w") for level in Level]
    assert worst(levels) is Level.FAILURE
    assert worst(levels[:3]) is Level.WARNING
