"""Overridden texts, policies, the audit log, questionnaires and results."""

from datetime import time, timedelta

import pytest
from pydantic import ValidationError

from database import audit
from database.places.policies import policy_for, policy_from, set_city_policy, set_company_policy, stored_policy
from database.places.templates import drop_template, save_template, template_override
from database.screening.test1 import (
    current_questionnaire,
    latest_answers,
    latest_result,
    publish_questionnaire,
    questionnaire,
    questionnaire_content,
    record_test_result,
)
from domain.booking import Actor
from domain.policy import DEFAULT_POLICY
from domain.questionnaire import Answer, Option, Question, QuestionKind
from tests.database.world import HOUR, NOW, World

QUESTIONS = (
    Question(id="name", kind=QuestionKind.FULL_NAME),
    Question(
        id="format",
        kind=QuestionKind.CHOICE,
        options=(Option(id="office", caption="Офис"), Option(id="home", caption="Дома", refusal="format")),
    ),
)


async def override(world: World, key: str, city: int | None) -> str | None:
    async with world.sessions() as session:
        return await template_override(session, key=key, city_id=city, language="ru")


async def save(world: World, city: int | None, body: str) -> None:
    async with world.sessions.begin() as session:
        await save_template(session, key="congratulate", city_id=city, language="ru", body=body)


async def test_the_words_of_a_city_beat_those_of_the_company(world: World) -> None:
    city, other = await world.city(), await world.city()
    assert await override(world, "congratulate", city) is None
    await save(world, None, "company")
    await save(world, city, "city")
    assert await override(world, "congratulate", city) == "city"
    assert await override(world, "congratulate", other) == "company"
    assert await override(world, "congratulate", None) == "company"
    assert await override(world, "remind_candidate", city) is None


async def test_a_saved_text_replaces_the_one_before_and_dropping_it_falls_back(world: World) -> None:
    city = await world.city()
    for body in ("first", "second"):
        await save(world, city, body)
    assert await override(world, "congratulate", city) == "second"
    assert await world.ask("SELECT string_agg(body || version, ' ' ORDER BY id) FROM templates") == "first1 second2"
    for dropped in (True, False):
        async with world.sessions.begin() as session:
            assert await drop_template(session, key="congratulate", city_id=city, language="ru") is dropped
    assert await override(world, "congratulate", city) is None


async def test_one_text_is_active_per_key_city_and_language(world: World) -> None:
    await save(world, None, "company")
    with pytest.raises(Exception, match="uq_templates_active"):
        await world.run("INSERT INTO templates (key, body, version) VALUES ('congratulate', 'twin', 9)")


async def test_a_policy_is_the_default_then_the_company_then_the_city(world: World) -> None:
    city, other = await world.city(), await world.city()
    async with world.sessions.begin() as session:
        assert await policy_for(session, city) == DEFAULT_POLICY
        await set_company_policy(session, {"minimum_notice": 7200, "quiet_from": "21:30"})
        await set_city_policy(session, city, {"minimum_notice": 1800})
        in_city, elsewhere = await policy_for(session, city), await policy_for(session, other)
        assert await policy_for(session, None) == elsewhere
    assert (in_city.minimum_notice, in_city.quiet_from) == (timedelta(minutes=30), time(21, 30))
    assert elsewhere.minimum_notice == timedelta(hours=2)
    assert in_city.reminder_lead == DEFAULT_POLICY.reminder_lead


async def test_a_policy_survives_being_stored() -> None:
    assert policy_from(stored_policy(DEFAULT_POLICY)) == DEFAULT_POLICY


@pytest.mark.parametrize(
    "overrides",
    [
        {"minimum_notise": 1},
        {"minimum_notice": "soon"},
        {"minimum_notice": -1},
        {"quiet_from": "25:00"},
        {"moves_by_candidate": -1},
        {"moves_by_candidate": 1.5},
        {"moves_by_candidate": True},
        {"moves_by_candidate": "two"},
    ],
)
async def test_a_policy_that_makes_no_sense_is_refused(world: World, overrides: dict[str, object]) -> None:
    async with world.sessions() as session:
        with pytest.raises(ValueError, match=r"minimum|quiet|moves"):
            await set_company_policy(session, overrides)


async def test_the_audit_log_keeps_who_did_what(world: World) -> None:
    async with world.sessions.begin() as session:
        await audit.record(
            session, actor=Actor.ADMIN, actor_id=3, what="renamed the city", at=NOW,
            subject_table="cities", subject_id=1, before={"name": "A"}, after={"name": "Б"},
        )  # fmt: skip
        await audit.record(session, actor=Actor.RECRUITER, actor_id=4, what="pressed a stranger's button", at=NOW)
    assert await world.ask("SELECT after ->> 'name' FROM audit_log WHERE subject_table = 'cities'") == "Б"
    assert await world.ask("SELECT count(*) FROM audit_log WHERE before IS NULL") == 1


async def test_a_published_questionnaire_is_the_current_one_and_earlier_ones_remain(world: World) -> None:
    async with world.sessions.begin() as session:
        assert await current_questionnaire(session) is None
        first = await publish_questionnaire(session, questionnaire_content(QUESTIONS))
        assert await publish_questionnaire(session, questionnaire_content(QUESTIONS)) == first
        second = await publish_questionnaire(session, questionnaire_content(QUESTIONS[:1]))
    async with world.sessions() as session:
        current, earlier = await current_questionnaire(session), await questionnaire(session, first)
        assert await questionnaire(session, 999) is None
    assert current is not None
    assert (current.id, current.questions) == (second, QUESTIONS[:1])
    assert earlier is not None
    assert earlier.questions == QUESTIONS


async def test_a_questionnaire_of_nonsense_is_not_published(world: World) -> None:
    async with world.sessions() as session:
        with pytest.raises(ValidationError):
            await publish_questionnaire(session, {"questions": [{"id": "x", "kind": "telepathy"}]})


async def test_a_result_is_stored_once_and_teaches_the_name_and_the_city(world: World) -> None:
    city, candidate = await world.city(), await world.candidate()
    answers = (Answer(question_id="name", text="Анна Ли"), Answer(question_id="format", option_id="office"))
    for _ in range(2):
        async with world.sessions.begin() as session:
            test = await publish_questionnaire(session, questionnaire_content(QUESTIONS))
            await record_test_result(
                session, candidate_id=candidate, questionnaire_id=test, passed=True, reason=None,
                answers=answers, name="Анна Ли", city_id=city, finished_at=NOW,
            )  # fmt: skip
    assert await world.ask("SELECT count(*) FROM test_answers") == 2
    assert await world.ask("SELECT name || city_id FROM candidates") == f"Анна Ли{city}"
    async with world.sessions() as session:
        assert await latest_answers(session, candidate) == answers


async def test_a_refusal_is_stored_with_its_reason_and_the_latest_result_counts(world: World) -> None:
    candidate = await world.candidate()
    async with world.sessions.begin() as session:
        test = await publish_questionnaire(session, questionnaire_content(QUESTIONS))
        assert await latest_result(session, candidate) is None
        for hours, reason in ((0, "format"), (1, None)):
            await record_test_result(
                session, candidate_id=candidate, questionnaire_id=test, passed=reason is None, reason=reason,
                answers=(), name=None, city_id=None, finished_at=NOW + hours * HOUR,
            )  # fmt: skip
        latest = await latest_result(session, candidate)
    assert latest is not None
    assert (latest.passed, latest.reason, latest.finished_at) == (True, None, NOW + HOUR)
    assert await world.ask("SELECT reason FROM test_results ORDER BY id") == "format"
