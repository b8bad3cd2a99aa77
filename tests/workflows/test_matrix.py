"""The page that says who is told what is what the machine does, and leaves nothing out."""

from typing import get_args

import pytest

from tests.workflows.matrix import PAGE, PRESSES, answer_to, page, states
from tests.workflows.table import ROWS
from workflows.deeds import ReserveSlot
from workflows.effects import AnyLetter
from workflows.events import Event
from workflows.letters.letter import Letter
from workflows.letters.to_recruiter import ExplainToRecruiter, PassWords
from workflows.rules import advance


def test_the_page_says_what_the_machine_does() -> None:
    """After a change: python -m tests.workflows.matrix, and read the difference."""
    assert PAGE.read_text(encoding="utf-8") == page()


def test_every_letter_and_every_news_has_a_line() -> None:
    said = {type(effect) for _, before, news, _, _ in ROWS for effect in advance(before, news)[1]}
    assert set(get_args(AnyLetter)) <= said
    assert {type(news) for _, _, news, _, _ in ROWS} == set(get_args(Event))


@pytest.mark.parametrize("press", PRESSES)
@pytest.mark.parametrize("state", states())
def test_a_recruiters_press_is_never_without_an_answer_and_never_a_word_to_the_candidate_by_mistake(
    press: str, state: str
) -> None:
    journey, late = states()[state]
    after, effects = answer_to(PRESSES[press], journey, late=late)
    assert effects
    if isinstance(effects[0], ExplainToRecruiter):
        assert after.booking == journey.booking
        assert not [effect for effect in effects[1:] if isinstance(effect, Letter)]
    assert not [effect for effect in effects if isinstance(effect, ReserveSlot | PassWords)]
