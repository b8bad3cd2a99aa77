"""TCP ports on this machine: which are free, and whether somebody already listens on one."""

import random
import socket

LOOPBACK = "127.0.0.1"
# Below the range from which the system takes the ports of outgoing connections: what is free here stays free, while
# a port that the system itself would name may be gone before our server, which starts later, listens on it.
QUIET_RANGE = range(12_000, 32_000)


def free_ports(count: int, host: str = LOOPBACK) -> list[int]:
    """Return `count` different ports that nobody listens on at this moment; raise OSError where there are too few."""
    found: list[int] = []
    for port in random.sample(QUIET_RANGE, len(QUIET_RANGE)):
        if len(found) == count:
            return found
        if is_free(port, host):
            found.append(port)
    raise OSError(f"there are no {count} free ports on {host}")


def is_free(port: int, host: str = LOOPBACK) -> bool:
    """Tell whether a server could listen on this port now."""
    try:
        socket.create_server((host, port)).close()
    except OSError:
        return False
    return True
