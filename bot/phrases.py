"""How a language says moments and numbers: the filters of the texts, fed by the language's `words.toml`."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from babel import Locale, dates
from markupsafe import Markup

from bot.texts import FOLDER
from domain import timezones


@dataclass(frozen=True, kw_only=True)
class Moment:
    """An instant (aware) as somebody's wall clock shows it: `zone` is an IANA name, `place` how people call it."""

    at: datetime
    zone: str
    place: str = ""

    @property
    def wall(self) -> datetime:
        """The local time, aware."""
        return timezones.local(self.at, self.zone)


class Phrases:
    """The filters of one language."""

    def __init__(self, language: str) -> None:
        words = tomllib.loads((FOLDER / language / "words.toml").read_text(encoding="utf-8"))
        self.name: str = words["language"]["name"]
        self._locale = Locale.parse(language)
        self._moment: dict[str, Any] = words["moment"]
        self._zone: dict[str, Any] = words["zone"]

    def filters(self) -> dict[str, Callable[..., str]]:
        """Return the filters by the names that the texts use."""
        return {
            "when": self.when,
            "by": self.by,
            "day": self.day,
            "date": self.date,
            "clock": self.clock,
            "short": self.short,
            "zone": self.zone,
            "own_clock": self.own_clock,
            "plural": self.plural,
            "sentence": sentence,
        }

    def when(self, moment: Moment) -> str:
        """Say on which day, date and time it is, and by whose clock: "в среду, 25 ноября, в 14:00 (Казань, МСК)"."""
        return self._say(self._moment["when"], moment)

    def by(self, moment: Moment) -> str:
        """Say a deadline: "до среды, 25 ноября, 14:00 (Казань, МСК)"."""
        return self._say(self._moment["by"], moment)

    def day(self, moment: Moment) -> str:
        """Say day and date: "среда, 25 ноября"."""
        return self._say(self._moment["day"], moment)

    def date(self, moment: Moment) -> str:
        """Say the date alone: "25 ноября"."""
        return self._format(self._moment["date"], moment)

    def clock(self, moment: Moment) -> str:
        """Say the time of day: "14:00"."""
        return self._format(self._moment["clock"], moment)

    def short(self, moment: Moment) -> str:
        """Say weekday, date and time as briefly as a button wants it: "ср, 25 нояб., 14:00"."""
        return self.wall(moment.wall)

    def wall(self, wall: datetime) -> str:
        """Say a wall time as briefly, also one that exists twice or not at all and so is no instant."""
        return self._written(self._moment["short"], wall)

    def zone(self, moment: Moment) -> str:
        """Name the clock: "Казань, МСК", "МСК+2"."""
        offset = (moment.wall.utcoffset() or timedelta()) - timedelta(minutes=self._zone["minutes_from_utc"])
        label = self._zone["name"] + _signed(offset)
        return f"{moment.place}, {label}" if moment.place else label

    def own_clock(self, moment: Moment) -> Markup:
        """Show the moment by the reader's own device; where that is unknown, the words of `when` stand."""
        tag = Markup('<tg-time unix="{}" format="wDt">{}</tg-time>')
        return tag.format(int(moment.at.timestamp()), self.when(moment))

    def plural(self, number: int, *forms: str) -> str:
        """Say a number with its noun: `3|plural("день", "дня", "дней")`, the forms in the order one, few, many."""
        rule = self._locale.plural_form(number)
        place = {"one": 0, "few": 1, "many": 2}.get(rule, len(forms) - 1)
        return f"{number} {forms[min(place, len(forms) - 1)]}"

    def _say(self, pattern: str, moment: Moment) -> str:
        number, weekday = moment.wall.weekday(), self._format("EEEE", moment)
        declined = {form: self._moment[form][number] for form in ("on", "by_day") if form in self._moment}
        return pattern.format(
            **{"on": weekday, "by_day": weekday, **declined},
            weekday=weekday,
            date=self.date(moment),
            clock=self.clock(moment),
            zone=self.zone(moment),
        )

    def _format(self, pattern: str, moment: Moment) -> str:
        return self._written(pattern, moment.wall)

    def _written(self, pattern: str, wall: datetime) -> str:
        naive = wall.replace(tzinfo=None)  # babel must not convert once more
        return dates.format_datetime(naive, pattern, locale=self._locale)


def sentence(words: str) -> str:
    """Begin with a capital and leave the rest as it is."""
    return words[:1].upper() + words[1:]


@cache
def phrases(language: str) -> Phrases:
    """Return the phrases of a language that has a folder."""
    return Phrases(language)


def _signed(offset: timedelta) -> str:
    """Write an offset the way people do: "", "+2", "−1", "+2:30"."""
    minutes = int(offset.total_seconds()) // 60
    if not minutes:
        return ""
    hours, rest = divmod(abs(minutes), 60)
    return f"{'+' if minutes > 0 else '−'}{hours}" + (f":{rest:02}" if rest else "")
