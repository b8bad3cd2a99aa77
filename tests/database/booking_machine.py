"""A city with two recruiters and four people, in which anything may happen next; Hypothesis chooses what."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from database.bookings.reservation import reserve_slot
from database.engine import build_sessions
from domain.booking import Actor
from domain.reservation import ReservationOutcome
from tests.database.booking_truth import ACTIVE_BOOKINGS, FINGERPRINT, FREE_SLOTS, IMPOSSIBLE
from tests.database.world import HOUR, NOW, World

PEOPLE = 4
NOTICE = HOUR
NOBODY = 999_999
NO_BOOKING = {"id": NOBODY, "revision": 1, "recruiter_id": NOBODY, "candidate_id": NOBODY}
SUCCESSES = {"reserved", "approved", "done", "claimed", "swapped", "withdrawn", True}

Deed = Callable[[AsyncSession], Awaitable[Any]]


class BookingMachine(RuleBasedStateMachine):
    """What the rules have to work with, and what must hold after each of them."""

    def __init__(self, runner: asyncio.Runner, engine: AsyncEngine) -> None:
        super().__init__()
        self.run: Callable[..., Any] = runner.run
        self.sessions = build_sessions(engine)
        self.world = World(build_sessions(engine.execution_options(isolation_level="AUTOCOMMIT")))
        self.now = NOW
        self.keys = 0

    @initialize()
    def furnish(self) -> None:
        self.run(self._furnish())

    @invariant()
    def nothing_impossible_is_true(self) -> None:
        assert self.run(self.world.ask(IMPOSSIBLE, now=self.now)) is None

    def do(self, deed: Deed) -> Any:
        """Do it in a transaction of its own; what is no success must not have written anything."""
        return self.run(self._do(deed))

    def change(self, statement: str, **values: Any) -> None:
        """Change something as an admin would."""
        self.run(self.world.run(statement, **values))

    def slot(self, which: int) -> int:
        return self.slots[which % len(self.slots)]

    def free_slot(self, which: int) -> int:
        """Return one of the slots that are free, or any where none is."""
        free = self.run(self.world.ask(FREE_SLOTS)) or self.slots
        return int(free[which % len(free)])

    def picking(self, who: int, slot: int, *, recruiter: int | None, city: int) -> Deed:
        """Return a pick under a key of its own."""
        self.keys += 1
        pick: dict[str, Any] = {"candidate_id": self.people[who], "slot_id": slot, "booking_key": f"key-{self.keys}"}
        pick |= {"expected_recruiter_id": recruiter, "expected_city_id": city}

        async def outcome(session: AsyncSession) -> ReservationOutcome:
            return (await reserve_slot(session, **pick, now=self.now, minimum_notice=NOTICE)).outcome

        return outcome

    def booking(self, which: int, *, current: bool = True) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return how one speaks of an active booking, at its revision or at one that is past, and whose it is."""
        active = self.run(self.world.ask(ACTIVE_BOOKINGS)) or [NO_BOOKING]
        of = active[which % len(active)]
        return {"booking_id": of["id"], "revision": of["revision"] - (not current)}, of

    def by(self, actor: Actor, actor_id: int) -> dict[str, Any]:
        return {"now": self.now, "actor": actor, "actor_id": actor_id}

    async def alone(self, deed: Deed) -> Any:
        async with self.sessions.begin() as session:
            return await deed(session)

    async def _do(self, deed: Deed) -> Any:
        before = await self.world.ask(FINGERPRINT)
        outcome = await self.alone(deed)
        assert outcome in SUCCESSES or await self.world.ask(FINGERPRINT) == before, outcome
        return outcome

    async def _furnish(self) -> None:
        async with self.sessions.begin() as session:
            await session.execute(
                text("TRUNCATE cities, recruiters, candidates, slots, bookings, booking_events, slot_claims CASCADE")
            )
        self.city, self.elsewhere = await self.world.city(), await self.world.city()
        self.recruiters = [await self.world.recruiter(self.city) for _ in range(2)]
        self.people = await self.world.candidates(PEOPLE)
        self.slots = [
            slot for who in self.recruiters for slot in await self.world.slots(who, self.city, count=3, hours=20)
        ]
        for who in range(PEOPLE // 2):
            await self.alone(self.picking(who, self.slots[who], recruiter=None, city=self.city))
