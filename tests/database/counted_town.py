"""Two cities with a handful of journeys, of which every figure can be counted by hand."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from database.bookings.no_shows import NoShowRow, no_shows
from database.local_clocks import Period, stretches_for
from database.office.figures import Asked, GroupBy
from database.office.statistics import FunnelRow, funnel
from database.tables import SendStatus
from domain.booking import Actor, BookingStatus
from tests.database.lived import Lived
from tests.database.world import World

NOVEMBER = Period(first=date(2026, 11, 1), last=date(2026, 11, 30))
DAY = timedelta(days=1)


def november(day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@dataclass(frozen=True)
class Town:
    """Two cities, far from each other, with a recruiter each, and ten candidates."""

    world: World
    lived: Lived
    west: int
    east: int
    ada: int
    eve: int

    @classmethod
    async def of(cls, world: World) -> "Town":
        west = await world.city(name="West", zone="Europe/Moscow")
        east = await world.city(name="East", zone="Asia/Kamchatka")
        ada = await world.recruiter(west, name="Ada")
        eve = await world.recruiter(east, name="Eve")
        return cls(world, await Lived.of(world), west, east, ada, eve)

    async def asked(self, by: GroupBy = GroupBy.NONE, period: Period = NOVEMBER, **more: Any) -> Asked:
        async with self.world.sessions() as session:
            found = await stretches_for(session, period, more.get("zone"))
        return Asked(by=by, stretches=found, **more)

    async def funnel(self, by: GroupBy = GroupBy.NONE, period: Period = NOVEMBER, **more: Any) -> list[FunnelRow]:
        asked = await self.asked(by, period, **more)
        async with self.world.sessions() as session:
            return await funnel(session, asked)

    async def no_shows(self, by: GroupBy = GroupBy.NONE, period: Period = NOVEMBER, **more: Any) -> list[NoShowRow]:
        asked = await self.asked(by, period, **more)
        async with self.world.sessions() as session:
            return await no_shows(session, asked)

    async def live(self) -> None:
        """Nine in November, seven of them in the west; one before."""
        lived, west, east = self.lived, self.west, self.east
        await lived.began(november(1) - 5 * DAY, west)  # of October
        await lived.began(november(2))  # never said a city
        for hour, reason in ((10, "nights_only"), (11, "nights_only"), (12, "remote_only")):
            await lived.tested(await lived.began(november(2, hour), west), november(2, hour + 1), reason, west)
        await lived.tested(await lived.began(november(2, 13), west), november(2, 14), "left", west)
        await self._come_and_meet()
        await self._miss_and_be_met()
        await self._cancel()
        gone = await lived.began(november(9), east)
        await lived.tested(gone, november(9, 10), None, east)
        await lived.waited(gone, east, november(9, 11))

    async def _come_and_meet(self) -> None:
        """Pass at the second try, ask after 2 hours, be approved after 4, be reminded, say yes, come."""
        lived = self.lived
        candidate = await lived.began(november(3), self.west)
        await lived.tested(candidate, november(3, 9), "nights_only", self.west)
        await lived.tested(candidate, november(3, 10), None, self.west)
        booking = await lived.requested(candidate, self.west, self.ada, november(3, 12), november(5))
        await lived.approved(booking, november(3, 16))
        await lived.reminded(candidate, booking, november(5, 7))
        await lived.confirmed(candidate, booking, november(5, 8))
        await lived.over(booking, BookingStatus.MET, november(5, 10))

    async def _miss_and_be_met(self) -> None:
        """Ask after 4 hours, be approved after 2, miss it; ask again, be approved after 20, and come."""
        lived = self.lived
        candidate = await lived.began(november(4), self.west)
        await lived.tested(candidate, november(4, 10), None, self.west)
        booking = await lived.requested(candidate, self.west, self.ada, november(4, 14), november(6))
        await lived.approved(booking, november(4, 16))
        await lived.reminded(candidate, booking, november(6, 7), SendStatus.UNKNOWN)
        await lived.over(booking, BookingStatus.MISSED, november(6, 10))
        again = await lived.requested(candidate, self.west, self.ada, november(7, 9), november(9))
        await lived.approved(again, november(8, 5))
        await lived.reminded(candidate, again, november(9, 7), SendStatus.UNREACHABLE)
        await lived.over(again, BookingStatus.MET, november(9, 10))

    async def _cancel(self) -> None:
        """In the east: be rejected, then be approved after 6 hours and cancel."""
        lived = self.lived
        candidate = await lived.began(november(5), self.east)
        await lived.tested(candidate, november(5, 10), None, self.east)
        booking = await lived.requested(candidate, self.east, self.eve, november(5, 16), november(8))
        await lived.over(booking, BookingStatus.REJECTED, november(5, 17), Actor.RECRUITER, self.eve)
        again = await lived.requested(candidate, self.east, self.eve, november(6, 9), november(8, 12))
        await lived.approved(again, november(6, 15))
        await lived.over(again, BookingStatus.CANCELLED, november(6, 16), Actor.CANDIDATE, candidate)
