"""Writing back what a restored, older database has lost of a booking: the row, its slot, its claims, its move."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from database.bookings.changes import end_booking
from database.bookings.held import hold_booking
from database.tables import Booking, City, Recruiter, RescheduleRequest, Slot, SlotClaim, SlotOffer
from domain import timezones
from domain.booking import Actor, BookingStatus, Claim, OfferSettlement
from domain.ids import BookingId, CandidateId, CityId, RecruiterId, SlotId

NOBODY = 0
# The numbers are those of the lost rows: the journeys, and buttons in people's chats, name them.
SLOT = text("""
    INSERT INTO slots (id, recruiter_id, city_id, starts_at, ends_at, wall_time, wall_zone) OVERRIDING SYSTEM VALUE
    VALUES (:id, :recruiter_id, :city_id, :starts_at, :ends_at, :wall_time, :wall_zone)
""")
BOOKING = text("""
    INSERT INTO bookings (id, candidate_id, slot_id, recruiter_id, city_id, status, revision, booking_key, requested_at,
        answer_until, decided_at, ended_at, changed_at, changed_by, changed_by_id) OVERRIDING SYSTEM VALUE
    VALUES (:id, :candidate_id, :slot_id, :recruiter_id, :city_id, :status, :revision, :booking_key, :changed_at,
        :answer_until, :decided_at, :ended_at, :changed_at, 'system', 0)
""")


@dataclass(frozen=True, kw_only=True)
class LostBooking:
    """A booking as its journey knows it; `since` is when it came to stand so, by the journey's clock."""

    id: BookingId
    revision: int
    candidate_id: CandidateId
    slot_id: SlotId
    recruiter_id: RecruiterId
    city_id: CityId
    starts_at: datetime
    ends_at: datetime
    status: BookingStatus
    answer_until: datetime
    since: datetime


@dataclass(frozen=True, kw_only=True)
class LostMove:
    """A wish to move as its journey knows it."""

    by: Actor
    since: datetime
    until: datetime
    offered: Sequence[SlotId]
    wanted: SlotId | None


async def let_go_of_slots(session: AsyncSession, booking_id: BookingId) -> None:
    """Take a booking off its slots, before it and others are put where they stand by now."""
    await session.execute(delete(SlotClaim).where(SlotClaim.booking_id == booking_id))


async def put_booking_back(session: AsyncSession, lost: LostBooking) -> bool:
    """Write the booking as the journey knows it; False where its slot cannot be its own any more.

    Then it is written down as cancelled, as far as there is a slot to write it for, so that both sides can be told.
    """
    has_slot = await _put_slot_back(session, lost)
    holder = await session.scalar(select(SlotClaim.booking_id).where(SlotClaim.slot_id == lost.slot_id))
    is_free = has_slot and holder in {None, lost.id}
    known = await hold_booking(session, lost.id)
    if known is None:
        if has_slot:
            await _insert(session, lost, is_free=is_free)
    elif is_free:
        await _correct(session, lost)
    else:
        await end_lost_booking(session, lost.id, known.revision, BookingStatus.CANCELLED, now=lost.since)
    if is_free:
        await _claim(session, lost)
    return is_free


async def end_lost_booking(
    session: AsyncSession, booking_id: int, revision: int, status: BookingStatus, *, now: datetime
) -> None:
    """End a booking whose journey knows that it is over; a wish to move ends with it."""
    await end_booking(
        session, booking_id=booking_id, revision=revision, status=status, now=now, actor=Actor.SYSTEM, actor_id=NOBODY
    )


async def put_move_back(session: AsyncSession, booking: LostBooking, move: LostMove | None) -> bool:
    """Make the open wish the one that the journey knows; False where the wanted slot is another's by now."""
    await hold_booking(session, booking.id)
    is_open = (RescheduleRequest.booking_id == booking.id) & RescheduleRequest.settled_at.is_(None)
    settled = update(RescheduleRequest).where(is_open).values(settled_at=booking.since, settlement="reconciled")
    wanted = delete(SlotClaim).where(SlotClaim.booking_id == booking.id, SlotClaim.kind == Claim.WANTED)
    await session.execute(wanted)
    if move is None:
        await session.execute(settled.execution_options(synchronize_session=False))
        return True
    await _write_move(session, booking, move)
    if move.wanted is None:
        return True
    claim = {"slot_id": move.wanted, "booking_id": booking.id, "kind": Claim.WANTED}
    there = select(Slot.id).where(Slot.id == move.wanted, Slot.withdrawn_at.is_(None)).with_for_update(key_share=True)
    if await session.scalar(there) is None:
        return False
    claimed = insert(SlotClaim).values(claim).on_conflict_do_nothing().returning(SlotClaim.slot_id)
    return await session.scalar(claimed) is not None


