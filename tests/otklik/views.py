"""The views of docs/ops.md: each heading with the query below it, and the instants that people fill in."""

import re
from datetime import date, datetime, timedelta

from tests.sources import ROOT

GUIDE = ROOT / "docs" / "ops.md"
VIEW = re.compile(r"^##+ (?P<title>.+)\n\n```\n(?P<query>.+)\n```$", re.MULTILINE)
AGO = re.compile(r"<(\d+) (hours|minutes) ago>")
AHEAD = re.compile(r"<in (\d+) hours?>")


def views() -> dict[str, str]:
    """Return the queries by their headings, in the order of the page."""
    return {found["title"]: found["query"] for found in VIEW.finditer(GUIDE.read_text(encoding="utf-8"))}


def filled_in(query: str, *, now: datetime, today: date) -> str:
    """Return what is pasted at that moment (UTC) and on that day."""
    query = AGO.sub(lambda found: f"{now - timedelta(**{found[2]: int(found[1])}):%Y-%m-%dT%H:%M:%SZ}", query)
    query = AHEAD.sub(lambda found: f"{now + timedelta(hours=int(found[1])):%Y-%m-%dT%H:%M:%SZ}", query)
    query = query.replace("<today>", f"{today}").replace("<tomorrow>", f"{today + timedelta(days=1)}")
    assert "<" not in query.replace("< '", ""), f"nobody knows how to fill this in: {query}"
    return query
