"""Comparing what the database holds of a candidate with what the journey knows. Pure: facts in, differences out.

Who is right is decided once for each candidate. A booking only ever goes forward (pending, agreed, confirmed, over, and
from revision to revision), and its row never vanishes; where no booking tells, the one who learned something last is
right, by the journey's own clock.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from database.reconciling.remembered import CandidateRecord, RecordedBooking
from domain.booking import BookingStatus
from domain.ids import CandidateId
from domain.policy import DEFAULT_POLICY
from domain.stages import Ending, Stage
from otklik.reconciling.differences import Difference, Kind
from workflows.journey import Booking, Journey
from workflows.standing import FORGET_AFTER

STEPS = {BookingStatus.PENDING: 0, BookingStatus.BOOKED: 1, BookingStatus.CONFIRMED: 2}
OVER = 3
CLOCKS_DIFFER = timedelta(minutes=5)  # at most, or so we hope: PostgreSQL's and Temporal's


@dataclass(frozen=True, kw_only=True)
class Candidacy:
    """One candidate from both sides; `journey` is the state of the latest journey.

    It is None where there never was one, and where it cannot be read; `shown` is what Temporal shows of it in clear.
    """

    candidate_id: CandidateId
    record: CandidateRecord | None
    journey: Journey | None
    is_running: bool
    began_at: datetime | None = None
    shown: str | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether the journey goes on."""
        return self.is_running and (self.journey is None or not self.journey.is_closed)


def compare(candidacy: Candidacy, *, now: datetime) -> list[Difference]:
    """Return what differs, nothing where all is well."""
    record, journey = candidacy.record, candidacy.journey
    if record is None or record.is_erased:
        what = f"{_describe(candidacy)}, and nobody knows of whom"
        return [_difference(candidacy, Kind.NO_CANDIDATE, what)] if candidacy.is_open else []
    is_strange = is_of_somebody_else(candidacy, record)
    if is_strange and candidacy.is_open:
        return [_difference(candidacy, Kind.STRANGER, f"the journey is somebody else's ({_describe(candidacy)})")]
    if journey is None and candidacy.is_open:
        return [_difference(candidacy, Kind.UNREADABLE, f"the key of the journey is lost ({_describe(candidacy)})")]
    if journey is None or is_strange or not (candidacy.is_running or journey.is_closed):
        return _without_journey(candidacy, record, now)
    return _with_journey(candidacy, record, journey)


def _with_journey(candidacy: Candidacy, record: CandidateRecord, journey: Journey) -> list[Difference]:
    if journey.ending is Ending.ERASED:
        return [_difference(candidacy, Kind.ERASED, "erased, but known again")]
    if record.is_number_taken and journey.booking is not None:
        what = f"{_recorded(journey.booking)} is another candidate's in the database"
        return [_difference(candidacy, Kind.TAKEN_NUMBER, what)]
    found = [_difference(candidacy, kind, what) for kind, what in _differences(record, journey)]
    if any(each.kind is not Kind.STAGE for each in found) and is_database_newer(record, journey):
        held = "no booking" if record.active is None else _recorded(record.active)
        what = f"the database ({record.stage}, {held}) is ahead of the journey ({_describe(candidacy)})"
        return [_difference(candidacy, Kind.OLD_JOURNEY, what)]
    return found


def is_of_somebody_else(candidacy: Candidacy, record: CandidateRecord) -> bool:
    """Tell whether the journey began before its candidate was known: an older database gave the number out again."""
    return candidacy.began_at is not None and record.created_at > candidacy.began_at + CLOCKS_DIFFER


def is_database_newer(record: CandidateRecord, journey: Journey) -> bool:
    """Tell whether the database has learned of something later than the journey."""
    booking, named = journey.booking, record.named
    if booking is None:
        return record.learned_at > journey.since
    if named is None:
        return False
    mine, theirs = (booking.revision, _step(booking.status)), (named.revision, _step(named.status))
    if mine != theirs:
        return theirs > mine
    if booking.move is not None and record.move is not None:
        return record.move.answer_until > booking.move.until
    return record.learned_at > journey.since


