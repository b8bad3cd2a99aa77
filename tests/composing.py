"""A process that composes lists as the bot does: wishes in, one a line, and what each list says out.

For each database that it is asked about it keeps connections, and one that listens for changes, as whoever caches
would have to.
"""

import asyncio
import json
import sys
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.card import Card
from bot.composer import compose
from database.engine import DatabaseSettings, build_engine, build_sessions
from database.freshness import CHANGED, listen
from database.screening.test1 import current_questionnaire
from domain.ids import CandidateId, CityId
from domain.questionnaire import QuestionKind
from domain.stages import Stage
from tests.database.world import NOW, Sessions
from workflows.effects import AnyLetter
from workflows.letters.to_candidate import AskQuestion, OfferRecruiters, OfferSlots
from workflows.steps import SendLetter


async def main() -> None:
    known: dict[str, Sessions] = {}
    async with asyncio.TaskGroup() as group:
        ears = []
        while line := await asyncio.to_thread(sys.stdin.readline):
            wish = json.loads(line)
            if wish["url"] not in known:
                known[wish["url"]] = build_sessions(build_engine(DatabaseSettings(wish["url"], pool_size=2)))
                ears.append(group.create_task(listen(wish["url"], CHANGED, lambda _: None)))
            sys.stdout.write(json.dumps(await composed(known[wish["url"]], wish)) + "\n")
            sys.stdout.flush()
        for ear in ears:
            ear.cancel()


async def composed(sessions: Sessions, wish: dict[str, Any]) -> str:
    """Return the text of the list and the captions of its buttons."""
    async with sessions() as session:
        letter = await letter_of(session, wish["list"], CityId(wish["city"]))
        envelope = await compose(session, ordered(letter, wish["candidate"]))
    assert envelope is not None
    return spoken(envelope.card)


def ordered(letter: AnyLetter, candidate_id: int) -> SendLetter:
    return SendLetter(
        candidate_id=CandidateId(candidate_id), letter=letter, occurrence=1, stage=Stage.SCREENING, now=NOW
    )


def spoken(card: Card) -> str:
    rows = card.keyboard.inline_keyboard if card.keyboard else []
    return " | ".join([card.text, *(button.text for row in rows for button in row)])


async def letter_of(session: AsyncSession, wanted: str, city_id: CityId) -> AnyLetter:
    if wanted == "recruiters":
        return OfferRecruiters(city_id=city_id)
    if wanted == "slots":
        return OfferSlots(city_id=city_id, recruiter_id=None)
    asked = await current_questionnaire(session)
    assert asked is not None
    kind = QuestionKind.CITY if wanted == "cities" else QuestionKind.FULL_NAME
    question = next(each for each in asked.questions if each.kind is kind)
    return AskQuestion(questionnaire_id=asked.id, question_id=question.id, number=1, total=len(asked.questions))


if __name__ == "__main__":
    asyncio.run(main())
