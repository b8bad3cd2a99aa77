"""The documents as those read them who type what stands there: lines in blocks, orders within a sentence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.sources import ROOT

FENCED = re.compile(r"^ *```(?P<kind>\w*)\n(?P<lines>.*?)^ *```$", re.MULTILINE | re.DOTALL)
INDENTED = re.compile(r"(?<=\n\n)(?: {4}\S.*\n)+")
INLINE = re.compile(r"`([^`]+)`")
DRAWN = re.compile(r"[─│└┌▲▼►]{2}")  # a block with lines drawn in it is a picture, unless programs are named in it
SPAN = re.compile(r"otklik-(bot|worker) ")
PROGRAMS = (
    *("otklik", "docker", "kubectl", "temporal", "make", "python", ".venv/bin/python", "pytest", "pg_dump", "psql"),
    *("date", "ssh", "openssl", "promtool", "git", "pip", "uv", "VACUUM"),
)


@dataclass(frozen=True, kw_only=True)
class Typed:
    """Something to be typed; `block` where it stands in a block of its own, with the others of that block."""

    document: str
    line: str
    block: str = ""

    def __str__(self) -> str:
        return f"{self.document}: {self.line}"


def documents() -> list[str]:
    """Return the paths of all documents: those beside the code, and everything below docs/."""
    found = {*ROOT.glob("*.md"), *ROOT.glob("[a-z]*/*.md"), *(ROOT / "docs").rglob("*.md")}
    return sorted(path.relative_to(ROOT).as_posix() for path in found)


def read(document: str) -> str:
    """Return the text of a document."""
    return Path(ROOT / document).read_text(encoding="utf-8")


def prose(document: str) -> str:
    """Return the text of a document without its blocks."""
    return INDENTED.sub("", FENCED.sub("", read(document)))


def blocks() -> Iterator[Typed]:
    """Yield the lines of all blocks; a line that goes on below is one."""
    for document in documents():
        text = read(document)
        found = [(each["lines"], each["kind"]) for each in FENCED.finditer(text)]
        found += [(each[0], "") for each in INDENTED.finditer(FENCED.sub("", text))]
        for lines, kind in found:
            if kind == "json" or (DRAWN.search(lines) and not SPAN.search(lines)):
                continue
            whole = lines.replace("\\\n", " ")
            for line in whole.splitlines():
                if line.strip():
                    yield Typed(document=document, line=" ".join(line.split()), block=whole)


def orders() -> Iterator[Typed]:
    """Yield what is to be typed within the sentences: programs with their arguments, or arguments alone."""
    for each in inline():
        first, *others = each.line.split()
        if (others and (first in PROGRAMS or first.startswith("--"))) or each.line == "make":
            yield each


def inline() -> Iterator[Typed]:
    """Yield everything between single backticks."""
    for document in documents():
        for words in INLINE.findall(prose(document)):
            yield Typed(document=document, line=" ".join(words.split()))


def everything_typed() -> list[Typed]:
    return [*blocks(), *orders()]
