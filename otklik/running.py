"""What a running `otklik up` tells other commands of this machine: its addresses, in a file of the data folder."""

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from otklik.errors import CannotStartError

ADDRESSES = "up.json"
LOCK = "up.lock"


@dataclass(frozen=True, kw_only=True)
class Running:
    """Addresses of a running Otklik; None for a part that the environment replaced (its address may be a secret)."""

    pid: int
    api: str
    temporal_address: str
    temporal_ui: str | None
    page: str | None
    database_url: str | None
    pids: dict[str, int | None]


@contextlib.contextmanager
def claimed(data_dir: Path) -> Iterator[None]:
    """Hold the data folder for one `otklik up`; raise `CannotStartError` when another one has it."""
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (data_dir / LOCK).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotStartError(
                f"Otklik already runs on {data_dir}; stop it first, or set DATA_DIR to another folder."
            ) from None
        yield


@contextlib.contextmanager
def announced(data_dir: Path, running: Running) -> Iterator[None]:
    """Let other commands find this Otklik while inside."""
    path = data_dir / ADDRESSES
    draft = path.with_suffix(".new")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(asdict(running), file, indent=2)
    draft.replace(path)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def find_running(data_dir: Path) -> Running | None:
    """Return the Otklik that runs on this folder now; what a killed one left behind does not count."""
    try:
        found = Running(**json.loads((data_dir / ADDRESSES).read_text()))
        lock = (data_dir / LOCK).open("a")
    except (FileNotFoundError, ValueError, TypeError):
        return None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return found
    return None
