"""Two versions of the workers at once on a real server, with the commands of docs/upgrading.md."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from temporalio.common import VersioningBehavior, WorkerDeploymentVersion

from activities.versions import deployment_of
from activities.worker import WorkerSettings, build_worker
from bot.process import BotSettings, bot_of
from database.engine import DatabaseSettings, build_engine, build_sessions
from domain.booking import Actor, BookingStatus
from domain.ids import journey_id
from domain.stages import Stage
from otklik.checkup.patient import Patient
from otklik.checkup.temporal import check_workers
from otklik.embedded.temporal import embedded_temporal
from otklik.search_attributes import SEARCH_ATTRIBUTES
from tests.otklik.examined import settings_of
from tests.otklik.fleet import MAKE_CURRENT, Fleet, followed_by, letters, playing
from tests.otklik.later_journey import LaterJourney
from tests.workflows.playing import Played
from workflows import messages as m
from workflows.candidate_journey import CandidateJourney
from workflows.connection import TemporalSettings, connect

GUIDE = (Path(__file__).parents[2] / "docs" / "upgrading.md").read_text()
HOLD_BACK = "--versioning-override-behavior pinned --versioning-override-deployment-name otklik"
LET_GO = "--versioning-override-behavior unspecified"


@pytest.fixture
async def fleet(tmp_path: Path) -> AsyncIterator[Fleet]:
    """A server of its own: which version is current holds for a whole namespace."""
    async with embedded_temporal(tmp_path, SEARCH_ATTRIBUTES) as address:
        yield Fleet(address, await connect(TemporalSettings(address=address), codec=None))


async def approve(played: Played) -> None:
    await played.tell(played.pressing(m.BookingApproved, Actor.RECRUITER))


async def until_sent(played: Played, kind: str) -> None:
    await played.until(lambda: kind in letters(played))


async def finish(played: Played) -> None:
    """Go from the agreed interview to the end."""
    await played.skip_to_alarm()
    await until_sent(played, "remind_candidate")
    await played.tell(played.pressing(m.AttendanceConfirmed))
    await until_sent(played, "give_meeting_details")
    await played.skip_to_alarm()
    await until_sent(played, "ask_outcome")
    await played.tell(played.outcome(BookingStatus.MET))
    await until_sent(played, "say_goodbye")


async def test_journeys_follow_the_current_version_and_those_held_back_end_on_theirs(fleet: Fleet) -> None:
    async with fleet.working("1", CandidateJourney) as first:
        await fleet.make_current("1")
        held, agreed, asked = (playing(fleet, number, first) for number in (1, 2, 3))
        await held.agree()
        await agreed.agree()
        await asked.book()
        await fleet.order(
            f"temporal workflow update-options --workflow-id {journey_id(held.candidate_id)} {HOLD_BACK}"
            " --versioning-override-build-id 1"
        )
        async with fleet.working("2", LaterJourney) as second:
            await fleet.make_current("2")

            newcomer = playing(fleet, 4, second)
            await newcomer.agree()
            await until_sent(newcomer, "show_where_you_stand")  # what only the later version does

            upgraded = followed_by(asked, second)
            await approve(upgraded)
            await until_sent(upgraded, "show_where_you_stand")  # begun on the first, past the patch on the second
            assert "congratulate" not in letters(asked)

            moved = followed_by(agreed, second)
            await finish(moved)  # the second version replays what the first has done, along the old branch
            assert "show_where_you_stand" not in letters(moved)

            await finish(held)  # the first version goes on to its end beside the second
            assert await fleet.version_of(held) == "1"
            assert {await fleet.version_of(each) for each in (newcomer, upgraded, moved)} == {"2"}


async def test_a_journey_that_was_held_back_is_let_go_on_purpose(fleet: Fleet) -> None:
    async with fleet.working("1", CandidateJourney) as first, fleet.working("2", LaterJourney) as second:
        await fleet.make_current("1")
        played = playing(fleet, 1, first)
        await played.book()
        journey = f"temporal workflow update-options --workflow-id {journey_id(played.candidate_id)}"
        await fleet.order(f"{journey} {HOLD_BACK} --versioning-override-build-id 1")
        await fleet.make_current("2")
        told = len(letters(played))
        await played.tell(m.TextWritten(update_id=played.update(), text="а когда ответят?"))
        await played.until(lambda: len(letters(played)) > told)
        assert second.sent == []
        await fleet.order(f"{journey} {LET_GO}")
        upgraded = followed_by(played, second)
        await approve(upgraded)
        await until_sent(upgraded, "show_where_you_stand")
        assert await fleet.version_of(upgraded) == "2"


async def test_versions_are_switched_on_and_taken_back_under_sleeping_journeys(fleet: Fleet) -> None:
    async with fleet.working(None, CandidateJourney) as before:
        sleeping = playing(fleet, 1, before)
        await sleeping.book()
    async with fleet.working("1", CandidateJourney) as first:
        await fleet.make_current("1")
        on_first = followed_by(sleeping, first)
        await approve(on_first)
        await until_sent(on_first, "congratulate")
        assert await fleet.version_of(on_first) == "1"
        async with fleet.working("2", LaterJourney):
            await fleet.make_current("2")
            await fleet.make_current("1")  # the second version disappoints before it has touched anything
        await on_first.skip_to_alarm()
        await until_sent(on_first, "remind_candidate")
        assert (await sleeping.journeys.status(sleeping.candidate_id)).stage is Stage.REMINDED


async def test_the_doctor_knows_whether_those_who_work_are_given_work(fleet: Fleet, tmp_path: Path) -> None:
    async def until_said(words: str) -> None:
        said = ""
        async with asyncio.timeout(30):  # workers ask for work a moment after their start
            while words not in said:
                (line,) = await check_workers(Patient(settings=settings_of(tmp_path), client=fleet.client))
                said = line.what
                await asyncio.sleep(0.2)

    async with fleet.working("1", CandidateJourney):
        await until_said("the current version (none is) polls bulk, journeys, webhooks, others do (1)")
        await fleet.make_current("1")
        await until_said("nobody of the current version (1) polls webhooks")


def test_the_guide_gives_these_very_orders() -> None:
    words = " ".join(GUIDE.replace("\\\n", " ").split())
    for order in (MAKE_CURRENT, HOLD_BACK, LET_GO):
        assert order in words


def test_workers_have_no_versions_unless_they_are_asked_to() -> None:
    assert deployment_of(None) is None
    config = deployment_of(WorkerDeploymentVersion("otklik", "1.4.0"))
    assert config is not None
    assert config.use_worker_versioning


async def test_all_workers_of_a_process_are_of_its_version(fleet: Fleet) -> None:
    """A letter in bulk and a webhook are the version's own too: its journeys wait for them."""
    version = WorkerDeploymentVersion("otklik", "1.4.0")
    engine = build_engine(DatabaseSettings("postgresql://nobody@127.0.0.1:1/nowhere"))
    async with bot_of(BotSettings(token="42:TEST")) as bot:
        workers = build_worker(fleet.client, build_sessions(engine), bot, WorkerSettings(version=version))
    for worker in (workers.journeys, workers.bulk, workers.webhooks):
        config = worker.config(active_config=True)["deployment_config"]
        assert config is not None
        assert config.version == version
        assert config.default_versioning_behavior is VersioningBehavior.AUTO_UPGRADE