async def _write_move(session: AsyncSession, booking: LostBooking, move: LostMove) -> None:
    """Open a wish anew that is there, else write one."""
    by_company = move.by is not Actor.CANDIDATE
    stands = {
        "answer_until": move.until,
        "offered": list(move.offered),
        "offered_at": move.since if by_company else None,
        "settled_at": None,
        "settlement": None,
    }
    there = select(RescheduleRequest.id).where(
        RescheduleRequest.booking_id == booking.id,
        RescheduleRequest.revision == booking.revision,
        or_(RescheduleRequest.settled_at.is_(None), RescheduleRequest.asked_by == Actor.CANDIDATE),
    )
    request_id = await session.scalar(there.order_by(RescheduleRequest.settled_at.is_(None).desc()).limit(1))
    if request_id is not None:
        await session.execute(update(RescheduleRequest).where(RescheduleRequest.id == request_id).values(stands))
        return
    written = {"booking_id": booking.id, "revision": booking.revision, "candidate_id": booking.candidate_id}
    begun = {"requested_at": move.since, "asked_by": move.by}
    await session.execute(insert(RescheduleRequest).values(written | begun | stands))


async def _put_slot_back(session: AsyncSession, lost: LostBooking) -> bool:
    """See to it that the slot is there; times that were entered again and that nobody has taken give way to it."""
    there = select(Slot.recruiter_id, Slot.starts_at).where(Slot.id == lost.slot_id).with_for_update(key_share=True)
    if (slot := (await session.execute(there)).one_or_none()) is not None:
        # Its number may have been given to another time meanwhile.
        return (slot.recruiter_id, slot.starts_at) == (lost.recruiter_id, lost.starts_at)
    zone = await session.scalar(select(Recruiter.zone).where(Recruiter.id == lost.recruiter_id))
    if zone is None or await session.scalar(select(City.id).where(City.id == lost.city_id)) is None:
        return False
    overlaps = (
        Slot.recruiter_id == lost.recruiter_id,
        Slot.withdrawn_at.is_(None),
        func.tstzrange(Slot.starts_at, Slot.ends_at).op("&&")(func.tstzrange(lost.starts_at, lost.ends_at)),
    )
    in_the_way = list(await session.scalars(select(Slot.id).where(*overlaps).with_for_update(key_share=True)))
    claimed = select(SlotClaim.slot_id).where(SlotClaim.slot_id.in_(in_the_way))
    offered = select(SlotOffer.slot_id).where(SlotOffer.slot_id.in_(in_the_way), SlotOffer.settled_at.is_(None))
    if await session.scalar(claimed.union_all(offered).limit(1)) is not None:
        return False
    await session.execute(update(Slot).where(Slot.id.in_(in_the_way)).values(withdrawn_at=lost.since))
    wall = timezones.local(lost.starts_at, zone).replace(tzinfo=None)
    values = {name: getattr(lost, name) for name in ("recruiter_id", "city_id", "starts_at", "ends_at")}
    await session.execute(SLOT, values | {"id": lost.slot_id, "wall_time": wall, "wall_zone": zone})
    return True


async def _insert(session: AsyncSession, lost: LostBooking, *, is_free: bool) -> None:
    names = ("id", "candidate_id", "slot_id", "recruiter_id", "city_id", "revision", "answer_until")
    status = lost.status if is_free else BookingStatus.CANCELLED
    stands = {
        "status": status.value,
        "booking_key": f"put-back-{lost.id}",
        "changed_at": lost.since,
        "decided_at": None if status is BookingStatus.PENDING else lost.since,
        "ended_at": None if is_free else lost.since,
    }
    await session.execute(BOOKING, {name: getattr(lost, name) for name in names} | stands)


async def _claim(session: AsyncSession, lost: LostBooking) -> None:
    """Hold the slot; who was offered it meanwhile learns from the next sweep that it is gone."""
    claim = {"slot_id": lost.slot_id, "booking_id": lost.id, "kind": Claim.CURRENT}
    await session.execute(insert(SlotClaim).values(claim).on_conflict_do_nothing())
    offered = update(SlotOffer).where(SlotOffer.slot_id == lost.slot_id, SlotOffer.settled_at.is_(None))
    gone = {"settled_at": func.clock_timestamp(), "settlement": OfferSettlement.WITHDRAWN}
    await session.execute(offered.values(gone).execution_options(synchronize_session=False))


async def _correct(session: AsyncSession, lost: LostBooking) -> None:
    names = ("slot_id", "recruiter_id", "city_id", "status", "revision", "answer_until")
    who = {"changed_at": lost.since, "changed_by": Actor.SYSTEM, "changed_by_id": NOBODY}
    decided = {} if lost.status is BookingStatus.PENDING else {"decided_at": lost.since}
    values = {name: getattr(lost, name) for name in names} | who | decided
    await session.execute(update(Booking).where(Booking.id == lost.id).values(values))
