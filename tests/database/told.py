"""An endpoint that is told of facts, and what it is told."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from tests.database.world import World

TOLD = """
    SELECT event.type, event.at, event.data, event.fact_key FROM webhook_deliveries AS delivery
    JOIN webhook_events AS event ON event.id = delivery.event_id
    WHERE delivery.endpoint_id = :endpoint ORDER BY event.id
"""


@dataclass
class Told:
    """One endpoint of the database; nothing is sent."""

    world: World
    endpoint: int

    async def events(self) -> list[Any]:
        async with self.world.sessions() as session:
            return list(await session.execute(text(TOLD), {"endpoint": self.endpoint}))

    async def types(self) -> list[str]:
        return [event.type for event in await self.events()]


async def endpoint(world: World, **values: Any) -> Told:
    """Return an active endpoint for all facts, unless said otherwise."""
    columns = {"url": "https://receiver.test", "secret": b""} | values
    names, marks = ", ".join(columns), ", ".join(f":{name}" for name in columns)
    async with world.sessions.begin() as session:
        made = await session.scalar(
            text(f"INSERT INTO webhook_endpoints ({names}) VALUES ({marks}) RETURNING id"), columns
        )
    assert made is not None
    return Told(world, made)
