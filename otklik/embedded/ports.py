"""TCP ports on this machine: which are free, and whether somebody already listens on one."""

import socket

LOOPBACK = "127.0.0.1"


def free_ports(count: int, host: str = LOOPBACK) -> list[int]:
    """Return `count` different ports that nobody listens on at this moment."""
    listeners = [socket.create_server((host, 0)) for _ in range(count)]
    try:
        return [int(listener.getsockname()[1]) for listener in listeners]
    finally:
        for listener in listeners:
            listener.close()


def is_free(port: int, host: str = LOOPBACK) -> bool:
    """Tell whether a server could listen on this port now."""
    try:
        socket.create_server((host, port)).close()
    except OSError:
        return False
    return True
