from typing import Any

import pytest
from temporalio.exceptions import ApplicationError

from activities.alarms import AlarmDeeds
from activities.screening import ScreeningDeeds, recognise_city
from bot.questionnaire import default_content
from database.places.cities import ActiveCity
from database.screening.test1 import publish_questionnaire
from domain.ids import CandidateId, CityId, QuestionnaireId
from domain.questionnaire import Answer
from tests.database.world import NOW, World
from workflows.deeds import KeepText, OpenScreening, PlanNudges, RecordScreening, ResolveCity
from workflows.findings import CityResolved, CityUnrecognised

NAMES = ("Казань", "Орёл", "Нижний Новгород", "Рязань", "Санкт-Петербург")
CITIES = [ActiveCity(id=CityId(number), name=name, zone="Europe/Moscow") for number, name in enumerate(NAMES, 1)]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Казань", "Казань"),
        ("  КАЗАНЬ! ", "Казань"),
        ("орел", "Орёл"),
        ("ОРЁЛ", "Орёл"),
        ("нижний  новгород", "Нижний Новгород"),
        ("санкт петербург", "Санкт-Петербург"),
    ],
)
def test_a_city_is_recognised_however_it_is_written(typed: str, name: str) -> None:
    found = recognise_city(CITIES, typed)
    assert isinstance(found, CityResolved)
    assert found.name == name


@pytest.mark.parametrize(
    ("typed", "suggestions"),
    [("Казнь", ["Казань"]), ("г. Казань", ["Казань"]), ("язань", ["Рязань", "Казань"]), ("Лондон", []), ("", [])],
)
def test_a_misspelt_city_is_answered_with_those_spelt_alike(typed: str, suggestions: list[str]) -> None:
    ids = {city.name: city.id for city in CITIES}
    assert recognise_city(CITIES, typed) == CityUnrecognised(suggestions=tuple(ids[name] for name in suggestions))


async def test_a_button_of_a_city_that_was_switched_off_names_no_city(world: World) -> None:
    city_id = CityId(await world.city(name="Казань"))
    deeds = ScreeningDeeds(world.sessions)
    order = ResolveCity(candidate_id=CandidateId(1), now=NOW, city_id=city_id, text=None)
    assert await deeds.resolve_city(order) == CityResolved(city_id=city_id, name="Казань")
    await world.run("UPDATE cities SET active = false")
    assert await deeds.resolve_city(order) == CityUnrecognised()


async def test_without_a_questionnaire_the_journey_waits_for_one(world: World) -> None:
    deeds = ScreeningDeeds(world.sessions)
    order = OpenScreening(candidate_id=CandidateId(1), now=NOW)
    with pytest.raises(ApplicationError) as refused:
        await deeds.open_screening(order)
    assert not refused.value.non_retryable
    async with world.sessions.begin() as session:
        published = await publish_questionnaire(session, default_content())
    assert (await deeds.open_screening(order)).questionnaire.id == published


@pytest.mark.parametrize(("refusal", "passed"), [(None, True), ("format", False)])
async def test_a_finished_test_is_stored_once_with_its_verdict_and_what_it_tells(
    world: World, refusal: str | None, *, passed: bool
) -> None:
    async with world.sessions.begin() as session:
        questionnaire_id = await publish_questionnaire(session, default_content())
    deeds = ScreeningDeeds(world.sessions)
    opened = await deeds.open_screening(OpenScreening(candidate_id=CandidateId(1), now=NOW))
    name_question = opened.questionnaire.questions[0].id
    candidate_id, city_id = await world.candidate(), await world.city()
    order = RecordScreening(
        candidate_id=CandidateId(candidate_id),
        now=NOW,
        questionnaire_id=QuestionnaireId(questionnaire_id),
        answers=(Answer(question_id=name_question, text="Петрова Анна"),),
        city_id=CityId(city_id),
        refusal=refusal,
    )
    may_choose = PlanNudges(candidate_id=order.candidate_id, now=NOW, city_id=CityId(city_id))
    nudges = await AlarmDeeds(world.sessions).plan_nudges(may_choose) if passed else None
    for _ in range(2):
        assert await deeds.record_screening(order) == nudges
    assert await world.ask("SELECT array_agg(passed) FROM test_results") == [passed]
    assert await world.ask("SELECT count(*) FROM test_answers") == 1
    known: Any = await world.ask("SELECT name || city_id FROM candidates WHERE id = :id", id=candidate_id)
    assert known == f"Петрова Анна{city_id}"


async def test_words_outside_of_questions_are_kept_once(world: World) -> None:
    candidate_id = CandidateId(await world.candidate())
    order = KeepText(candidate_id=candidate_id, now=NOW, text="А где офис?", update_id=5, city_id=None, booking_id=None)
    for _ in range(2):
        await ScreeningDeeds(world.sessions).keep_text(order)
    assert await world.ask("SELECT array_agg(text) FROM candidate_texts") == ["А где офис?"]
