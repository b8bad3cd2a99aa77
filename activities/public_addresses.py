"""Connections to the outside only: an address inside the house is refused when it is connected to, whatever names it.

The check stands where a socket is made for an address, after the name was resolved: a name that points elsewhere at the
second look gains nothing.
"""

import socket
from typing import Any

from domain.public_addresses import is_public


class AddressRefusedError(OSError):
    """Nothing is sent there: it is loopback, private, link-local, or otherwise not of the public internet."""


def public_socket(info: tuple[Any, ...]) -> socket.socket:
    """Return a socket for one resolved address, as aiohttp's connectors ask for them; raise AddressRefusedError."""
    family, kind, protocol, _, address = info
    if not is_public(str(address[0])):
        raise AddressRefusedError("the address is not public")
    return socket.socket(family, kind, protocol)
