"""Test1: its questions, and the polite end of it."""

from bot import questionnaire
from bot.card import Card
from bot.keyboards.contact import kb_human
from bot.keyboards.screening import kb_cities, kb_no_hiring, kb_question
from bot.views.contexts import at_candidate, given_name
from bot.views.writer import Writer
from bot.wording import DEFAULT_LANGUAGE
from database.people.candidates import CandidateProfile
from database.places.cities import ActiveCity, active_cities, company_contact_link
from database.screening.test1 import latest_result
from domain.ids import CityId
from domain.questionnaire import QuestionKind
from workflows.letters.letter import Letter
from workflows.letters.to_candidate import AskQuestion, RefuseCandidate


async def ask_question(writer: Writer, letter: AskQuestion) -> Card | None:
    """Ask; where no city is active, the question about it is replaced by an honest word and a contact."""
    asked = await questionnaire.published(writer.session, letter.questionnaire_id)
    if asked is None:
        return None
    question = asked.question(letter.question_id, writer.language)
    is_about_city = question.kind is QuestionKind.CITY
    cities = await active_cities(writer.session) if is_about_city else []
    if is_about_city and not cities:
        return await _no_cities(writer)
    words = asked.words(letter.question_id, writer.language)
    suggested = [city for city_id in letter.suggestions for city in cities if city.id == city_id]
    text = await writer.say(
        "ask_question",
        number=letter.number,
        total=letter.total,
        question=words.text,
        hint=words.hint,
        misread=letter.misread,
        minimum=question.minimum,
        maximum=question.maximum,
        suggestions=[city.name for city in suggested],
        offer_human=letter.offer_human,
    )
    if is_about_city:
        offered = _suggested_first(cities, letter.suggestions)
        return Card(text=text, keyboard=kb_cities(question, offered, can_go_back=letter.can_go_back))
    return Card(text=text, keyboard=kb_question(question, can_go_back=letter.can_go_back))


async def refuse_candidate(writer: Writer, candidate: CandidateProfile, letter: RefuseCandidate) -> Card:
    """End Test1 with its reason and the day from which another try is possible."""
    asked = await questionnaire.published(writer.session, letter.questionnaire_id)
    text = await writer.say(
        "refuse_candidate",
        name=given_name(candidate.name),
        reason=asked.refusal(letter.reason, writer.language) if asked else "",
        retry_at=at_candidate(letter.retry_at, candidate),
    )
    return Card(text=text, keyboard=kb_human())


async def chosen_option(writer: Writer, candidate: CandidateProfile, letter: Letter) -> str | None:
    """Return what the candidate chose in the question before this letter, as their language says it."""
    if letter.chosen is None or writer.language == DEFAULT_LANGUAGE:
        return letter.chosen
    if isinstance(letter, AskQuestion | RefuseCandidate):
        version = letter.questionnaire_id
    else:
        result = await latest_result(writer.session, candidate.id)
        if result is None:
            return letter.chosen
        version = result.questionnaire_id
    asked = await questionnaire.published(writer.session, version)
    return asked.chosen(letter.chosen, writer.language) if asked else letter.chosen


async def _no_cities(writer: Writer) -> Card:
    link = await company_contact_link(writer.session)
    text = await writer.say("dead_ends/no_cities", has_contact=link is not None)
    return Card(text=text, keyboard=kb_no_hiring(link))


def _suggested_first(cities: list[ActiveCity], suggestions: tuple[CityId, ...]) -> list[ActiveCity]:
    return sorted(cities, key=lambda city: suggestions.index(city.id) if city.id in suggestions else len(suggestions))
