"""Whatever happens in whatever order, nothing impossible becomes true, and every pick is judged as the domain says."""

import asyncio
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from database.bookings.changes import approve_booking, confirm_attendance, end_booking
from database.engine import DatabaseSettings, build_engine
from database.slots.open_slots import NewSlot, add_slots, withdraw_slot
from database.waiting.offers import offer_to_waiting, settle_offer
from database.waiting.waitlist import join_waitlist, leave_waitlist
from domain.booking import Actor, BookingStatus, OfferSettlement
from domain.ids import CandidateId, CityId, RecruiterId
from domain.reservation import Pick, ReservationOutcome, judge_reservation
from tests.database.booking_machine import NOBODY, NOTICE, PEOPLE
from tests.database.booking_truth import FREE_SLOTS, OPEN_OFFERS, facts_of
from tests.database.moving_machine import MOSTLY, WHICH, MovingMachine
from tests.database.world import HOUR, LENGTH, NOW

WHO = st.integers(0, PEOPLE - 1)
ENDINGS = st.sampled_from([BookingStatus.REJECTED, BookingStatus.EXPIRED, BookingStatus.DECLINED])


class AnyOrder(MovingMachine):
    """Picks, answers, offers, switches and time."""

    @rule(who=WHO, which=WHICH, any_recruiter=st.booleans(), right_recruiter=MOSTLY, right_city=MOSTLY)
    def reserve(self, who: int, which: int, any_recruiter: bool, right_recruiter: bool, right_city: bool) -> None:
        person, slot = self.people[who], self.slot(which)
        facts = self.run(facts_of(self.world.sessions, slot, person, self.now))
        recruiter = None if any_recruiter else facts.recruiter_id if right_recruiter else RecruiterId(NOBODY)
        city = self.city if right_city else self.elsewhere
        pick = Pick(
            candidate_id=CandidateId(person),
            expected_recruiter_id=recruiter,
            expected_city_id=CityId(city),
            now=self.now,
            minimum_notice=NOTICE,
        )
        outcome = self.do(self.picking(who, slot, recruiter=recruiter, city=city))
        assert outcome is judge_reservation(pick, facts)

    @rule(who=WHO, which=WHICH)
    def book(self, who: int, which: int) -> None:
        self.do(self.picking(who, self.free_slot(which), recruiter=None, city=self.city))

    @rule(which=WHICH)
    def race(self, which: int) -> None:
        picks = [self.picking(who, self.slot(which), recruiter=None, city=self.city) for who in range(PEOPLE)]

        async def all_at_once() -> list[Any]:
            return await asyncio.gather(*(self.alone(pick) for pick in picks))

        assert self.run(all_at_once()).count(ReservationOutcome.RESERVED) <= 1

    @rule(which=WHICH, current=MOSTLY, own=MOSTLY)
    def approve(self, which: int, current: bool, own: bool) -> None:
        booking, whose = self.booking(which, current=current)
        by = self.by(Actor.RECRUITER, whose["recruiter_id"] if own else NOBODY)
        self.do(partial(approve_booking, **booking, **by))

    @rule(which=WHICH, current=MOSTLY, own=MOSTLY)
    def confirm(self, which: int, current: bool, own: bool) -> None:
        booking, whose = self.booking(which, current=current)
        by = self.by(Actor.CANDIDATE, whose["candidate_id"] if own else NOBODY)
        self.do(partial(confirm_attendance, **booking, **by))

    @rule(which=WHICH, current=MOSTLY, status=ENDINGS, withdraws=st.booleans())
    def end(self, which: int, current: bool, status: BookingStatus, withdraws: bool) -> None:
        booking, _ = self.booking(which, current=current)
        self.do(partial(end_booking, **booking, **self.by(Actor.SYSTEM, 0), status=status, withdraws_slot=withdraws))

    @rule(which=WHICH)
    def withdraw(self, which: int) -> None:
        self.do(partial(withdraw_slot, slot_id=self.slot(which), now=self.now))

    @rule(whose=st.integers(0, 1), thirds=st.integers(-3, 60))
    def add_slot(self, whose: int, thirds: int) -> None:
        starts_at = self.now + thirds * HOUR / 4
        wall = starts_at.replace(tzinfo=None)
        slot = NewSlot(starts_at=starts_at, ends_at=starts_at + LENGTH, wall_time=wall, wall_zone="UTC")
        place: dict[str, Any] = {"recruiter_id": self.recruiters[whose], "city_id": self.city}
        self.slots += self.run(self.alone(partial(add_slots, **place, slots=[slot])))

    @rule(who=WHO)
    def wait(self, who: int) -> None:
        place: dict[str, Any] = {"candidate_id": self.people[who], "city_id": self.city, "recruiter_id": None}
        self.do(partial(join_waitlist, **place, now=self.now))

    @rule(who=WHO)
    def wait_no_more(self, who: int) -> None:
        self.run(self.alone(partial(leave_waitlist, candidate_id=self.people[who], now=self.now)))

    @rule()
    def offer(self) -> None:
        self.run(self.alone(partial(offer_to_waiting, now=self.now)))

    @rule(which=WHICH, settlement=st.sampled_from(list(OfferSettlement)))
    def settle_an_offer(self, which: int, settlement: OfferSettlement) -> None:
        offers = self.run(self.world.ask(OPEN_OFFERS)) or [{"candidate_id": NOBODY, "slot_id": NOBODY}]
        offer = {name: offers[which % len(offers)][name] for name in ("candidate_id", "slot_id")}
        self.do(partial(settle_offer, **offer, settlement=settlement, now=self.now))

    @rule(which=WHICH)
    def take_an_offer(self, which: int) -> None:
        offers = self.run(self.world.ask(OPEN_OFFERS)) or []
        for offer in offers[which % PEOPLE :]:
            who = self.people.index(offer["candidate_id"])
            self.do(self.picking(who, offer["slot_id"], recruiter=None, city=self.city))

    @rule(table=st.sampled_from(["recruiters", "cities"]), active=MOSTLY)
    def switch(self, table: str, active: bool) -> None:
        self.change(f"UPDATE {table} SET active = :active", active=active)

    @rule(minutes=st.sampled_from([1, 15, 45, 240]))
    def let_time_pass(self, minutes: int) -> None:
        self.now += minutes * HOUR / 60

    def teardown(self) -> None:
        """Every slot that is free in the end can be had by somebody new."""
        if not hasattr(self, "slots"):
            return
        for table in ("recruiters", "cities"):
            self.change(f"UPDATE {table} SET active = true")
        self.change("UPDATE slot_offers SET settled_at = now(), settlement = 'refused' WHERE settled_at IS NULL")
        free = self.run(self.world.ask(FREE_SLOTS)) or []
        self.people, self.now = self.run(self.world.candidates(max(len(free), 1))), NOW
        for who, slot in enumerate(free):
            deed = self.picking(who, slot, recruiter=None, city=self.city)
            assert self.run(self.alone(deed)) in {ReservationOutcome.RESERVED, ReservationOutcome.SLOT_EXPIRED}


@pytest.fixture
def machine(database_url: str) -> Iterator[Callable[[], AnyOrder]]:
    """Makes machines on this test's own database; they run in a loop of their own."""
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        engine = build_engine(DatabaseSettings(database_url, pool_size=PEOPLE))
        yield lambda: AnyOrder(runner, engine)
        runner.run(engine.dispose())


def test_whatever_happens_in_whatever_order_nothing_impossible_is_true(machine: Callable[[], AnyOrder]) -> None:
    bounds = settings(
        max_examples=20,
        stateful_step_count=30,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.reuse, Phase.generate),  # against a real database, shrinking takes minutes
        print_blob=True,
    )
    run_state_machine_as_test(machine, settings=bounds)  # type: ignore[arg-type] # it takes any maker of machines
