"""The terminal of `otklik up`: our own words, and the parts' lines each under its name."""

import itertools
from typing import TextIO

WIDTH = 10
COLOURS = (36, 33, 35, 32, 34, 96, 93, 95)
RESET = "\x1b[0m"
BOLD = "\x1b[1m"
RED = "\x1b[31m"


class Console:
    """Writes whole lines, the parts' ones to `parts` if given; a reader that went away is no reason to fail."""

    def __init__(self, stream: TextIO, *, colours: bool, parts: TextIO | None = None) -> None:
        self._stream = stream
        self._parts = parts or stream
        self._colours = colours
        self._next_colour = itertools.cycle(COLOURS)
        self._colour_of: dict[str, int] = {}

    def say(self, text: str) -> None:
        """Say something of our own."""
        self._write("\n".join(self._painted(line, BOLD) for line in text.split("\n")))

    def complain(self, text: str) -> None:
        """Say that something went wrong."""
        self._write("\n".join(self._painted(line, RED) for line in text.split("\n")))

    def relay(self, part: str, line: str) -> None:
        """Pass on one line that a part has written."""
        colour = self._colour_of.get(part)
        if colour is None:
            colour = self._colour_of[part] = next(self._next_colour)
        prefix = self._painted(f"{part:<{WIDTH}} │", f"\x1b[{colour}m")
        self._write(f"{prefix} {line}", self._parts)

    def _painted(self, text: str, colour: str) -> str:
        return f"{colour}{text}{RESET}" if self._colours and text else text

    def _write(self, text: str, stream: TextIO | None = None) -> None:
        try:
            print(text, file=stream or self._stream, flush=True)
        except (BrokenPipeError, ValueError):
            # The reader closed the pipe; the parts go on, and must not stall on a full one.
            return
