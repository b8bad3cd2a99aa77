"""The guides of ops as those read them who type what stands there: lines in blocks, orders within a sentence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.sources import ROOT

GUIDES = ("ops", "deploy", "upgrading", "recovery", "privacy", "observability")
FENCED = re.compile(r"^ *```(?P<kind>\w*)\n(?P<lines>.*?)^ *```$", re.MULTILINE | re.DOTALL)
INDENTED = re.compile(r"^ {4}(?P<line>pg_dump .+)$", re.MULTILINE)
INLINE = re.compile(r"`([^`]+)`")
PROGRAMS = ("otklik", "docker", "kubectl", "temporal", "make", "python", "pg_dump", "date", "ssh")


@dataclass(frozen=True, kw_only=True)
class Typed:
    """Something to be typed; `block` where it stands in a block of its own, with the others of that block."""

    guide: str
    line: str
    block: str = ""

    def __str__(self) -> str:
        return f"{self.guide}.md: {self.line}"


def blocks() -> Iterator[Typed]:
    """Yield the lines of all blocks; a line that goes on below is one."""
    for guide in GUIDES:
        text = _text(guide)
        for found in FENCED.finditer(text):
            whole = found["lines"].replace("\\\n", " ")
            for line in whole.splitlines():
                yield Typed(guide=guide, line=" ".join(line.split()), block=whole)
        for found in INDENTED.finditer(text):
            yield Typed(guide=guide, line=found["line"], block=found["line"])


def orders() -> Iterator[Typed]:
    """Yield what is to be typed within the sentences: programs with their arguments."""
    for each in inline():
        if each.line.split()[0] in PROGRAMS and len(each.line.split()) > 1:
            yield each


def inline() -> Iterator[Typed]:
    """Yield everything between single backticks."""
    for guide in GUIDES:
        for words in INLINE.findall(FENCED.sub("", _text(guide))):
            yield Typed(guide=guide, line=" ".join(words.split()))


def everything_typed() -> list[Typed]:
    return [*blocks(), *orders()]


def _text(guide: str) -> str:
    return (ROOT / "docs" / f"{guide}.md").read_text(encoding="utf-8")
