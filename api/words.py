"""What callers may write into a field: names, words, links and zones, with the same limits as the database has."""

import difflib
import unicodedata
import zoneinfo
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from domain.timezones import UnknownZoneError, zone

LINE_BREAKS = "\n\t"
TELEGRAM_LINK = r"^https://t\.me/[A-Za-z0-9_+][A-Za-z0-9_+/?=&-]*$"
WEB_LINK = r"^https://[^\s\x00-\x1f\x7f]+$"
LONGEST_LINK = 500


def _printable(text: str) -> str:
    """Refuse what no keyboard writes: it would be stored, and shown to nobody."""
    for sign in text:
        if unicodedata.category(sign) in {"Cc", "Cs"} and sign not in LINE_BREAKS:
            raise ValueError(f"it contains the control character U+{ord(sign):04X}; take it out")
    return text


def _one_line(text: str) -> str:
    if any(sign in text for sign in LINE_BREAKS):
        raise ValueError("it must be one line")
    return text


def _known_zone(name: str) -> str:
    try:
        zone(name)
    except UnknownZoneError:
        known = sorted(zoneinfo.available_timezones())
        places = {each.rpartition("/")[2].lower(): each for each in known}
        near = difflib.get_close_matches(name.rpartition("/")[2].lower(), places, n=3)
        advice = f"; did you mean {', '.join(places[each] for each in near)}?" if near else ", such as Europe/Moscow"
        raise ValueError(f"it is no IANA zone{advice}") from None
    return name


Printable = AfterValidator(_printable)
Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), Printable, AfterValidator(_one_line)
]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4096), Printable]
TelegramLink = Annotated[str, StringConstraints(pattern=TELEGRAM_LINK, max_length=LONGEST_LINK)]
WebLink = Annotated[str, StringConstraints(pattern=WEB_LINK, max_length=LONGEST_LINK)]
ZoneName = Annotated[str, StringConstraints(min_length=1, max_length=64), AfterValidator(_known_zone)]
