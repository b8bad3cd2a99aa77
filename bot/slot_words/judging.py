"""Which typed times can be saved, and what is in the way of the others. Pure: standing slots and time are given."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.slot_words.reading import TypedTime
from database.slots.open_slots import NewSlot, RecruiterSlot, slot_at
from domain.slots import FARTHEST
from domain.timezones import LocalTimeError, LocalTimeProblem


class Refusal(StrEnum):
    """Why a time cannot be saved; each has its own words in the texts."""

    PAST = "past"
    TOO_FAR = "too_far"
    MISSING = "missing"  # the clocks go forward over it
    AMBIGUOUS = "ambiguous"  # the clocks go back over it: it happens twice
    STANDING = "standing"  # exactly this slot is there already
    OVERLAPS = "overlaps"


@dataclass(frozen=True, kw_only=True)
class RefusedTime:
    """A time that is not saved; `readings` are the instants it could mean, `beside` the slot (UTC) it overlaps with."""

    typed: TypedTime
    refusal: Refusal
    readings: tuple[datetime, ...] = ()
    beside: tuple[datetime, datetime] | None = None


@dataclass(frozen=True, kw_only=True)
class Judged:
    """The times that can be saved, and those that cannot; both in order."""

    fitting: tuple[NewSlot, ...]
    refused: tuple[RefusedTime, ...]


def judge(times: Iterable[TypedTime], *, zone: str, standing: Sequence[RecruiterSlot], now: datetime) -> Judged:
    """Judge times in the recruiter's zone against what stands there already, and against each other."""
    taken = [(slot.starts_at, slot.ends_at) for slot in standing]
    fitting: list[NewSlot] = []
    refused: list[RefusedTime] = []
    for typed in times:
        verdict = _verdict(typed, zone, taken, now)
        if isinstance(verdict, RefusedTime):
            refused.append(verdict)
        else:
            fitting.append(verdict)
            taken.append((verdict.starts_at, verdict.ends_at))
    return Judged(fitting=tuple(fitting), refused=tuple(refused))


def _verdict(
    typed: TypedTime, zone: str, taken: Sequence[tuple[datetime, datetime]], now: datetime
) -> NewSlot | RefusedTime:
    try:
        slot = slot_at(typed.starts.date(), typed.starts.time(), zone, typed.length)
    except LocalTimeError as error:
        twice = error.problem is LocalTimeProblem.AMBIGUOUS
        refusal = Refusal.AMBIGUOUS if twice else Refusal.MISSING
        return RefusedTime(typed=typed, refusal=refusal, readings=error.readings)
    if slot.starts_at <= now:
        return RefusedTime(typed=typed, refusal=Refusal.PAST)
    if slot.starts_at - now > FARTHEST:
        return RefusedTime(typed=typed, refusal=Refusal.TOO_FAR)
    beside = next((other for other in taken if slot.starts_at < other[1] and other[0] < slot.ends_at), None)
    if beside is None:
        return slot
    refusal = Refusal.STANDING if beside == (slot.starts_at, slot.ends_at) else Refusal.OVERLAPS
    return RefusedTime(typed=typed, refusal=refusal, beside=beside)
