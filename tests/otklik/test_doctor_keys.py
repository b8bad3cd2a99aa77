"""What `otklik doctor` says when it cannot read: wrong settings, a wrong key, keys out of reach, people who are erased."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncEngine

from database.engine import DatabaseSettings, build_engine, build_sessions
from database.people.erasure import erase_candidate
from domain.ids import CandidateId
from otklik import clock
from otklik.checkup import doctor
from otklik.checkup.diagnosis import Diagnosis, Level
from otklik.checkup.doctor import examine
from otklik.checkup.patient import Patient
from otklik.embedded.temporal import embedded_temporal
from otklik.processes.servers import codec_on
from otklik.search_attributes import SEARCH_ATTRIBUTES
from otklik.settings import Settings
from tests.database.world import World
from tests.otklik.examined import by_name, settings_of
from tests.otklik.test_processes import NOWHERE, run
from workflows import messages as m
from workflows.connection import TemporalSettings, connect
from workflows.journeys import Journeys

KEY = "A" * 43 + "="


@pytest.fixture(scope="module")
async def own_temporal(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """Return the address of a Temporal that has no journeys but ours."""
    async with embedded_temporal(tmp_path_factory.mktemp("temporal"), SEARCH_ATTRIBUTES) as address:
        yield address


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = build_engine(DatabaseSettings(database_url, pool_size=2))
    yield engine
    await engine.dispose()


@pytest.mark.parametrize("option", [(), ("--json",)], ids=["for people", "for machines"])
async def test_wrong_settings_are_a_failure_like_any_other(tmp_path: Path, option: tuple[str, ...]) -> None:
    wrong = {"DATABASE_URL": "mysql://somewhere", "API_PORT": "many"}
    code, out, err = await run("doctor", *option, data_dir=tmp_path, **wrong)
    assert (code, err) == (2, "")
    if option:
        found = json.loads(out)
        assert found["level"] == "failure"
        said = [each["what"] for each in found["checks"]]
    else:
        said = [line.removeprefix("failure  settings  ") for line in out.splitlines()]
    assert len(said) == 2
    assert any(line.startswith("DATABASE_URL is wrong: it must begin with postgresql://") for line in said)


@dataclass(frozen=True)
class Two:
    """A candidate who stays, and one who was erased while their journey is open; nobody works for them."""

    settings: Settings
    where: dict[str, str]
    world: World
    staying: CandidateId
    leaving: CandidateId

    async def erase(self, candidate_id: CandidateId) -> None:
        async with self.world.sessions.begin() as session:
            await erase_candidate(session, candidate_id, now=clock.now())


@pytest.fixture
async def two(tmp_path: Path, own_temporal: str, database_url: str, engine: AsyncEngine) -> Two:
    where = {"DATABASE_URL": database_url, "TEMPORAL_ADDRESS": own_temporal, "PAYLOAD_KEY": KEY}
    settings = settings_of(
        tmp_path,
        database_url=SecretStr(database_url),
        temporal_address=own_temporal,
        payload_key=SecretStr(KEY),
    )
    client = await connect(TemporalSettings(address=own_temporal), codec_on(engine, settings))
    world = World(build_sessions(engine))
    two = Two(settings, where, world, *(CandidateId(each) for each in await world.candidates(2)))
    for candidate_id in (two.staying, two.leaving):
        await Journeys(client).arrive(candidate_id, m.CandidateArrived(update_id=1))
    async with asyncio.timeout(20):  # lists are a moment behind
        while (await client.count_workflows()).count < 2:
            await asyncio.sleep(0.1)
    await two.erase(two.leaving)
    return two


async def test_who_was_erased_is_no_reason_to_doubt_the_key_nor_are_keys_out_of_reach(tmp_path: Path, two: Two) -> None:
    found = (await _look(two.settings))["payload key"]
    assert (found.level, found.what) == (Level.OK, f"journey-{two.staying} can be read")

    away = two.settings.model_copy(update={"database_url": SecretStr(NOWHERE)})
    found = (await _look(away))["payload key"]
    assert found.level is Level.SKIPPED
    assert found.what == "the database, which has the keys of the candidates, is not there"

    code, out, err = await run("reconcile", data_dir=tmp_path, **two.where)  # nobody has polled these queues before
    assert (code, err) == (1, "")
    assert f"no candidate  {two.leaving} " in out
    code, out, _ = await run("reconcile", "--repair", data_dir=tmp_path, **two.where)
    assert (code, out.splitlines()[-1]) == (0, "Database and journeys agree.")

    await two.erase(two.staying)
    assert (await _look(two.settings))["payload key"].level is Level.SKIPPED


async def test_a_check_that_breaks_is_a_line_and_hides_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(_patient: Patient) -> list[Diagnosis]:
        raise LookupError("nobody thought of that")

    monkeypatch.setattr(doctor, "CHECKS", {**doctor.CHECKS, "inbox": broken})
    lines = await _look(settings_of(tmp_path))
    assert (lines["inbox"].level, lines["inbox"].what) == (Level.FAILURE, "the check itself broke (LookupError)")
    assert lines["disk"].level is not Level.SKIPPED


async def _look(settings: Settings) -> dict[str, Diagnosis]:
    return dict(by_name(await examine(settings)))
