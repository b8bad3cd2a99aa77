from collections.abc import Callable
from typing import Any, get_type_hints

import pytest
from sqlalchemy.ext.asyncio import async_sessionmaker

from activities.importing import importing_activities
from activities.webhook_posting import Poster
from activities.webhook_worker import webhook_activities
from activities.webhooks import WebhookDeeds
from activities.worker import BULK_DEEDS, build_activities
from bot.telegram import build_bot
from domain.webhooks import USUAL_PACE
from workflows import steps
from workflows.announcing.schedule import Announcements
from workflows.journeys import Journeys
from workflows.sealing import Sealing
from workflows.slot_import import steps as slot_import_steps
from workflows.webhooks import steps as webhook_steps
from workflows.webhooks.deliveries import Deliveries

DEFINITION = "__temporal_activity_definition"


def name_of(step: Callable[..., Any]) -> str:
    return str(getattr(step, DEFINITION).name)


def shape_of(step: Callable[..., Any]) -> dict[str, Any]:
    """Parameters and answer with their types, as mypy sees them."""
    return get_type_hints(step)


STEPS = {
    name_of(step): step
    for module in (steps, slot_import_steps, webhook_steps)
    for step in vars(module).values()
    if hasattr(step, DEFINITION)
}
JOURNEYS = object.__new__(Journeys)  # without a client: nothing is told here
ANNOUNCEMENTS = object.__new__(Announcements)
DEEDS = build_activities(async_sessionmaker(), build_bot("42:TEST", None), JOURNEYS, ANNOUNCEMENTS)
WEBHOOKS = WebhookDeeds(async_sessionmaker(), object.__new__(Deliveries), Sealing(None), Poster(), USUAL_PACE)
ACTIVITIES = {
    name_of(deed): deed for deed in [*DEEDS, *importing_activities(async_sessionmaker()), *webhook_activities(WEBHOOKS)]
}


def test_every_step_has_its_deed_and_every_deed_its_step() -> None:
    assert STEPS.keys() == ACTIVITIES.keys()


@pytest.mark.parametrize("name", STEPS)
def test_a_deed_takes_and_answers_what_its_step_promises(name: str) -> None:
    assert shape_of(ACTIVITIES[name]) == shape_of(STEPS[name])
    assert ACTIVITIES[name].__name__ == STEPS[name].__name__


def test_sending_is_what_the_bulk_worker_is_given() -> None:
    assert list(ACTIVITIES)[:BULK_DEEDS] == ["send_letter", "send_announcement"]
