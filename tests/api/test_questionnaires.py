"""Versions of Test1 through the API: listed, reordered, asked again, and who keeps which."""

import asyncio
import itertools

import pytest
from sqlalchemy import text

from domain.ids import CandidateId
from tests.api.drafts import CITY, FIRST, NAME, PATH, WHEN, act, content, get, publish
from tests.api.office import Office
from tests.api.pending import Pending
from tests.database.world import World, statements_of
from tests.standin.stage import Stage
from workflows import messages as m

AUDIT = text("SELECT what, before, after FROM audit_log WHERE subject_table = 'questionnaires' ORDER BY id")


@pytest.fixture
async def asked(office: Office) -> Office:
    assert (await publish(office, FIRST)).status_code == 201
    return office


async def test_before_anything_is_published_there_is_nothing_to_read(office: Office) -> None:
    missing = await get(office, "/active")
    assert (missing.status_code, missing.json()["code"]) == (404, "no_questionnaire")
    assert (await get(office, "/7")).status_code == 404
    assert (await act(office, "reorder", {"ids": ["a"]})).status_code == 404
    assert (await get(office)).json()["items"] == []


async def test_versions_are_listed_and_each_can_be_read(asked: Office) -> None:
    made = await publish(asked, content(CITY, NAME))
    assert made.headers["location"] == f"{PATH}/2"
    assert made.headers["etag"] == (await get(asked, "/active")).headers["etag"]
    listed = (await get(asked, "?total=true")).json()
    assert listed["total"] == 2
    assert [(each["version"], each["active"], each["questions"]) for each in listed["items"]] == [
        (2, True, 2),
        (1, False, 4),
    ]
    first = (await get(asked, "/1")).json()
    assert first["content"]["questions"][2]["options"][1]["refusal"] == "home"
    assert first["content"]["questions"][3]["asked_if"] == WHEN["asked_if"]


async def test_the_list_asks_the_database_as_often_for_many_versions_as_for_one(asked: Office) -> None:
    counts = []
    for number in range(3):
        with statements_of(asked.engine) as statements:
            await get(asked)
        counts.append(len(statements))
        await publish(asked, content(CITY, {**NAME, "text": f"{number}?"}))
    assert counts[0] >= counts[1] == counts[2]


async def test_questions_are_reordered_as_a_new_version(asked: Office, world: World) -> None:
    early = await act(asked, "reorder", {"ids": ["name", "when", "format", "city"]})
    assert (early.status_code, early.json()["code"]) == (422, "order_impossible")
    (fault,) = early.json()["errors"]
    assert fault["where"] == ["body", "ids", 1]
    assert "format stands" not in fault["what"]
    assert "it stands at place 3, when at place 2" in fault["what"]
    for wrong in (["name", "city"], ["name", "city", "format", "when", "when"], ["name", "city", "format", "x"]):
        assert (await act(asked, "reorder", {"ids": wrong})).status_code == 422
    done = await act(asked, "reorder", {"ids": ["city", "name", "format", "when"]})
    assert (done.status_code, done.json()["version"]) == (201, 2)
    assert [each["id"] for each in done.json()["content"]["questions"]] == ["city", "name", "format", "when"]
    same = await act(asked, "reorder", {"ids": ["city", "name", "format", "when"]})
    assert (same.status_code, same.json()["code"]) == (409, "nothing_changed")
    assert await world.ask("SELECT after -> 'changes' FROM audit_log ORDER BY id DESC LIMIT 1") == [
        "moved questions city"
    ]


async def test_an_old_version_is_asked_again_as_a_new_one(asked: Office, world: World) -> None:
    await publish(asked, content(CITY, NAME))
    changes = (await get(asked, "/1/diff")).json()
    assert changes["since"] == 2
    assert [(each["kind"], each["where"][1]) for each in changes["changes"]] == [
        ("added", "format"),
        ("added", "when"),
        ("moved", "name"),
    ]
    again = await act(asked, "1/activate", {})
    assert (again.status_code, again.json()["version"], again.json()["active"]) == (201, 3, True)
    assert await world.ask(
        "SELECT a.content = b.content FROM questionnaires a, questionnaires b WHERE a.version = 1 AND b.version = 3"
    )
    assert (await get(asked, "/1")).json()["active"] is False
    assert (await act(asked, "3/activate", {})).json()["code"] == "nothing_changed"
    assert (await act(asked, "9/activate", {})).status_code == 404
    async with world.sessions() as session:
        rows = [tuple(row) for row in await session.execute(AUDIT)]
    assert [row[0] for row in rows] == ["questionnaire_published"] * 2 + ["questionnaire_activated_again"]
    assert (rows[2][1], rows[2][2]["version"], rows[2][2]["activated_again"]) == ({"version": 2}, 3, 1)


async def test_what_somebody_wrote_into_the_database_is_a_problem_and_no_error(asked: Office, world: World) -> None:
    await world.run("""UPDATE questionnaires SET content = '{"questions": {"id": 1}}'""")
    broken = await get(asked, "/active")
    assert (broken.status_code, broken.json()["code"]) == (409, "questionnaire_unreadable")
    assert (await get(asked)).json()["items"][0]["questions"] == 0
    mended = await publish(asked, FIRST)
    assert (mended.status_code, mended.json()["version"]) == (201, 2)


async def test_a_new_version_reaches_new_journeys_at_once_and_running_ones_keep_theirs(
    office: Office, pending: Pending, world: World, stage: Stage
) -> None:
    updates = itertools.count(5000)

    async def arrives(person: int) -> CandidateId:
        candidate = CandidateId(await world.candidate(telegram_id=person, chat_id=person))
        await pending.journeys.arrive(candidate, m.CandidateArrived(update_id=next(updates)))
        return candidate

    async def hears(person: int, words: str) -> None:
        said: list[str] = []
        for _ in range(200):
            said = [str(each["text"]) for each in await stage.messages(person)]
            if any(words in each for each in said):
                return
            await asyncio.sleep(0.05)
        raise TimeoutError(f"{said}")

    early, late = await stage.person("Ли Вера"), await stage.person("Ким Нина")
    running = await arrives(early)
    await hears(early, "Как вас зовут?")
    published = await publish(office, content({**CITY, "text": "Где вы живёте теперь?"}, NAME))
    assert published.status_code == 201
    fresh = await arrives(late)
    await hears(late, "Где вы живёте теперь?")
    await pending.journeys.tell(running, m.TextWritten(update_id=next(updates), text="Ли Вера"))
    await hears(early, "В каком городе вам удобно работать?")
    for candidate in (running, fresh):
        await pending.journeys.handle(candidate).terminate()
