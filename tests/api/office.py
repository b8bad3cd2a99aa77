"""Whoever calls the API: with a token of some role, or without one."""

import dataclasses
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.routing import Mount
from temporalio.api.common.v1 import Payload
from temporalio.client import Client
from temporalio.converter import PayloadCodec

from api.app import ApiSettings, build_app
from api.rates import Rates
from database.engine import build_sessions
from database.office.tokens import issue_token
from database.tables import Role

TODAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
UI = "http://127.0.0.1:8233"
UNHURRIED = Rates(per_token="1000000/second", per_address="1000000/second", failures_per_address="1000000/second")


class MirrorCodec(PayloadCodec):
    """Turns data round, so that what went through it can be told."""

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        return [Payload(metadata={"encoding": b"mirror"}, data=payload.data[::-1]) for payload in payloads]

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        if any(payload.metadata.get("encoding") != b"mirror" for payload in payloads):
            raise ValueError("not ours")
        return [Payload(metadata={"encoding": b"json/plain"}, data=payload.data[::-1]) for payload in payloads]


@dataclass
class Office:
    """`http` calls without a token; `admin` and `viewer` are headers."""

    engine: AsyncEngine
    http: httpx.AsyncClient
    admin: dict[str, str]
    viewer: dict[str, str]

    async def token(
        self, role: str, expires_at: datetime | None = None, cities: Collection[int] = ()
    ) -> dict[str, str]:
        return await header(self.engine, role, expires_at, cities)


async def header(
    engine: AsyncEngine, role: str, expires_at: datetime | None = None, cities: Collection[int] = ()
) -> dict[str, str]:
    async with build_sessions(engine).begin() as session:
        token = await issue_token(session, name="Ada", role=Role(role), expires_at=expires_at, city_ids=cities)
    return {"Authorization": f"Bearer {token.secret}"}


BUILT: dict[tuple[bool, Rates], FastAPI] = {}


def application(virtual_time: bool, rates: Rates, engine: AsyncEngine, client: Client) -> FastAPI:
    """Return the application, built once: its first call takes as long as a whole test; limits of rate count anew."""
    key = (virtual_time, rates)
    if key not in BUILT or rates != UNHURRIED:
        settings = ApiSettings(virtual_time=virtual_time, temporal_ui_origin=UI, rates=rates)
        BUILT[key] = build_app(settings, engine, client, now=lambda: TODAY, codec=MirrorCodec())
    return BUILT[key]


@asynccontextmanager
async def office_of(
    engine: AsyncEngine, client: Client, *, virtual_time: bool = True, rates: Rates = UNHURRIED, now: datetime = TODAY
) -> AsyncIterator[Office]:
    app = application(virtual_time, rates, engine, client)
    around = dataclasses.replace(
        app.state.surroundings, sessions=build_sessions(engine), client=client, now=lambda: now
    )
    mounted = (route.app for route in app.routes if isinstance(route, Mount))
    for each in (app, *(inner for inner in mounted if isinstance(inner, FastAPI))):
        each.state.surroundings = around
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://otklik.test") as http:
        yield Office(engine, http, await header(engine, "admin"), await header(engine, "viewer"))
