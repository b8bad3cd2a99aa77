import re
from pathlib import Path

from otklik.search_attributes import SEARCH_ATTRIBUTES
from otklik.settings import Settings

COMPOSE = (Path(__file__).parents[2] / "docker-compose.yml").read_text()


def test_the_cluster_learns_the_search_attributes_that_the_embedded_server_knows() -> None:
    assert dict(re.findall(r"(\w+)=(Keyword|Datetime)\b", COMPOSE)) == dict(SEARCH_ATTRIBUTES)


def test_no_secret_has_a_default() -> None:
    secrets = re.findall(r"\$\{((?:\w*(?:TOKEN|PASSWORD|KEY|SECRET))[^}]*)\}", COMPOSE)
    assert secrets
    assert all(":?" in secret for secret in secrets)


def test_every_variable_of_ours_is_a_setting() -> None:
    block = COMPOSE.partition("environment: &environment")[2].partition("healthcheck:")[0]
    named = re.findall(r"^\s+([A-Z_]+):", block, re.MULTILINE)
    assert named
    assert {name.lower() for name in named} <= set(Settings.model_fields)
