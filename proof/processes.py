"""Running processes, as /proc tells of them."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from proof.stand_in import RefusedError


def children(parent: int) -> list[int]:
    """Return the ids of the running children of a process, as /proc tells them."""
    try:
        return [int(pid) for pid in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError) as gone:
        raise RefusedError(f"process {parent}, which is asked for its children, is gone") from gone


def command_line(pid: int) -> str:
    """Return the words of a process with a space around each; none for a dead one."""
    with contextlib.suppress(OSError):
        return " " + Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    return ""


def after(line: str, option: str) -> str | None:
    """Return the word that follows an option."""
    words = line.split()
    return words[words.index(option) + 1] if option in words else None


def environment(pid: int) -> dict[str, str]:
    """Return what a process was told when it started."""
    with contextlib.suppress(OSError):
        pairs = Path(f"/proc/{pid}/environ").read_bytes().decode(errors="replace").split("\0")
        return dict(pair.split("=", 1) for pair in pairs if "=" in pair)
    return {}


def private_memory(pid: int) -> int:
    """Return the bytes that are there because of this process: its share of what it shares, without shared memory."""
    with contextlib.suppress(OSError):
        kilobytes = dict(_lines(Path(f"/proc/{pid}/smaps_rollup").read_text()))
        return 1024 * (kilobytes.get("Pss", 0) - kilobytes.get("Pss_Shmem", 0))
    return 0


def handles(pid: int) -> int:
    """Return how many files, sockets and the like a process holds open."""
    with contextlib.suppress(OSError):
        return sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())
    return 0


def threads(pid: int) -> int:
    """Return how many threads a process has."""
    with contextlib.suppress(OSError):
        return dict(_lines(Path(f"/proc/{pid}/status").read_text())).get("Threads", 0)
    return 0


def _lines(text: str) -> Iterator[tuple[str, int]]:
    """Yield the lines that name a number."""
    for line in text.splitlines():
        name, _, rest = line.partition(":")
        number = rest.split()[:1]
        if number and number[0].isdecimal():
            yield name, int(number[0])
