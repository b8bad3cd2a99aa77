"""The dashboard as Grafana reads it."""

from itertools import combinations
from typing import Any

from tests.ops.watched import dashboard, panels

COLUMNS = 24
OLDEST_SCHEMA = 36  # the first that knows data sources by uid


def overlap(one: dict[str, int], other: dict[str, int]) -> bool:
    beside = one["x"] + one["w"] <= other["x"] or other["x"] + other["w"] <= one["x"]
    below = one["y"] + one["h"] <= other["y"] or other["y"] + other["h"] <= one["y"]
    return not (beside or below)


def test_the_schema_is_one_that_grafana_imports() -> None:
    whole = dashboard()
    assert whole["schemaVersion"] >= OLDEST_SCHEMA
    assert (whole["uid"], whole["title"]) == ("otklik", "Otklik")
    [variable] = whole["templating"]["list"]
    assert (variable["type"], variable["query"]) == ("datasource", "prometheus")


def test_panels_are_told_apart_lie_side_by_side_and_say_what_they_show() -> None:
    everything: list[dict[str, Any]] = dashboard()["panels"]
    ids = [panel["id"] for panel in everything]
    assert len(ids) == len(set(ids))
    places = [panel["gridPos"] for panel in everything]
    assert all(place["x"] + place["w"] <= COLUMNS for place in places)
    assert not [pair for pair in combinations(places, 2) if overlap(*pair)]
    for panel in panels():
        assert panel["title"]
        assert panel["description"].endswith(".")


def test_every_panel_asks_the_prometheus_that_was_picked() -> None:
    for panel in panels():
        assert panel["targets"], panel["title"]
        for asked in (panel, *panel["targets"]):
            assert asked["datasource"] == {"type": "prometheus", "uid": "${datasource}"}
