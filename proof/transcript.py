"""Stories and chats, readable in a terminal and in a log."""

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table
from rich.text import Text

from proof.story import BOT, Entry

SPEAKER_COLUMN = 12


def print_entries(console: Console, title: str, entries: Iterable[Entry]) -> None:
    """Print who said or pressed what, under a title."""
    console.print()
    console.rule(Text(title, style="bold"), align="left")
    grid = Table.grid(padding=(0, 2))
    grid.add_column(width=SPEAKER_COLUMN, justify="right")
    grid.add_column(overflow="fold")
    for entry in entries:
        style = "cyan" if entry.speaker == BOT else "yellow"
        grid.add_row(Text(entry.speaker, style=style), Text(entry.words))
    console.print(grid)
