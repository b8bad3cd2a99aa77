"""The slot book in memory: it answers deeds as the database would, and plans with the real zones and policies."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from domain.alarms import plan_alarms, plan_nudges
from domain.booking import Actor, Alarms, BookingStatus, active_statuses
from domain.ids import BookingId, CandidateId, CityId, RecruiterId, SlotId
from domain.moves import MoveDenial
from domain.reservation import Pick, ReservationOutcome, SlotFacts, judge_reservation
from tests.workflows.generated.facts import Agreed, Fact, Over
from tests.workflows.generated.scenario import Scenario, Slot

CITY = CityId(7)
RECRUITER = RecruiterId(3)
SPREAD_OVER = 60  # seconds


@dataclass(kw_only=True)
class Wish:
    """An open wish to move."""

    asked_by: Actor
    until: datetime
    offered: tuple[SlotId, ...] = ()
    offers: bool = False
    wanted: SlotId | None = None


@dataclass(kw_only=True)
class Held:
    """A booking as the book has it."""

    id: BookingId
    slot: Slot
    requested_at: datetime
    revision: int = 1
    status: BookingStatus = BookingStatus.PENDING
    wish: Wish | None = None
    asked_at: set[int] = field(default_factory=set)  # revisions at which the candidate has asked to move
    moves: int = 0

    @property
    def is_over(self) -> bool:
        return self.status not in active_statuses()


class SlotBook:
    """One recruiter's slots, one candidate's bookings; `policy` is the city's of today."""

    def __init__(self, scenario: Scenario, facts: list[Fact]) -> None:
        self.scenario, self.facts, self.policy = scenario, facts, scenario.policy
        self.slots = {slot.id: slot for slot in scenario.slots}
        self.taken: set[SlotId] = set()  # by others
        self.bookings: dict[BookingId, Held] = {}
        self.keys: dict[str, BookingId] = {}

    @property
    def current(self) -> Held | None:
        """The booking that holds a slot, or None."""
        return next((held for held in self.bookings.values() if not held.is_over), None)

    def free(self, now: datetime) -> list[Slot]:
        """Return the slots that could be picked now."""
        held = {slot_id for slot_id in self.slots if self._is_held(slot_id)}
        notice = self.policy.minimum_notice
        slots = sorted(self.slots.values(), key=lambda slot: slot.starts_at)
        return [slot for slot in slots if slot.id not in held | self.taken and slot.starts_at >= now + notice]

    def add_slot(self, starts_at: datetime) -> Slot:
        slot = Slot(id=SlotId(max(self.slots, default=99) + 1), starts_at=starts_at)
        self.slots[slot.id] = slot
        return slot

    def judge(self, slot_id: SlotId, now: datetime, *, moving: bool) -> ReservationOutcome:
        """Judge a pick of this slot by the rules of the domain; who moves is no obstacle to themselves."""
        slot, current = self.slots.get(slot_id), self.current
        me = CandidateId(self.scenario.candidate_id)
        pick = Pick(
            candidate_id=me,
            expected_recruiter_id=None,
            expected_city_id=CITY,
            now=now,
            minimum_notice=self.policy.minimum_notice,
        )
        if slot is None:
            return judge_reservation(pick, None)
        holder = me if self._is_held(slot_id) else CandidateId(0) if slot_id in self.taken else None
        facts = SlotFacts(
            withdrawn=False,
            recruiter_id=RECRUITER,
            recruiter_active=True,
            recruiter_serves_city=True,
            city_id=CITY,
            city_active=True,
            starts_at=slot.starts_at,
            held_by=holder,
            other_active_booking=None if moving or current is None else current.id,
        )
        return judge_reservation(pick, facts)

    def deny(self, held: Held | None, revision: int, slot_id: SlotId, now: datetime) -> MoveDenial | None:
        """Return why the booking cannot move to this slot, or None."""
        if held is None:
            return MoveDenial.UNKNOWN
        reasons = (
            (MoveDenial.MOVED, held.revision != revision),
            (MoveDenial.ENDED, held.is_over),
            (MoveDenial.START_PASSED, held.slot.starts_at <= now),
            (MoveDenial.OWN_SLOT, held.slot.id == slot_id),
            (MoveDenial.NOTHING_WANTED, held.wish is None),
        )
        fine = {ReservationOutcome.RESERVED, ReservationOutcome.ALREADY_RESERVED}
        outcome = self.judge(slot_id, now, moving=True)
        judged = None if outcome in fine else MoveDenial(outcome.value)
        return next((denial for denial, applies in reasons if applies), judged)

    def alarms(self, held: Held, now: datetime) -> Alarms:
        """Plan as the activity does: the recruiter's deadline counts from the request, everything else from now."""
        planned, as_requested = (self._plan(held, moment) for moment in (now, held.requested_at))
        return replace(planned, answer_until=as_requested.answer_until, nudge_at=as_requested.nudge_at)

    def move_deadline(self, starts_at: datetime, now: datetime) -> datetime:
        until = min(now + self.policy.approval_deadline, starts_at - self.policy.approval_margin)
        return until if until > now else max(now, starts_at)

    def nudges(self, now: datetime) -> tuple[datetime, ...]:
        return plan_nudges(now, self.scenario.zone, self.policy)

    def note_agreed(self, held: Held, now: datetime) -> None:
        self.facts.append(
            Agreed(
                at=now,
                booking_id=held.id,
                revision=held.revision,
                starts_at=held.slot.starts_at,
                policy=self.policy,
            )
        )

    def note_over(self, held: Held, now: datetime) -> None:
        self.facts.append(Over(at=now, booking_id=held.id, status=held.status))

    def _plan(self, held: Held, now: datetime) -> Alarms:
        return plan_alarms(
            now=now,
            starts_at=held.slot.starts_at,
            ends_at=held.slot.ends_at,
            candidate_zone=self.scenario.zone,
            recruiter_zone=self.scenario.recruiter_zone,
            policy=self.policy,
            spread=timedelta(seconds=self.scenario.candidate_id % SPREAD_OVER),
        )

    def _is_held(self, slot_id: SlotId) -> bool:
        held = self.current
        return held is not None and slot_id in {held.slot.id, held.wish.wanted if held.wish else None}
