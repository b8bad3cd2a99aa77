"""How often one may call: by token, by address, and how often with a token that is none.

Each process counts for itself, in memory: the limits keep one caller from taking everybody's time, and guessing a
token hopeless; they are no quota that has to be exact.
"""

import hashlib
import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from limits import RateLimitItem, parse
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import FixedWindowRateLimiter
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import answer

PROBES = frozenset({"/healthz", "/readyz", "/metrics"})


@dataclass(frozen=True, kw_only=True)
class Rates:
    """Words such as "600/minute", as the library `limits` reads them."""

    per_token: str = "600/minute"  # noqa: S105 - a rate
    per_address: str = "1200/minute"
    failures_per_address: str = "30/minute"


class RateLimits:
    """Answers 429 with `Retry-After` to whoever calls too often; probes are never refused."""

    def __init__(self, app: ASGIApp, rates: Rates, now: Callable[[], datetime]) -> None:
        self._app = app
        self._now = now
        self._limiter = FixedWindowRateLimiter(MemoryStorage())
        self._per_token, self._per_address = parse(rates.per_token), parse(rates.per_address)
        self._failures = parse(rates.failures_per_address)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in PROBES:
            await self._app(scope, receive, send)
            return
        address = scope["client"][0] if scope.get("client") else "unknown"
        refusal = await self._refusal(Request(scope).headers.get("authorization"), address)
        if refusal is not None:
            await refusal(scope, receive, send)
            return

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == HTTPStatus.UNAUTHORIZED:
                await self._limiter.hit(self._failures, "failure", address)
            await send(message)

        await self._app(scope, receive, noted)

    async def _refusal(self, authorization: str | None, address: str) -> JSONResponse | None:
        if not await self._limiter.test(self._failures, "failure", address):
            return await self._too_many(self._failures, "failure", address, "with a token that is not valid")
        if not await self._limiter.hit(self._per_address, "address", address):
            return await self._too_many(self._per_address, "address", address, "from this address")
        if authorization is None:
            return None
        token = hashlib.sha256(authorization.encode()).hexdigest()
        if not await self._limiter.hit(self._per_token, "token", token):
            return await self._too_many(self._per_token, "token", token, "with this token")
        return None

    async def _too_many(self, limit: RateLimitItem, kind: str, who: str, what: str) -> JSONResponse:
        window = await self._limiter.get_window_stats(limit, kind, who)
        left = math.ceil(window.reset_time - self._now().timestamp())
        seconds = min(max(left, 1), limit.get_expiry())
        detail = f"More than {limit.amount} calls in {limit.get_expiry()} s {what}; wait {seconds} s."
        return answer(HTTPStatus.TOO_MANY_REQUESTS, "too_many_calls", detail, {"Retry-After": str(seconds)})
