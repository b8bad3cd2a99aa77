import re

from aiogram.types import BufferedInputFile
from sqlalchemy.ext.asyncio import AsyncSession

from bot.card import Card
from bot.composer import compose
from domain.stages import Ending, Stage
from tests.bot.letters import about, captions, order
from tests.bot.seeded import Seeded
from tests.bot.test_views import every_letter
from workflows.effects import AnyLetter
from workflows.letters import to_candidate
from workflows.letters.letter import Audience
from workflows.letters.to_recruiter import ReportUndelivered

CYRILLIC = re.compile(r"[^\n]*[\u0400-\u04ff]+[^\n]*")
NAMES_IN_LATIN = (
    "UPDATE cities SET name = 'Yekaterinburg'",
    "UPDATE recruiters SET name = 'Maria Sokolova'",
    "UPDATE candidates SET name = 'Petrova Anna', language = 'en'",
)


async def in_english(seeded: Seeded) -> None:
    for change in NAMES_IN_LATIN:
        await seeded.world.run(change)


async def card(session: AsyncSession, seeded: Seeded, letter: AnyLetter) -> Card | None:
    envelope = await compose(session, order(seeded, letter))
    return None if envelope is None else envelope.card


def russian_in(card: Card | None) -> list[str]:
    """Return what is Russian in a card: in its text, on its buttons, in its file."""
    if card is None:
        return []
    document = card.document.data.decode() if isinstance(card.document, BufferedInputFile) else ""
    return [found for said in (card.text, *captions(card), document) for found in CYRILLIC.findall(said)]


async def test_no_letter_to_an_english_candidate_says_anything_in_russian(
    seeded: Seeded, session: AsyncSession
) -> None:
    await in_english(seeded)
    letters = [letter for letter in every_letter(seeded) if letter.TO is Audience.CANDIDATE]
    said = {letter.kind: russian_in(await card(session, seeded, letter)) for letter in letters}
    own_words = said.pop("pass_reply")
    assert own_words == ["<blockquote>Да, можно</blockquote>"], "what people wrote stays as they wrote it"
    assert {kind: found for kind, found in said.items() if found} == {}


async def test_an_english_candidate_finds_every_stage_in_english(seeded: Seeded, session: AsyncSession) -> None:
    await in_english(seeded)
    found = [
        russian_in(
            await card(
                session,
                seeded,
                to_candidate.ShowWhereYouStand(stage=stage, **about(seeded), stale=True, ending=ending),
            )
        )
        for stage in Stage
        for ending in (None, *Ending)
    ]
    assert not any(found)


async def test_every_question_is_asked_in_english(seeded: Seeded, session: AsyncSession) -> None:
    await in_english(seeded)
    content = await seeded.world.ask("SELECT content FROM questionnaires")
    for number, question in enumerate(content["questions"], start=1):
        letter = to_candidate.AskQuestion(
            questionnaire_id=seeded.questionnaire, question_id=question["id"], number=number, total=10
        )
        assert russian_in(await card(session, seeded, letter)) == []


async def test_recruiters_read_the_same_whatever_their_candidate_speaks(seeded: Seeded, session: AsyncSession) -> None:
    letters = [letter for letter in every_letter(seeded) if letter.TO is not Audience.CANDIDATE]
    before = [await card(session, seeded, letter) for letter in letters]
    await seeded.world.run("UPDATE candidates SET language = 'en'")
    for letter, russian in zip(letters, before, strict=True):
        now = await card(session, seeded, letter)
        assert (now is None) == (russian is None)
        if now is not None and russian is not None and not isinstance(letter, ReportUndelivered):
            assert now.text == russian.text
            assert captions(now) == captions(russian)


async def test_the_words_to_copy_are_in_the_language_of_whom_they_are_for(
    seeded: Seeded, session: AsyncSession
) -> None:
    await in_english(seeded)
    letter = ReportUndelivered(**about(seeded), undelivered="remind_candidate", certain=True)
    report = await card(session, seeded, letter)
    assert report is not None
    assert "Hello Anna! A reminder of your interview" in report.text
    assert "Свяжитесь с кандидатом вручную" in report.text
