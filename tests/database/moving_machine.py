"""Both sides move bookings: wishes, offers, ticks, picks, agreements and refusals."""

from functools import partial
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlalchemy.ext.asyncio import AsyncSession

from database.bookings.changes import ChangeOutcome
from database.bookings.held import Order
from database.moves.other_times import take_other_time, want_other_time
from database.moves.proposals import toggle_proposal
from database.moves.wanted_slots import drop_wanted, swap_to_wanted
from database.moves.wish import request_move, settle_move
from domain.booking import Actor
from domain.moves import MoveDenial
from tests.database.booking_machine import NOBODY, NOTICE, BookingMachine
from tests.database.booking_truth import OFFERED_TIMES, WANTED
from tests.database.world import HOUR

WHICH = st.integers(0, 99)
MOSTLY = st.sampled_from([True, True, True, True, True, False])


class MovingMachine(BookingMachine):
    """Everything that is done about a move."""

    @rule(which=WHICH, current=MOSTLY)
    def ask_to_move(self, which: int, current: bool) -> None:
        booking, whose = self.booking(which, current=current)
        self._ask(booking | {"candidate_id": whose["candidate_id"]})

    @rule(which=WHICH, slots=st.lists(WHICH, max_size=2), current=MOSTLY, own=MOSTLY)
    def offer_times(self, which: int, slots: list[int], current: bool, own: bool) -> None:
        booking, whose = self.booking(which, current=current)
        by = {"asked_by": Actor.RECRUITER, "asked_by_id": whose["recruiter_id"] if own else NOBODY}
        offered = {"offered": [self.free_slot(slot) for slot in slots]}
        self._ask(booking | {"candidate_id": whose["candidate_id"]} | by | offered)

    @rule(which=WHICH, slot=WHICH, free=MOSTLY, current=MOSTLY, own=MOSTLY)
    def want(self, which: int, slot: int, free: bool, current: bool, own: bool) -> None:
        booking, whose = self.booking(which, current=current)
        wanted = self.free_slot(slot) if free else self.slot(slot)
        wish = self._pick(booking, wanted, whose["candidate_id"] if own else NOBODY)

        async def outcome(session: AsyncSession) -> str:
            held = await want_other_time(session, **wish, answer_until=self.now + HOUR)
            return held if isinstance(held, MoveDenial) else "claimed"

        self.do(outcome)

    @rule(which=WHICH, slot=WHICH, offered=MOSTLY, own=MOSTLY)
    def take(self, which: int, slot: int, offered: bool, own: bool) -> None:
        booking, whose = self.booking(which)
        times = self.run(self.world.ask(OFFERED_TIMES, booking=whose["id"])) if offered else None
        picked = times[slot % len(times)] if times else self.free_slot(slot)
        wish = self._pick(booking, picked, whose["candidate_id"] if own else NOBODY)

        async def outcome(session: AsyncSession) -> str:
            return await take_other_time(session, **wish) or "swapped"

        assert self.do(outcome) != "swapped" or (times and own)

    @rule(which=WHICH, current=MOSTLY, own=MOSTLY, right=MOSTLY)
    def swap(self, which: int, current: bool, own: bool, right: bool) -> None:
        booking, whose = self.booking(which, current=current)
        by = self.by(Actor.RECRUITER, whose["recruiter_id"] if own else NOBODY)
        wanted = self.run(self.world.ask(WANTED, booking=whose["id"])) if right else None
        self.do(partial(swap_to_wanted, **booking, **by, slot_id=wanted or self.slot(which)))

    @rule(which=WHICH, slot=WHICH)
    def move(self, which: int, slot: int) -> None:
        self.ask_to_move(which=which, current=True)
        self.want(which=which, slot=slot, free=True, current=True, own=True)
        self.swap(which=which, current=True, own=True, right=True)

    @rule(which=WHICH, slot=WHICH)
    def move_by_offer(self, which: int, slot: int) -> None:
        self.offer_times(which=which, slots=[slot], current=True, own=True)
        self.take(which=which, slot=0, offered=True, own=True)

    @rule(which=WHICH, slot=WHICH)
    def tick(self, which: int, slot: int) -> None:
        booking, whose = self.booking(which)
        ticking = partial(toggle_proposal, **booking, recruiter_id=whose["recruiter_id"], now=self.now)
        self.run(self.alone(partial(ticking, slot_id=self.free_slot(slot))))

    @rule(which=WHICH, current=MOSTLY)
    def keep(self, which: int, current: bool) -> None:
        booking, _ = self.booking(which, current=current)
        self.do(partial(settle_move, **booking, settlement="kept", now=self.now))

    @rule(which=WHICH, current=MOSTLY)
    def drop(self, which: int, current: bool) -> None:
        booking, _ = self.booking(which, current=current)
        self.do(partial(drop_wanted, **booking))

    def _ask(self, asked: dict[str, Any]) -> None:
        async def outcome(session: AsyncSession) -> ChangeOutcome:
            return (await request_move(session, **asked, answer_until=self.now + HOUR, now=self.now)).outcome

        self.do(outcome)

    def _pick(self, booking: dict[str, Any], slot: int, candidate: int) -> dict[str, Any]:
        order = Order(revision=booking["revision"], now=self.now, actor=Actor.CANDIDATE, actor_id=candidate)
        return {"booking_id": booking["booking_id"], "slot_id": slot, "order": order, "minimum_notice": NOTICE}
