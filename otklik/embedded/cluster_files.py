"""What lies around a cluster: its socket's folder, a half-made draft, and what a killed run left behind."""

import asyncio
import contextlib
import hashlib
import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path

from otklik.embedded.account import Account
from otklik.errors import CannotStartError

# The kernel's limit for a socket's path is 108 bytes with the closing zero; macOS has 104.
SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_PATH_BYTES = 103
ORPHAN_SECONDS = 10.0
POLL_SECONDS = 0.05


def empty_folder(folder: Path, account: Account | None) -> None:
    """Make an empty folder that only its owner may enter, instead of whatever lies there."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    if account is not None:
        os.chown(folder, account.uid, account.gid)


def private_socket_folder(data_dir: Path) -> Path:
    """Return a folder closed to others whose path is short enough for a Unix socket."""
    folder = data_dir / "socket"
    if len(os.fsencode(folder / SOCKET_NAME)) > SOCKET_PATH_BYTES:
        name = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:16]
        folder = Path(tempfile.gettempdir()) / f"otklik-{name}"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if folder.is_symlink() or found.st_uid != os.geteuid() or found.st_mode & 0o077:
        raise CannotStartError(f"{folder} is open to other users or not ours: remove it or change DATA_DIR.")
    return folder


async def stop_orphan(folder: Path, socket_folder: Path) -> None:
    """Stop a server of this very cluster that outlived its parent, and forget what a killed one has left.

    Its files name its process id; whoever has that id meanwhile, or a dead one that nobody has collected yet, would
    keep PostgreSQL from starting. They go only when nobody works in the cluster any more. Raises `CannotStartError`.
    """
    if sys.platform != "linux":
        return  # Only /proc can tell; elsewhere PostgreSQL's own judgement has to do.
    for number in (signal.SIGINT, signal.SIGQUIT):
        if not (inhabitants := _inhabitants(folder)):
            break
        _signal(_recorded_pid(folder) or min(inhabitants), number)
        await _until_empty(folder)
    if inhabitants := _inhabitants(folder):
        raise CannotStartError(f"The database in {folder} is in use by process {min(inhabitants)}; stop it first.")
    (folder / "postmaster.pid").unlink(missing_ok=True)
    (socket_folder / f"{SOCKET_NAME}.lock").unlink(missing_ok=True)


def _inhabitants(folder: Path) -> set[int]:
    """Return the processes that work in the cluster: PostgreSQL and all its helpers make it their own folder."""
    found = set()
    for process in Path("/proc").iterdir():
        with contextlib.suppress(OSError, ValueError):
            is_here = (process / "cwd").readlink() == folder
            if is_here and b"postgres" in (process / "cmdline").read_bytes().split(b"\0")[0]:
                found.add(int(process.name))
    return found


def _recorded_pid(folder: Path) -> int | None:
    """Return the server's process id as it wrote it down, None when that process is not at work here."""
    try:
        pid = int((folder / "postmaster.pid").read_text().splitlines()[0])
    except (FileNotFoundError, ValueError, IndexError):
        return None
    return pid if pid in _inhabitants(folder) else None


def _signal(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


async def _until_empty(folder: Path) -> None:
    for _ in range(round(ORPHAN_SECONDS / POLL_SECONDS)):
        if not _inhabitants(folder):
            return
        await asyncio.sleep(POLL_SECONDS)
