"""The wishes to move that nobody has settled yet, as lists and messages read them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from database.tables import RescheduleRequest, SlotClaim
from domain.booking import Actor, Claim
from domain.ids import BookingId, CandidateId, RequestId, SlotId


@dataclass(frozen=True, kw_only=True)
class OpenMove:
    """A wish to move that nobody has settled yet; `answer_until` (UTC) is the deadline of whose turn it is.

    `asked_by` began it. `offered` are the slots that the company offered last, at `offered_at`; none of them with an
    `offered_at`: the candidate was asked to pick. `wanted_slot_id` is held for the booking until the company answers.
    """

    request_id: RequestId
    public_id: UUID
    booking_id: BookingId
    revision: int
    candidate_id: CandidateId
    asked_by: Actor
    wish: str | None
    requested_at: datetime
    answer_until: datetime
    offered: tuple[SlotId, ...]
    offered_at: datetime | None
    wanted_slot_id: SlotId | None

    @property
    def waits_for_candidate(self) -> bool:
        """Tell whether the company has offered and the candidate has picked nothing yet."""
        return self.offered_at is not None and self.wanted_slot_id is None


async def open_move(session: AsyncSession, booking_id: int) -> OpenMove | None:
    """Return the open wish of a booking, or None."""
    row = (await session.execute(_open().where(RescheduleRequest.booking_id == booking_id))).one_or_none()
    return None if row is None else open_move_from(row._asdict())


def open_move_columns() -> tuple[ColumnElement[Any], ...]:
    """Return the columns of an open wish, named apart from those of the booking beside which they are read."""
    return (
        RescheduleRequest.id.label("move_request_id"),
        RescheduleRequest.public_id.label("move_public_id"),
        RescheduleRequest.booking_id.label("move_booking_id"),
        RescheduleRequest.revision.label("move_revision"),
        RescheduleRequest.candidate_id.label("move_candidate_id"),
        RescheduleRequest.asked_by.label("move_asked_by"),
        RescheduleRequest.wish.label("move_wish"),
        RescheduleRequest.requested_at.label("move_requested_at"),
        RescheduleRequest.answer_until.label("move_answer_until"),
        RescheduleRequest.offered.label("move_offered"),
        RescheduleRequest.offered_at.label("move_offered_at"),
        select(SlotClaim.slot_id)
        .where(SlotClaim.booking_id == RescheduleRequest.booking_id, SlotClaim.kind == Claim.WANTED)
        .correlate(RescheduleRequest)
        .scalar_subquery()
        .label("move_wanted_slot_id"),
    )


def open_move_from(columns: dict[str, Any]) -> OpenMove | None:
    """Return the wish that was read with these columns, or None where there is none."""
    if columns["move_request_id"] is None:
        return None
    of_move = {name.removeprefix("move_"): value for name, value in columns.items() if name.startswith("move_")}
    return OpenMove(**(of_move | {"offered": tuple(of_move["offered"])}))


def _open() -> Select[*tuple[Any, ...]]:
    return select(*open_move_columns()).where(RescheduleRequest.settled_at.is_(None))
