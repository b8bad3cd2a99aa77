"""The chats as they look in the end, readable in a terminal and in a log, with the presses where they happened."""

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from proof.phone import Press
from proof.seen import Chat, Message

BOT = "Otklik"
SPEAKER_COLUMN = 14
Line = tuple[str, str]


def lines_of(chat: Chat, presses: Sequence[Press], *, after_message: int = 0) -> Iterator[Line]:
    """Yield speaker and words, oldest first; presses stand after the message that was newest when they happened."""
    waiting = [press for press in presses if press.after_message >= after_message]
    speaker = chat.name.split()[0]
    for said in chat.messages:
        while waiting and waiting[0].after_message < said.id:
            yield speaker, f"▸ {waiting.pop(0).label}"
        if said.id >= after_message:
            yield (BOT if said.is_from_bot else speaker), words_of(said)
    for press in waiting:
        yield speaker, f"▸ {press.label}"


def words_of(said: Message) -> str:
    """Return the text, the file and the buttons of a message."""
    file = [f"📎 {said.file_name}"] if said.file_name else []
    rows = [" ".join(f"[{button.label}]" for button in row) for row in said.rows]
    return "\n".join(each for each in (said.text, *file, *rows) if each)


def print_chat(console: Console, title: str, lines: Sequence[Line]) -> None:
    """Print a chat under its title."""
    console.print()
    console.rule(Text(title, style="bold"), align="left")
    grid = Table.grid(padding=(0, 2))
    grid.add_column(width=SPEAKER_COLUMN, justify="right")
    grid.add_column(overflow="fold")
    for speaker, words in lines:
        style = "cyan" if speaker == BOT else "yellow"
        grid.add_row(Text(speaker, style=style), Text(words))
    console.print(grid)
