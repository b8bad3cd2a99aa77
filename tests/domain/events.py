"""The list of events in `docs/webhooks.md`: `python -m tests.domain.events` writes it anew."""

import re
from itertools import groupby
from pathlib import Path

from domain.facts import FACTS

PAGE = Path(__file__).parents[2] / "docs" / "webhooks.md"
PART = re.compile(r"(?<=<!-- events -->\n).*(?=<!-- /events -->)", re.DOTALL)


def listed() -> str:
    """Return a table of all events and, for each kind, what `data` has."""
    rows = [f"| `{fact.type}` | {fact.description} |" for fact in FACTS]
    kinds = []
    for names, facts in groupby(FACTS, key=lambda fact: tuple(fact.data)):
        types = ", ".join(f"`{fact.type}`" for fact in facts)
        kinds.append(f"- {types}: {', '.join(names)}")
    table = "\n".join(["| type | what happened |", "|---|---|", *rows])
    return f"{table}\n\n`data` has, of\n\n" + "\n".join(kinds) + "\n"


if __name__ == "__main__":
    PAGE.write_text(PART.sub(lambda _: listed(), PAGE.read_text(encoding="utf-8")), encoding="utf-8")
