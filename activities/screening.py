"""Test1 and words: which questions are asked, which city is meant, what was answered, what else was written."""

import difflib
import re
import unicodedata
from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.alarms import nudges_of
from database.bookings.cards import booking_card
from database.moves.wish import note_wish
from database.people import candidates
from database.people.recruiters import recruiters_of_city
from database.places.cities import ActiveCity, active_cities
from database.screening.test1 import current_questionnaire, questionnaire, record_test_result
from domain.ids import CityId, RecruiterId
from domain.questionnaire import Answer, QuestionKind, Questionnaire
from workflows.deeds import KeepText, OpenScreening, RecordScreening, ResolveCity
from workflows.findings import CityResolved, CityUnrecognised, NudgesPlanned, ScreeningOpened, WordsKept

MOST_SUGGESTIONS = 3
ALIKE = 0.6  # difflib's ratio; one wrong letter out of six is 0.83
NOT_A_LETTER = re.compile(r"[\W_]+")


class ScreeningDeeds:
    """What is done for Test1."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self._sessions = sessions

    @activity.defn
    async def open_screening(self, deed: OpenScreening) -> ScreeningOpened:
        """Pin the current questionnaire; without one the journey waits until it is published."""
        async with self._sessions() as session:
            current = await current_questionnaire(session)
        if current is None:
            raise ApplicationError(
                f"no questionnaire is published; candidate {deed.candidate_id} waits for one", type="NoQuestionnaire"
            )
        return ScreeningOpened(questionnaire=current)

    @activity.defn
    async def resolve_city(self, deed: ResolveCity) -> CityResolved | CityUnrecognised:
        """Find the active city of a button, or of words in any case, dotted or not."""
        async with self._sessions() as session:
            cities = await active_cities(session)
        if deed.city_id is not None:
            meant = next((city for city in cities if city.id == deed.city_id), None)
            return CityUnrecognised() if meant is None else CityResolved(city_id=meant.id, name=meant.name)
        return recognise_city(cities, deed.text or "")

    @activity.defn
    async def record_screening(self, deed: RecordScreening) -> NudgesPlanned | None:
        """Store the answers, the verdict and what they tell of the candidate; plan when to ask who does not choose."""
        async with self._sessions.begin() as session:
            asked = await questionnaire(session, deed.questionnaire_id)
            await record_test_result(
                session,
                candidate_id=deed.candidate_id,
                questionnaire_id=deed.questionnaire_id,
                passed=deed.refusal is None,
                reason=deed.refusal,
                answers=deed.answers,
                name=None if asked is None else name_in(asked, deed.answers),
                city_id=deed.city_id,
                finished_at=deed.now,
            )
            if deed.refusal is not None or deed.city_id is None:
                return None
            return await nudges_of(session, deed.city_id, now=deed.now)

    @activity.defn
    async def keep_text(self, deed: KeepText) -> WordsKept:
        """Keep what was written where no answer was expected, and say who can be given it to read.

        While the candidate asks to move, it says what they wish.
        """
        async with self._sessions.begin() as session:
            is_new = await candidates.keep_text(
                session,
                candidate_id=deed.candidate_id,
                update_id=deed.update_id,
                text=deed.text,
                written_at=deed.now,
            )
            if is_new and deed.booking_id is not None:
                await note_wish(session, booking_id=deed.booking_id, words=deed.text)
            return WordsKept(update_id=deed.update_id, readers=await readers_of(session, deed))


async def readers_of(session: AsyncSession, deed: KeepText) -> tuple[RecruiterId, ...]:
    """Return the booking's recruiter if they read Telegram, else all of the city who do, by name."""
    card = None if deed.booking_id is None else await booking_card(session, deed.booking_id)
    if card is not None and card.recruiter_active and card.recruiter_chat_id is not None:
        return (card.recruiter_id,)
    city_id = deed.city_id if card is None else card.city_id
    serving = [] if city_id is None else await recruiters_of_city(session, city_id)
    return tuple(
        recruiter.id for recruiter in serving if recruiter.tg_chat_id is not None and recruiter.blocked_at is None
    )


def recognise_city(cities: Sequence[ActiveCity], text: str) -> CityResolved | CityUnrecognised:
    """Return the city that the words name, or those that are spelt alike, best first."""
    typed = _plain(text)
    by_name = {_plain(city.name): city for city in cities}
    if meant := by_name.get(typed):
        return CityResolved(city_id=meant.id, name=meant.name)
    alike = difflib.get_close_matches(typed, by_name, n=MOST_SUGGESTIONS, cutoff=ALIKE)
    return CityUnrecognised(suggestions=tuple(CityId(by_name[name].id) for name in alike))


def name_in(asked: Questionnaire, answers: Sequence[Answer]) -> str | None:
    """Return the candidate's name if the questionnaire asked for it and it was answered."""
    names = {question.id for question in asked.questions if question.kind is QuestionKind.FULL_NAME}
    return next((answer.text for answer in answers if answer.question_id in names), None)


def _plain(name: str) -> str:
    """Write a name so that case, hyphens and the dots over a letter make no difference."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return NOT_A_LETTER.sub(" ", bare).strip()
