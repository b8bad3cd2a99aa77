import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot import telegram_html
from bot.composer import compose
from domain.stages import Ending, Stage
from tests.bot.letters import about, captions, order
from tests.bot.seeded import Seeded
from tests.bot.test_views import every_letter
from workflows.effects import AnyLetter
from workflows.letters.to_candidate import HintAtButtons, NudgeCandidate, SayGoodbye, ShowWhereYouStand

WHAT_TO_DO = {"ru": ("/start", "апишите", "придёт сюда", "отправьте"), "en": ("/start", "rite", "comes here", "send")}


def letters(seeded: Seeded) -> list[AnyLetter]:
    """Return every letter, and those that differ by stage or ending in each of them."""
    return [
        *every_letter(seeded),
        *(ShowWhereYouStand(stage=stage, **about(seeded), stale=True) for stage in Stage),
        *(NudgeCandidate(stage=stage) for stage in Stage),
        *(HintAtButtons(stage=stage, offer_human=True) for stage in Stage),
        *(SayGoodbye(ending=ending) for ending in Ending),
    ]


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_whoever_is_asked_something_has_a_button_or_is_told_what_to_do(
    seeded: Seeded, session: AsyncSession, language: str
) -> None:
    await seeded.world.run("UPDATE candidates SET language = :language", language=language)
    for letter in letters(seeded):
        envelope = await compose(session, order(seeded, letter))
        words = telegram_html.plain(envelope.card.text) if envelope else ""
        if envelope is None or "?" not in words:
            continue
        assert captions(envelope.card) or any(way in words for way in WHAT_TO_DO[language]), letter


async def test_everybody_who_is_told_how_it_ended_can_go_on_from_there(seeded: Seeded, session: AsyncSession) -> None:
    for ending in Ending:
        envelope = await compose(session, order(seeded, SayGoodbye(ending=ending)))
        assert envelope is not None
        assert captions(envelope.card) == ["Позвать человека"]
