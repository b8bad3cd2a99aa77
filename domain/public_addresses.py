"""Which addresses are of the public internet, and so give nobody a way into the house."""

import ipaddress

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # IPv4 behind a translator: the last 32 bits say which
LAST_32_BITS = 0xFFFFFFFF


def is_address(text: str) -> bool:
    """Tell whether it is an address rather than a name."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def is_public(text: str) -> bool:
    """Tell whether an address can be reached by everybody; what is no address is not."""
    try:
        address = _meant(ipaddress.ip_address(text.partition("%")[0]))
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address) and (address.sixtofour or address.teredo):
        return False  # tunnels of former times, which may end anywhere
    return address.is_global and not address.is_multicast and not address.is_reserved


def _meant(address: Address) -> Address:
    """Return the IPv4 address that an IPv6 address only wraps."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in TRANSLATED:
        return ipaddress.IPv4Address(int(address) & LAST_32_BITS)
    return address.ipv4_mapped or address
