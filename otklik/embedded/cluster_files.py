"""What lies around a cluster: its socket's folder, a half-made draft, and what a killed run left behind."""

import asyncio
import contextlib
import hashlib
import os
import shutil
import signal
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


async def stop_orphan(folder: Path) -> None:
    """Stop a server of this very cluster that outlived its parent, and forget a stale process id."""
    pid = _recorded_pid(folder)
    if pid is None:
        return
    if _serves(pid, folder):
        _signal(pid, signal.SIGINT)
        if not await _ended(pid, folder):
            _signal(pid, signal.SIGQUIT)
            await _ended(pid, folder)
    if not _serves(pid, folder):
        # Else PostgreSQL would refuse to start when a stranger got the same process id meanwhile.
        (folder / "postmaster.pid").unlink(missing_ok=True)


def _recorded_pid(folder: Path) -> int | None:
    try:
        return int((folder / "postmaster.pid").read_text().splitlines()[0])
    except (FileNotFoundError, ValueError, IndexError):
        return None


def _serves(pid: int, folder: Path) -> bool:
    """Tell whether a process is the server of this cluster, by its command line."""
    try:
        arguments = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return arguments[0].endswith(b"postgres") and os.fsencode(folder) in arguments


def _signal(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


async def _ended(pid: int, folder: Path) -> bool:
    for _ in range(round(ORPHAN_SECONDS / POLL_SECONDS)):
        if not _serves(pid, folder):
            return True
        await asyncio.sleep(POLL_SECONDS)
    return False
