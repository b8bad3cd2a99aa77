"""Which times can become slots, and what is in the way of the others. Pure: what stands already and now are given."""

from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from domain import timezones

USUAL_LENGTH = timedelta(minutes=20)
SHORTEST, LONGEST = timedelta(minutes=5), timedelta(hours=3)
FARTHEST = timedelta(days=366)


class SlotRefusal(StrEnum):
    """Why a time does not become a slot; callers of the API know these words."""

    UNREADABLE = "unreadable"
    NO_RECRUITER = "no_recruiter"
    NO_CITY = "no_city"
    NAME_AMBIGUOUS = "name_ambiguous"  # several recruiters are called like this
    RECRUITER_INACTIVE = "recruiter_inactive"
    CITY_INACTIVE = "city_inactive"
    RECRUITER_ELSEWHERE = "recruiter_elsewhere"
    LOCAL_TIME_TWICE = "local_time_twice"
    LOCAL_TIME_MISSING = "local_time_missing"
    STARTS_IN_PAST = "starts_in_past"
    STARTS_TOO_FAR = "starts_too_far"
    SLOT_OVERLAPS = "slot_overlaps"


@dataclass(frozen=True, kw_only=True)
class RefusedSlot:
    """Why a time was refused, in words for an admin.

    `readings` are the instants (UTC) that a wall time could mean, `beside` is the public id of the slot in the way.
    """

    refusal: SlotRefusal
    reason: str
    readings: tuple[datetime, ...] = ()
    beside: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class FittingSlot:
    """A time that can become a slot: instants in UTC, and the wall time (naive) with its zone as it was entered."""

    starts_at: datetime
    ends_at: datetime
    wall_time: datetime
    wall_zone: str


@dataclass(kw_only=True)
class Taken:
    """The times of one recruiter that are taken, none overlapping another: by a slot (its public id) or another row."""

    starts: list[datetime] = field(default_factory=list)
    spans: list[tuple[datetime, UUID | int]] = field(default_factory=list)

    def add(self, starts_at: datetime, ends_at: datetime, by: UUID | int) -> None:
        """Note that this time is taken; the caller has made sure that it was free."""
        place = bisect_left(self.starts, starts_at)
        self.starts.insert(place, starts_at)
        self.spans.insert(place, (ends_at, by))

    def refuse(self, slot: FittingSlot) -> RefusedSlot | None:
        """Return why the slot cannot stand beside these times, None where it can."""
        place = bisect_left(self.starts, slot.ends_at)
        # The last one that starts before the end: those before it end before it starts.
        if place == 0 or self.spans[place - 1][0] <= slot.starts_at:
            return None
        ends_at, by = self.spans[place - 1]
        what = f"row {by}" if isinstance(by, int) else f"slot {by}"
        starts, ends = (timezones.local(at, slot.wall_zone).isoformat() for at in (self.starts[place - 1], ends_at))
        return RefusedSlot(
            refusal=SlotRefusal.SLOT_OVERLAPS,
            reason=f"It overlaps with {what} of the same recruiter, which lasts from {starts} to {ends}.",
            beside=by if isinstance(by, UUID) else None,
        )


def place_start(start: datetime, length: timedelta, zone_name: str, *, now: datetime) -> FittingSlot | RefusedSlot:
    """Return the slot that starts then, or why it cannot; a naive start is read by the clocks of the zone."""
    try:
        starts_at = start.astimezone(UTC) if start.tzinfo else timezones.instant(start.date(), start.time(), zone_name)
    except timezones.LocalTimeError as error:
        return _unclear(start, zone_name, error)
    if starts_at <= now:
        return RefusedSlot(refusal=SlotRefusal.STARTS_IN_PAST, reason="It starts in the past; choose a later time.")
    if starts_at - now > FARTHEST:
        reason = f"It starts more than {FARTHEST.days} days from now; enter it when it is nearer."
        return RefusedSlot(refusal=SlotRefusal.STARTS_TOO_FAR, reason=reason)
    wall_time = timezones.local(starts_at, zone_name).replace(tzinfo=None)
    return FittingSlot(starts_at=starts_at, ends_at=starts_at + length, wall_time=wall_time, wall_zone=zone_name)


def _unclear(wall: datetime, zone_name: str, error: timezones.LocalTimeError) -> RefusedSlot:
    twice = error.problem is timezones.LocalTimeProblem.AMBIGUOUS
    readings = " or ".join(timezones.local(each, zone_name).isoformat() for each in error.readings)
    what = "happens twice" if twice else "is skipped"
    return RefusedSlot(
        refusal=SlotRefusal.LOCAL_TIME_TWICE if twice else SlotRefusal.LOCAL_TIME_MISSING,
        reason=f"{wall.isoformat()} {what} in {zone_name}; send the instant that you mean: {readings}.",
        readings=error.readings,
    )
