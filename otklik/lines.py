"""Cuts what a child process writes into lines, however long they are and wherever they break."""

from asyncio import StreamReader
from collections.abc import AsyncIterator

CHUNK = 65_536
LONGEST_LINE = 200_000


async def lines_of(stream: StreamReader) -> AsyncIterator[str]:
    """Yield each line without its end; overlong ones come in pieces, the last one may have no end."""
    rest = b""
    while chunk := await stream.read(CHUNK):
        *whole, rest = (rest + chunk).split(b"\n")
        for line in whole:
            yield _text(line)
        if len(rest) > LONGEST_LINE:
            yield _text(rest)
            rest = b""
    if rest:
        yield _text(rest)


def _text(line: bytes) -> str:
    return line.decode(errors="replace").rstrip("\r")
