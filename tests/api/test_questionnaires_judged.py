"""Drafts of Test1 through the API: judged, compared, and published by who may and who answers for them."""

import asyncio

import pytest

from bot.questionnaire import default_content
from database.screening.test1 import publish_questionnaire
from tests.api.drafts import (
    AGE,
    CITY,
    FIRST,
    FORMAT,
    NAME,
    PATH,
    TOO_OLD,
    UNLAWFUL,
    WHEN,
    act,
    content,
    get,
    publish,
    verdict,
)
from tests.api.office import Office
from tests.database.world import World


@pytest.fixture
async def asked(office: Office) -> Office:
    assert (await publish(office, FIRST)).status_code == 201
    return office


async def test_what_ships_reads_back_as_it_was_and_raises_no_warning(office: Office, world: World) -> None:
    async with world.sessions.begin() as session:
        await publish_questionnaire(session, default_content())
    shown = (await get(office, "/active")).json()
    assert [each["id"] for each in shown["content"]["questions"]] == [
        each["id"] for each in default_content()["questions"]
    ]
    assert await verdict(office, shown["content"]) == {"valid": True, "errors": [], "warnings": []}
    again = await publish(office, shown["content"])
    assert (again.status_code, again.json()["code"]) == (409, "nothing_changed")


async def test_a_draft_is_judged_with_the_place_of_each_mistake(office: Office, world: World) -> None:
    judged = await verdict(office, content(WHEN, FORMAT, {**NAME, "minimum": 3}))
    assert not judged["valid"]
    assert [(each["where"], each["code"]) for each in judged["errors"]] == [
        (["questions", 2, "minimum"], "bound_unused"),
        (["questions", 0, "asked_if", 0], "condition_impossible"),
        (["questions"], "city_not_asked"),
    ]
    refused = await publish(office, content(WHEN, FORMAT))
    assert (refused.status_code, refused.json()["code"]) == (422, "questionnaire_invalid")
    assert refused.json()["errors"][0]["where"] == ["body", "content", "questions", 0, "asked_if", 0]
    shapeless = await publish(office, {"questions": [{"id": "x", "kind": "telepathy", "text": "?"}]})
    assert (shapeless.status_code, shapeless.json()["code"]) == (422, "malformed")
    assert await world.ask("SELECT count(*) FROM questionnaires") == 0


async def test_translations_are_judged_and_kept(office: Office) -> None:
    shown = (await publish(office, FIRST)).json()["content"]["questions"]
    assert [(each["label"], each["hint"]) for each in shown] == [(None, "")] * 4  # not those that ship by the same ids
    english = {"en": {"questions": [{"id": "format", "text": "How?", "options": [{"id": "home", "caption": "Home"}]}]}}
    assert (await publish(office, {**FIRST, "translations": english})).status_code == 201
    shown = (await get(office, "/active")).json()["content"]["translations"]
    assert shown["en"]["questions"][0]["options"] == [{"id": "home", "caption": "Home"}]
    strange = await verdict(office, {**FIRST, "translations": {"en": {"questions": [{"id": "gone"}]}}})
    assert [each["code"] for each in strange["errors"]] == ["question_unknown"]


async def test_a_rule_that_may_be_unlawful_is_published_only_by_who_answers_for_it(
    office: Office, world: World
) -> None:
    (warning,) = (await verdict(office, UNLAWFUL))["warnings"]
    assert (warning["id"], warning["code"], warning["rule"]) == (TOO_OLD, "refuses_by_age", "home")
    assert warning["where"] == ["questions", 3, "options", 1]
    assert "Article 3 of the Labour Code" in warning["why"]
    assert warning["must_acknowledge"]
    refused = await publish(office, UNLAWFUL)
    assert (refused.status_code, refused.json()["code"]) == (409, "warnings_unacknowledged")
    assert TOO_OLD in refused.json()["detail"]
    assert refused.json()["errors"][0]["where"] == ["body", "content", "questions", 3, "options", 1]
    assert (await publish(office, UNLAWFUL, acknowledge_warnings=["refuses_by_sex"])).status_code == 409
    done = await publish(office, UNLAWFUL, acknowledge_warnings=[TOO_OLD])
    assert done.status_code == 201
    assert await world.ask("SELECT after -> 'acknowledged' FROM audit_log") == [TOO_OLD]


async def test_what_is_only_doubtful_needs_no_answer(office: Office) -> None:
    draft = content(CITY, {**FORMAT, "options": [{"id": "a", "caption": "А"}, {"id": "b", "caption": "Б"}]})
    doubts = (await verdict(office, draft))["warnings"]
    assert {(each["code"], each["must_acknowledge"]) for each in doubts} == {
        ("refusal_unused", False),
        ("name_not_asked", False),
    }
    assert (await publish(office, draft)).status_code == 201


async def test_an_unlawful_version_is_not_asked_again_without_an_answer_for_it(office: Office) -> None:
    await publish(office, UNLAWFUL, acknowledge_warnings=[TOO_OLD])
    await publish(office, FIRST)
    assert (await act(office, "1/activate", {})).json()["code"] == "warnings_unacknowledged"
    assert (await act(office, "1/activate", {"acknowledge_warnings": [TOO_OLD]})).status_code == 201


async def test_a_draft_is_compared_with_what_is_asked_now(asked: Office) -> None:
    draft = content(CITY, NAME, {**FORMAT, "text": "Где вам удобно?"}, AGE)
    answer = await asked.http.post(f"{PATH}/diff", headers=asked.viewer, json=draft)
    assert [(each["kind"], each["where"][1], each["field"]) for each in answer.json()["changes"]] == [
        ("removed", "when", None),
        ("added", "age_group", None),
        ("moved", "city", None),
        ("changed", "format", "text"),
    ]


async def test_of_two_admins_who_saw_the_same_version_one_is_refused(asked: Office) -> None:
    tag = (await get(asked, "/active")).headers["etag"]
    drafts = (content(CITY, NAME), content(NAME, CITY))
    answers = await asyncio.gather(*(publish(asked, draft, tag) for draft in drafts))
    assert sorted(answer.status_code for answer in answers) == [201, 412]
    blind = await asked.http.post(PATH, headers=asked.admin, json={"content": FIRST})
    assert (blind.status_code, blind.json()["code"]) == (428, "if_match_missing")
    assert (await act(asked, "1/activate", {}, tag)).status_code == 412
    assert (await act(asked, "reorder", {"ids": ["city", "name"]}, tag)).status_code == 412


async def test_the_same_key_publishes_once(office: Office, world: World) -> None:
    answers = [await publish(office, FIRST, key="first") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[1].headers["idempotency-replayed"] == "true"
    assert answers[0].json() == answers[1].json()
    assert await world.ask("SELECT count(*) FROM questionnaires") == 1


async def test_viewers_look_and_judge_and_only_admins_publish(asked: Office, world: World) -> None:
    manager = await asked.token("manager", cities=[await world.city()])
    for path, body in (("", {"content": FIRST}), ("/reorder", {"ids": ["name"]}), ("/1/activate", {})):
        for who, status in ((asked.viewer, 403), (manager, 403), ({}, 401)):
            answer = await asked.http.post(f"{PATH}{path}", headers=who | {"If-Match": "*"}, json=body)
            assert answer.status_code == status
    for path in ("", "/active", "/1", "/1/diff"):
        assert (await asked.http.get(f"{PATH}{path}", headers=manager)).status_code == 200
        assert (await asked.http.get(f"{PATH}{path}")).status_code == 401
