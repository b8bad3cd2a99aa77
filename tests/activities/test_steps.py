from collections.abc import Callable
from typing import Any, get_type_hints

import pytest
from sqlalchemy.ext.asyncio import async_sessionmaker

from activities.worker import build_activities
from bot.telegram import build_bot
from workflows import steps
from workflows.journeys import Journeys

DEFINITION = "__temporal_activity_definition"


def name_of(step: Callable[..., Any]) -> str:
    return str(getattr(step, DEFINITION).name)


def shape_of(step: Callable[..., Any]) -> dict[str, Any]:
    """Parameters and answer with their types, as mypy sees them."""
    return get_type_hints(step)


STEPS = {name_of(step): step for step in vars(steps).values() if hasattr(step, DEFINITION)}
JOURNEYS = object.__new__(Journeys)  # without a client: nothing is told here
DEEDS = build_activities(async_sessionmaker(), build_bot("42:TEST", None), JOURNEYS)
ACTIVITIES = {name_of(deed): deed for deed in DEEDS}


def test_every_step_has_its_deed_and_every_deed_its_step() -> None:
    assert STEPS.keys() == ACTIVITIES.keys()


@pytest.mark.parametrize("name", STEPS)
def test_a_deed_takes_and_answers_what_its_step_promises(name: str) -> None:
    assert shape_of(ACTIVITIES[name]) == shape_of(STEPS[name])
    assert ACTIVITIES[name].__name__ == STEPS[name].__name__


def test_sending_is_the_deed_that_the_bulk_worker_is_given() -> None:
    assert next(iter(ACTIVITIES)) == "send_letter"
