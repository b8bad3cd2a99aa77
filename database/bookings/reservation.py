"""`reserve_slot`: the only way to book. One statement, one round trip: PostgreSQL looks, judges and writes.

The judgement is the one of `domain/reservation.py`; a test compares the two over all combinations of what can be in the
way. It stands in the database as well because each way there and back costs as much as the whole reservation.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from domain.ids import BookingId, CityId, RecruiterId, SlotId
from domain.reservation import ReservationOutcome


@dataclass(frozen=True, kw_only=True)
class Reservation:
    """The answer to a pick.

    `booking_id` is the booking that holds the slot (`reserved`, `already_reserved`), `existing_booking_id` the one
    that stands in the way (`duplicate_candidate`). The slot's own facts are None where there is no such slot.
    """

    outcome: ReservationOutcome
    slot_id: SlotId
    booking_id: BookingId | None = None
    existing_booking_id: BookingId | None = None
    recruiter_id: RecruiterId | None = None
    city_id: CityId | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None


# Written as the driver reads it and sent as it stands: compiling it would cost a tenth of the call.
RESERVE = """
    SELECT outcome, booking_id, recruiter_id, city_id, starts_at, ends_at
    FROM reserve_slot($1, $2, $3, $4, $5, $6, $7, $8)
"""


async def reserve_slot(
    session: AsyncSession,
    *,
    slot_id: int,
    candidate_id: int,
    expected_recruiter_id: int | None,
    expected_city_id: int,
    booking_key: str,
    now: datetime,
    minimum_notice: timedelta,
) -> Reservation:
    """Book the slot, or say why not; the same key is always answered the same.

    Only `reserved` touches slots, bookings and offers; every answer is noted under its key. It may be the only
    statement of an autocommit session as well as part of a transaction.
    """
    believed = (expected_recruiter_id, expected_city_id, now, now + minimum_notice)
    answer = await session.run_sync(_ask, (booking_key, slot_id, candidate_id, *believed))
    outcome = ReservationOutcome(answer.outcome)
    stands_in_the_way = outcome is ReservationOutcome.DUPLICATE_CANDIDATE
    return Reservation(
        outcome=outcome,
        slot_id=SlotId(slot_id),
        booking_id=None if stands_in_the_way else answer.booking_id,
        existing_booking_id=answer.booking_id if stands_in_the_way else None,
        recruiter_id=answer.recruiter_id,
        city_id=answer.city_id,
        starts_at=answer.starts_at,
        ends_at=answer.ends_at,
    )


def _ask(session: Session, pick: tuple[Any, ...]) -> Row[Any]:
    connection = session.connection()
    alone = connection.get_execution_options().get("isolation_level") == "AUTOCOMMIT"
    return connection.exec_driver_sql(RESERVE, (*pick, alone)).one()
