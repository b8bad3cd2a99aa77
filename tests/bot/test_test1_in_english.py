from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot import questionnaire
from bot.questionnaire import AskedQuestionnaire, default_content, read_structure
from domain.ids import QuestionnaireId
from tests.bot.letters import captions, card_of, envelope_of
from tests.bot.seeded import Seeded
from tests.database.world import NOW
from workflows.letters import to_candidate


async def speak_english(seeded: Seeded) -> None:
    await seeded.world.run("UPDATE candidates SET language = 'en'")


async def test_test1_is_asked_in_the_candidates_language(seeded: Seeded, session: AsyncSession) -> None:
    await speak_english(seeded)
    asked: dict[str, Any] = {"questionnaire_id": seeded.questionnaire, "total": 10}
    letter = to_candidate.AskQuestion(**asked, question_id="status", number=4, can_go_back=True, chosen="Екатеринбург")
    envelope = await envelope_of(session, seeded, letter)
    assert "What do you do at present?" in envelope.card.text
    assert captions(envelope.card)[:2] == ["I work", "I’m looking for a job"]
    assert captions(envelope.card)[-2:] == ["← Change the last answer", "Ask for a person"]
    assert envelope.chosen == "Екатеринбург", "a name stays as it is"


async def test_what_was_chosen_stays_to_be_seen_in_the_candidates_language(
    seeded: Seeded, session: AsyncSession
) -> None:
    asked: dict[str, Any] = {"questionnaire_id": seeded.questionnaire, "chosen": "Ищу работу"}
    next_question = to_candidate.AskQuestion(**asked, question_id="salary", number=5, total=10)
    offer = to_candidate.OfferRecruiters(city_id=seeded.city, passed=True, chosen="Пока нет")
    refusal = to_candidate.RefuseCandidate(**{**asked, "chosen": "Только удалённо"}, reason="remote_only", retry_at=NOW)
    assert [(await envelope_of(session, seeded, each)).chosen for each in (next_question, offer, refusal)] == [
        "Ищу работу",
        "Пока нет",
        "Только удалённо",
    ]
    await speak_english(seeded)
    assert [(await envelope_of(session, seeded, each)).chosen for each in (next_question, offer, refusal)] == [
        "I’m looking for a job",
        "Not yet",
        "Remote only",
    ]


async def test_a_refusal_gives_its_reason_in_the_candidates_language(seeded: Seeded, session: AsyncSession) -> None:
    await speak_english(seeded)
    letter = to_candidate.RefuseCandidate(questionnaire_id=seeded.questionnaire, reason="remote_only", retry_at=NOW)
    assert "All our jobs are on site" in (await card_of(session, seeded, letter)).text


OWN = {
    "questions": [{"id": "age", "kind": "number", "label": "Лет", "text": "Ваш возраст?"}],
    "translations": {"en": {"questions": [{"id": "age", "text": "Your age?"}]}},
}


def test_words_of_a_versions_own_are_said_as_it_translates_them_or_as_they_are() -> None:
    asked = AskedQuestionnaire(structure=read_structure(QuestionnaireId(1), OWN), content=OWN)
    assert asked.words("age", "en").text == "Your age?"
    assert asked.words("age", "en").label == "Лет"
    assert asked.words("age", "en").hint == "Just one number, for example 23."
    assert asked.words("age").text == "Ваш возраст?"


def test_the_version_that_ships_is_said_in_every_language() -> None:
    content = default_content()
    asked = AskedQuestionnaire(structure=read_structure(QuestionnaireId(1), content), content=content)
    assert asked.words("age", "en").text == "How old are you?"
    assert asked.words("age", "xx") == asked.words("age", "ru")
    assert asked.refusal("nights_only", "en").startswith("We don’t work at night")


async def test_a_published_version_is_said_in_english_too(seeded: Seeded, session: AsyncSession) -> None:
    asked = await questionnaire.published(session, seeded.questionnaire)
    assert asked is not None
    option = asked.question("status", "en").option("looking")
    assert option is not None
    assert option.caption == "I’m looking for a job"
    assert asked.chosen("Ищу работу", "en") == option.caption
