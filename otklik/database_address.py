"""Turns the usual ways to write a PostgreSQL address into the one our driver understands."""

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

ACCEPTED_SCHEMES = ("postgres", "postgresql", "postgresql+asyncpg")
DRIVER = "postgresql+asyncpg"
# What libpq and hosting providers put into the query, and our driver's word for it; None drops it.
TRANSLATED = {"sslmode": "ssl", "connect_timeout": "timeout", "channel_binding": None}


def driver_address(address: str) -> str:
    """Return the address for asyncpg; raise ValueError, without repeating the password, when it is none."""
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        raise ValueError("it is not an address like postgresql://user:password@host:5432/otklik") from None
    if url.drivername not in ACCEPTED_SCHEMES:
        raise ValueError("it must begin with postgresql://")
    if not url.database:
        raise ValueError("it names no database; write it at the end: postgresql://user:password@host/otklik")
    return _translated(url).set(drivername=DRIVER).render_as_string(hide_password=False)


def with_password(address: str, password: str) -> str:
    """Return the address with this password in it; raise ValueError when it has one of its own."""
    url = make_url(address)
    if url.password is not None:
        raise ValueError("it has a password, and DATABASE_PASSWORD is set too; leave one of them out")
    if url.username is None:
        raise ValueError("it names no user, whose password DATABASE_PASSWORD is: postgresql://user@host/otklik")
    return url.set(password=password).render_as_string(hide_password=False)


def _translated(url: URL) -> URL:
    query = {key: value for key, value in url.query.items() if key not in TRANSLATED}
    for theirs, ours in TRANSLATED.items():
        if ours is not None and theirs in url.query:
            query[ours] = url.query[theirs]
    return url.set(query=query)
