"""Cutting connections: PostgreSQL ends them itself, any other is shut down through a copy of the client's socket.

The kernel hands a parent the sockets of its descendants (pidfd_getfd, Linux 5.6 and newer). To the client, and to the
server at the other end, it looks as if the network had broken.
"""

import contextlib
import ctypes
import os
import socket
from collections.abc import Iterator
from pathlib import Path

PIDFD_GETFD = 438  # the same number on every architecture


def cut_connections(pid: int, port: int) -> int:
    """Shut down all connections of the process to that port of this machine; return how many there were."""
    count = 0
    with contextlib.suppress(ProcessLookupError, FileNotFoundError):
        for connection in _sockets_of(pid):
            with connection:
                if _leads_to(connection, port):
                    connection.shutdown(socket.SHUT_RDWR)
                    count += 1
    return count


def _leads_to(connection: socket.socket, port: int) -> bool:
    if connection.family not in {socket.AF_INET, socket.AF_INET6} or connection.type != socket.SOCK_STREAM:
        return False
    with contextlib.suppress(OSError):  # it listens, or is not connected any more
        return bool(connection.getpeername()[1] == port)
    return False


def _sockets_of(pid: int) -> Iterator[socket.socket]:
    """Yield a copy of each socket of a process."""
    process = os.pidfd_open(pid)
    try:
        for file in Path(f"/proc/{pid}/fd").iterdir():
            with contextlib.suppress(OSError):  # closed meanwhile
                if file.readlink().name.startswith("socket:"):
                    yield socket.socket(fileno=_copy(process, int(file.name)))
    finally:
        os.close(process)


def _copy(process: int, number: int) -> int:
    """Return a file of our own that is the same as that one of the other process."""
    kernel = ctypes.CDLL(None, use_errno=True)
    found = int(kernel.syscall(PIDFD_GETFD, process, number, 0))
    if found < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return found
