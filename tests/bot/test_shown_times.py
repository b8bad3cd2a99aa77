"""Every time that people are shown names its zone, and with it says one instant and no other."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import wording
from bot.phrases import Moment, phrases
from bot.texts import FOLDER
from domain.timezones import local
from tests.workflows.generated.scenario import ZONES

RESTLESS = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "America/St_Johns", "Asia/Almaty")
MOMENTS = st.integers(0, 4 * 366 * 24 * 60).map(
    lambda count: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=count)
)
ZERO = {"ru": ("МСК", timedelta(hours=3)), "en": ("UTC", timedelta())}
INCLUDED = re.compile(r'{%-?\s*include\s+"([^"]+)"\s*-?%}')
TIME = re.compile(r"\|\s*(?:clock|short)\b")


def read(said: str, language: str, day: datetime) -> datetime:
    """Return the instant that a sentence says, by its clock and its zone alone; the day is known."""
    name, base = ZERO[language]
    clock, sign, hours, minutes = re.search(
        rf"(\d\d:\d\d) \(Место, {name}(?:([+−])(\d+)(?::(\d\d))?)?\)", said
    ).groups()  # type: ignore[union-attr] # a miss fails the test
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0)) * (-1 if sign == "−" else 1)
    wall = datetime.fromisoformat(f"{day:%Y-%m-%d}T{clock}").replace(tzinfo=UTC)
    return wall - base - offset


def with_included(text: Path, folder: Path) -> str:
    """Return the text with what it includes in place."""
    words = text.read_text(encoding="utf-8")
    return INCLUDED.sub(lambda found: with_included(folder / found[1], folder), words)


@settings(deadline=None)
@given(MOMENTS, st.sampled_from((*ZONES, *RESTLESS)), st.sampled_from(sorted(ZERO)))
def test_a_shown_time_with_its_zone_is_the_stored_instant(at: datetime, name: str, language: str) -> None:
    moment, said = Moment(at=at, zone=name, place="Место"), phrases(language)
    for words in (said.when(moment), said.by(moment), said.own_clock(moment)):
        assert read(words, language, local(at, name)) == at
    assert f'unix="{int(at.timestamp())}"' in said.own_clock(moment)


@pytest.mark.parametrize("language", sorted(wording.languages()))
def test_a_text_that_shows_a_bare_clock_names_the_zone_beside_it(language: str) -> None:
    folder = FOLDER / language
    texts = [text for text in folder.rglob("*.html") if not text.name.startswith("_")]
    words = {str(text.relative_to(folder)): with_included(text, folder) for text in texts}
    silent = [name for name, text in words.items() if TIME.search(text) and not re.search(r"\|\s*zone\b", text)]
    assert silent == []
