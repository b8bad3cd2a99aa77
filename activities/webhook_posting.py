"""One call to a receiver: where it may go, how long it may take, and what its answer means."""

import asyncio
import email.utils
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from urllib.parse import urlsplit

import aiohttp

from activities.public_addresses import AddressRefusedError, public_socket
from domain.webhooks import Trouble

LONGEST_BODY = 64 * 1024  # bytes


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back; `trouble` is None for 2xx, `retry_after` is what the receiver asks for."""

    status_code: int | None = None
    trouble: Trouble | None = None
    retry_after: timedelta | None = None


@dataclass(frozen=True, kw_only=True)
class Poster:
    """Posts JSON to https addresses of the public internet; `to_private`: to http and inside the house as well."""

    to_private: bool = False

    async def post(
        self, url: str, headers: dict[str, str], body: bytes, *, patience: timedelta, now: datetime
    ) -> Answer:
        """Send once, follow nothing, and read nothing of the answer but its head; never raise for a receiver's sake."""
        if len(body) > LONGEST_BODY:
            raise ValueError(f"a webhook of {len(body)} bytes")
        if not self.to_private and urlsplit(url).scheme != "https":
            return Answer(trouble=Trouble.ADDRESS_REFUSED)
        try:
            # A connection of its own for each event: nothing is kept open to whoever may have moved meanwhile.
            connector = aiohttp.TCPConnector(
                force_close=True, use_dns_cache=False, socket_factory=None if self.to_private else public_socket
            )
            time = aiohttp.ClientTimeout(total=patience.total_seconds())
            async with (
                aiohttp.ClientSession(connector=connector, timeout=time) as session,
                session.post(url, data=body, headers=headers, allow_redirects=False) as response,
            ):
                return _answer(response, now)
        except (OSError, TimeoutError, aiohttp.ClientError, ValueError) as error:
            return Answer(trouble=_trouble(error))


def _answer(response: aiohttp.ClientResponse, now: datetime) -> Answer:
    if HTTPStatus.OK <= response.status < HTTPStatus.MULTIPLE_CHOICES:
        return Answer(status_code=response.status)
    asked = retry_after(response.headers.get("Retry-After"), now)
    return Answer(status_code=response.status, trouble=Trouble.STATUS, retry_after=asked)


def retry_after(text: str | None, now: datetime) -> timedelta | None:
    """Return how long a receiver asks to be left alone, in seconds or as a date; None where it does not say."""
    if text is None:
        return None
    try:
        if text.strip().isdecimal():
            return timedelta(seconds=int(text))
        moment = email.utils.parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(moment - now, timedelta())


def _trouble(error: Exception) -> Trouble:
    match error:
        case asyncio.TimeoutError():
            return Trouble.TIMEOUT
        case aiohttp.ClientConnectorDNSError():
            return Trouble.NO_SUCH_HOST
        case aiohttp.ClientSSLError():
            return Trouble.BAD_CERTIFICATE
        case aiohttp.ClientConnectorError() if isinstance(error.os_error, AddressRefusedError):
            return Trouble.ADDRESS_REFUSED
        case aiohttp.InvalidURL():
            return Trouble.ADDRESS_REFUSED
        case _:
            return Trouble.NO_CONNECTION
