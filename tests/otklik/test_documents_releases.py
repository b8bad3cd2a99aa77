"""A version is a release when people can read what it is: the changelog, its notes, and what they say of the code."""

import re
import tomllib

import pytest
import yaml

from otklik.settings import Settings
from tests.otklik.guides import read
from tests.sources import ROOT

HEADING = re.compile(r"^## (?P<version>\d+\.\d+\.\d+) - (?P<date>\d{4}-\d\d-\d\d)$", re.MULTILINE)
RELEASES = ROOT / "docs" / "releases"
LONGEST = 120  # lines
PARTS = ("What is promised", "What is not there yet", "What it needs", "How to install it", "How to come to it")


def version() -> str:
    with (ROOT / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


def releases() -> list[str]:
    return [found["version"] for found in HEADING.finditer(read("CHANGELOG.md"))]


def test_the_version_has_its_heading_and_its_notes() -> None:
    assert version() in releases(), "CHANGELOG.md has no heading `## <version> - <date>` of it"
    assert (RELEASES / f"{version()}.md").exists()


def test_the_changelog_has_room_for_what_comes_and_the_newest_first() -> None:
    headings = re.findall(r"^## (\S+)", read("CHANGELOG.md"), re.MULTILINE)
    assert headings[0] == "Unreleased"
    numbers = [tuple(map(int, each.split("."))) for each in headings[1:]]
    assert numbers == sorted(numbers, reverse=True)


def test_each_release_has_notes_and_each_note_a_release() -> None:
    assert {path.stem for path in RELEASES.glob("*.md")} == set(releases())


@pytest.mark.parametrize("release", releases())
def test_notes_say_what_somebody_who_upgrades_asks(release: str) -> None:
    notes = read(f"docs/releases/{release}.md")
    assert notes.startswith(f"# Otklik {release}\n")
    assert len(notes.splitlines()) <= LONGEST
    assert [part for part in PARTS if f"\n## {part}\n" not in notes] == []
    for page in ("reliability", "performance", "upgrading"):
        assert f"(../{page}.md)" in notes


def test_the_notes_name_the_newest_revision_of_the_database() -> None:
    newest = max(path.name[1:5] for path in (ROOT / "migrations" / "versions").glob("r[0-9]*.py"))
    assert f" to {newest}" in read(f"docs/releases/{releases()[0]}.md")


def test_the_example_of_a_deployment_has_the_image_of_the_newest_release() -> None:
    overlay = yaml.safe_load((ROOT / "deploy" / "example" / "kustomization.yaml").read_text(encoding="utf-8"))
    assert {image["newTag"] for image in overlay["images"]} == {releases()[0]}


def test_no_secret_has_a_default() -> None:
    secrets = ("bot_token", "database_password", "database_url", "payload_key", "webhook_secret", "temporal_api_key")
    assert {name for name in secrets if Settings.model_fields[name].default is not None} == set()
