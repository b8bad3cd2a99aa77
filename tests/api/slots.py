"""A city with a recruiter in another zone, and slots as admins speak of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.api.named import public_id
from tests.api.office import Office
from tests.database.world import World

SLOTS = "/api/v1/slots"
ZONE = "Asia/Yekaterinburg"  # two hours later than Moscow


@dataclass(frozen=True)
class Desk:
    """One recruiter for one city, and who works with them."""

    office: Office
    world: World
    city_id: int
    recruiter_id: int
    city: str
    recruiter: str

    @classmethod
    async def of(cls, office: Office, world: World, zone: str = ZONE, **values: Any) -> "Desk":
        city = await world.city(zone="Europe/Moscow")
        recruiter = await world.recruiter(city, zone=zone, **values)
        ids = await public_id(world, "cities", city), await public_id(world, "recruiters", recruiter)
        return cls(office, world, city, recruiter, *ids)

    @property
    def place(self) -> dict[str, str]:
        return {"recruiter_public_id": self.recruiter, "city_public_id": self.city}

    async def post(self, path: str, body: dict[str, Any] | None = None, **headers: str) -> Any:
        return await self.office.http.post(SLOTS + path, headers=self.office.admin | headers, json=body)

    async def get(self, path: str = "", headers: dict[str, str] | None = None, **params: Any) -> Any:
        return await self.office.http.get(SLOTS + path, headers=headers or self.office.viewer, params=params)

    async def enter(self, wall_time: str, **more: Any) -> Any:
        return await self.post("", self.place | {"wall_time": wall_time} | more)

    async def slot(self, **values: Any) -> str:
        """Add a slot to the database and return its public id."""
        return await public_id(self.world, "slots", await self.world.slot(self.recruiter_id, self.city_id, **values))

    async def starts(self) -> list[datetime]:
        """When the standing slots start."""
        question = (
            "SELECT coalesce(array_agg(starts_at ORDER BY starts_at), '{}') FROM slots WHERE status <> 'withdrawn'"
        )
        return list(await self.world.ask(question))

    async def status(self, slot: str) -> str:
        return str(await self.world.ask("SELECT status FROM slots WHERE public_id = :id", id=slot))
