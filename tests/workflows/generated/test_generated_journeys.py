"""The promise of the reminder, tried on generated journeys; `python -m tests.workflows.generated` tries thousands."""

from collections.abc import Callable

import pytest
from temporalio.client import Client

from tests.workflows.generated.facts import Said
from tests.workflows.generated.figures import run
from tests.workflows.generated.mutations import MUTATIONS
from tests.workflows.generated.on_server import play
from tests.workflows.generated.scenario import draw
from tests.workflows.generated.verdicts import Fate
from tests.workflows.generated.world import World

JOURNEYS = range(300)


def test_each_reminder_is_sent_on_time_or_rightly_dropped_and_nobody_is_forgotten() -> None:
    figures = run(JOURNEYS)
    assert figures.broken == [], "\n".join(figures.broken)
    tried = {fate for fate, count in figures.fates.items() if count}
    assert tried >= set(Fate) - {Fate.OPEN}, "the journeys do not try everything"


def test_the_same_seed_tells_the_same_story() -> None:
    stories = [World(draw(31)).live() for _ in range(2)]
    assert stories[0] == stories[1]
    assert any(isinstance(fact, Said) for fact in stories[0].facts)


@pytest.mark.parametrize(("mutate", "words"), MUTATIONS, ids=lambda value: getattr(value, "__name__", ""))
def test_the_oracle_sees_bugs_that_are_made_on_purpose(
    mutate: Callable[[pytest.MonkeyPatch], None], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    mutate(monkeypatch)
    assert any(words in complaint for seed in JOURNEYS for complaint in run([seed]).broken)


async def test_generated_journeys_keep_the_promise_on_the_real_server(client: Client) -> None:
    figures = await play(client, range(5))
    assert figures.broken == [], "\n".join(figures.broken)
    assert figures.fates[Fate.ON_TIME]
