"""Which addresses Telegram takes for links."""

import re
from urllib.parse import urlsplit

SCHEMES = {"http", "https", "tg", "ton"}
DOMAIN = re.compile(r"[\w-]+(\.[\w-]+)+")


def is_link(url: str) -> bool:
    """Say whether the address is one; a host without a dot (localhost) is none, as in Telegram."""
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if parts.scheme not in SCHEMES or any(sign.isspace() for sign in url):
        return False
    return parts.scheme in {"tg", "ton"} or DOMAIN.fullmatch(host) is not None
