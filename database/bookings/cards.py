"""Everything that messages and lists need to say about a booking, in one go."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from database.moves.open_wishes import OpenMove, open_move_columns, open_move_from
from database.screening.test1 import latest_answers
from database.tables import Booking, Candidate, City, CompanySettings, Recruiter, RescheduleRequest, Slot
from domain.booking import Actor, BookingStatus, active_statuses
from domain.ids import BookingId, CandidateId, CityId, RecruiterId, SlotId
from domain.questionnaire import Answer

Lead = aliased(Recruiter)
BOOKING_COLUMNS = (
    Booking.id.label("booking_id"),
    Booking.public_id.label("public_id"),
    Booking.status.label("status"),
    Booking.revision.label("revision"),
    Booking.requested_at.label("requested_at"),
    Booking.answer_until.label("answer_until"),
    Booking.decided_at.label("decided_at"),
    Booking.ended_at.label("ended_at"),
    Booking.reason.label("reason"),
    Booking.changed_by.label("changed_by"),
    Booking.changed_at.label("changed_at"),
    Slot.id.label("slot_id"),
    Slot.starts_at.label("starts_at"),
    Slot.ends_at.label("ends_at"),
)
CANDIDATE_COLUMNS = (
    Candidate.id.label("candidate_id"),
    Candidate.public_id.label("candidate_public_id"),
    Candidate.telegram_id.label("candidate_telegram_id"),
    Candidate.chat_id.label("candidate_chat_id"),
    Candidate.username.label("candidate_username"),
    Candidate.name.label("candidate_name"),
    Candidate.phone.label("candidate_phone"),
    Candidate.language.label("candidate_language"),
    Candidate.blocked_at.label("candidate_blocked_at"),
)
PLACE_COLUMNS = (
    City.id.label("city_id"),
    City.name.label("city_name"),
    City.zone.label("city_zone"),
    City.address.label("city_address"),
    func.coalesce(City.contact_link, CompanySettings.contact_link).label("city_contact_link"),
    Recruiter.id.label("recruiter_id"),
    Recruiter.name.label("recruiter_name"),
    Recruiter.zone.label("recruiter_zone"),
    Recruiter.active.label("recruiter_active"),
    case((Recruiter.blocked_at.is_(None), Recruiter.tg_chat_id)).label("recruiter_chat_id"),
    Recruiter.telegram_username.label("recruiter_username"),
    Recruiter.contact_link.label("recruiter_contact_link"),
    func.coalesce(Recruiter.meeting_link, City.meeting_link).label("meeting_link"),
    Lead.id.label("lead_recruiter_id"),
    Lead.name.label("lead_name"),
    case((Lead.blocked_at.is_(None), Lead.tg_chat_id)).label("lead_chat_id"),
)
CARD = (
    select(*BOOKING_COLUMNS, *CANDIDATE_COLUMNS, *PLACE_COLUMNS, *open_move_columns())
    .select_from(Booking)
    .join(Slot, Slot.id == Booking.slot_id)
    .join(Candidate, Candidate.id == Booking.candidate_id)
    .join(City, City.id == Booking.city_id)
    .join(Recruiter, Recruiter.id == Booking.recruiter_id)
    .outerjoin(CompanySettings, CompanySettings.id == 1)
    .outerjoin(Lead, (Lead.id == City.lead_recruiter_id) & (Lead.id != Booking.recruiter_id) & Lead.active)
    .outerjoin(
        RescheduleRequest,
        (RescheduleRequest.booking_id == Booking.id) & RescheduleRequest.settled_at.is_(None),
    )
    .where(Booking.id == bindparam("booking_id"))
)
STATE = select(Booking.status, Booking.revision).where(Booking.id == bindparam("booking_id"))


@dataclass(frozen=True, kw_only=True)
class BookingCard:
    """A booking with its people and places; instants are UTC, zones are IANA names.

    `city_contact_link` falls back to the company's; `meeting_link` is the recruiter's, else the city's.
    Without a chat id a recruiter or a lead cannot be written to: not linked, or they have blocked the bot. The lead is
    somebody else than the booking's recruiter, and active.
    """

    booking_id: BookingId
    public_id: UUID
    status: BookingStatus
    revision: int
    requested_at: datetime
    answer_until: datetime | None
    decided_at: datetime | None
    ended_at: datetime | None
    reason: str | None
    changed_by: Actor
    changed_at: datetime
    slot_id: SlotId
    starts_at: datetime
    ends_at: datetime
    candidate_id: CandidateId
    candidate_public_id: UUID
    candidate_telegram_id: int
    candidate_chat_id: int
    candidate_username: str | None
    candidate_name: str | None
    candidate_phone: str | None
    candidate_language: str
    candidate_blocked_at: datetime | None
    city_id: CityId
    city_name: str
    city_zone: str
    city_address: str | None
    city_contact_link: str | None
    recruiter_id: RecruiterId
    recruiter_name: str
    recruiter_zone: str
    recruiter_active: bool
    recruiter_chat_id: int | None
    recruiter_username: str | None
    recruiter_contact_link: str | None
    meeting_link: str | None
    lead_recruiter_id: RecruiterId | None
    lead_name: str | None
    lead_chat_id: int | None
    open_move: OpenMove | None = None
    answers: tuple[Answer, ...] = ()

    def stands_at(self, revision: int) -> bool:
        """Tell whether the booking holds a slot, in this revision: what a button that was made for it asks first."""
        return self.status in active_statuses() and self.revision == revision


async def booking_card(session: AsyncSession, booking_id: int) -> BookingCard | None:
    """Return the booking of that id with the candidate's latest Test1 answers, or None."""
    row = (await session.execute(CARD, {"booking_id": booking_id})).one_or_none()
    if row is None:
        return None
    return _card(row, await latest_answers(session, row.candidate_id))


@dataclass(frozen=True, kw_only=True)
class BookingState:
    """What a booking is, and at which revision."""

    status: BookingStatus
    revision: int


async def booking_state(session: AsyncSession, booking_id: int) -> BookingState | None:
    """Return what the booking of that id is now, or None."""
    row = (await session.execute(STATE, {"booking_id": booking_id})).one_or_none()
    return None if row is None else BookingState(**row._asdict())


async def active_booking(session: AsyncSession, candidate_id: int) -> BookingId | None:
    """Return the candidate's one booking that holds a slot, or None."""
    booking_id = await session.scalar(
        select(Booking.id).where(Booking.candidate_id == candidate_id, Booking.status.in_(active_statuses()))
    )
    return None if booking_id is None else BookingId(booking_id)


def _card(row: Row[*tuple[Any, ...]], answers: tuple[Answer, ...]) -> BookingCard:
    columns = row._asdict()
    of_card = {name: value for name, value in columns.items() if not name.startswith("move_")}
    return BookingCard(**of_card, open_move=open_move_from(columns), answers=answers)