def _step(status: BookingStatus) -> int:
    return STEPS.get(status, OVER)


def _without_journey(candidacy: Candidacy, record: CandidateRecord, now: datetime) -> list[Difference]:
    """Begin anew for who is under way; who was refused or silent for so long that it is over is not bothered."""
    if record.active is None and not record.waits_for_slots:
        if record.stage is Stage.CLOSED:
            return []
        lasts = DEFAULT_POLICY.retry_after_refusal if record.stage is Stage.REFUSED else FORGET_AFTER
        if record.learned_at + lasts <= now:
            return [_difference(candidacy, Kind.STAGE, f"{record.stage} since {record.learned_at:%Y-%m-%d}, and over")]
    held = "" if record.active is None else f", {_recorded(record.active)}"
    return [_difference(candidacy, Kind.NO_JOURNEY, f"{record.stage}{held}, and no open journey")]


def _differences(record: CandidateRecord, journey: Journey) -> Iterator[tuple[Kind, str]]:
    yield from _bookings(record, journey)
    if not record.knows_questionnaire and journey.screening is not None and not journey.is_closed:
        yield Kind.QUESTIONNAIRE, f"questionnaire {journey.screening.questionnaire.id} is not in the database"
    if _has_finished_test(journey) and journey.screening is not None and journey.screening.answers != record.answers:
        yield Kind.TEST1, "the answers are not in the database"
    if journey.waits_for_slots != record.waits_for_slots:
        waits = "the journey" if journey.waits_for_slots else "the database"
        yield Kind.WAITLIST, f"only {waits} has the candidate wait for slots"
    offered = journey.offer.slot_id if journey.offer else None
    if offered != record.offered:
        yield Kind.OFFER, f"held for the candidate: slot {offered} (journey), slot {record.offered} (database)"
    if journey.stage is not record.stage:
        yield Kind.STAGE, f"{record.stage} in lists, {journey.stage} by the journey"


def _bookings(record: CandidateRecord, journey: Journey) -> Iterator[tuple[Kind, str]]:
    booking, active = journey.booking, record.active
    if booking is not None and booking.status not in STEPS:
        return  # its end is being written down
    if active is not None and (booking is None or booking.id != active.id):
        yield Kind.ENDED, f"{_recorded(active)} is over"
    if booking is None:
        return
    if active is None or _essence(booking) != _essence(active):
        known = "none" if record.named is None else _recorded(record.named)
        yield Kind.BOOKING, f"{_recorded(booking)} (journey), {known} (database)"
    if _move_of(record) != _move_in(booking):
        yield (
            Kind.MOVE,
            f"wish to move booking {booking.id}: {_move_in(booking)} (journey), {_move_of(record)} (database)",
        )


def _essence(booking: Booking | RecordedBooking) -> tuple[object, ...]:
    return booking.id, booking.revision, booking.slot_id, booking.status


def _move_in(booking: Booking) -> str:
    move = booking.move
    return "none" if move is None else f"wanted {move.wanted}, offered {list(move.offered)}"


def _move_of(record: CandidateRecord) -> str:
    move = record.move
    return "none" if move is None else f"wanted {move.wanted_slot_id}, offered {list(move.offered)}"


def _has_finished_test(journey: Journey) -> bool:
    screening = journey.screening
    return screening is not None and (screening.is_finished or journey.refused_until is not None)


def _recorded(booking: Booking | RecordedBooking) -> str:
    return f"booking {booking.id}, revision {booking.revision}, {booking.status}, slot {booking.slot_id}"


def _describe(candidacy: Candidacy) -> str:
    """Return where the journey stands, with whom to call if nobody else can be told."""
    journey = candidacy.journey
    if journey is None:
        return candidacy.shown or "unknown"
    if journey.booking is None:
        return journey.stage.value
    booking = journey.booking
    return f"{journey.stage}, interview {booking.starts_at:%Y-%m-%d %H:%M} UTC with recruiter {booking.recruiter_id}"


def _difference(candidacy: Candidacy, kind: Kind, what: str) -> Difference:
    return Difference(kind=kind, candidate_id=candidacy.candidate_id, what=what)
