"""Erasing a candidate: what is personal goes from every table; what was counted (states, times, numbers) stays.

Updates from Telegram are emptied as soon as they are handled, so only those that nobody could handle are looked at.
"""

from datetime import datetime

from sqlalchemy import Row, Text, cast, delete, func, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from database.bookings.changes import end_booking
from database.people.candidate_keys import destroy_key
from database.tables import (
    AuditEntry,
    AutoMessage,
    AutoMessageDelivery,
    Booking,
    BookingEvent,
    Candidate,
    CandidateText,
    RecruiterPrompt,
    RescheduleRequest,
    ScreeningAnswer,
    ScreeningResult,
    SentMessage,
    TelegramUpdate,
    UpdateStatus,
)
from database.waiting.waitlist import leave_waitlist
from domain.booking import Actor, BookingStatus, active_statuses
from domain.ids import CandidateId
from domain.stages import Stage

NO_CHAT = 0
NOBODY = 0
Person = Row[int, int, str | None, str | None, datetime | None]


async def erase_candidate(session: AsyncSession, candidate_id: int, *, now: datetime) -> bool:
    """Erase everything personal; again, it erases what was written meanwhile. False where there is no such candidate.

    What the candidate still holds is let go of first. The same Telegram user is a new candidate from here on.
    """
    known = select(Candidate.telegram_id, Candidate.chat_id, Candidate.name, Candidate.phone, Candidate.erased_at)
    person = (await session.execute(known.where(Candidate.id == candidate_id).with_for_update())).one_or_none()
    if person is None:
        return False
    if person.erased_at is None:
        await _let_go(session, candidate_id, now)
        await _erase_traces(session, person)
        await _erase_person(session, candidate_id, now)
    await _erase_words(session, candidate_id)
    await _erase_records(session, candidate_id)
    # Last: whatever Temporal, its replicas and its backups still hold becomes unreadable with this commit.
    await destroy_key(session, candidate_id)
    return True


async def candidates_to_forget(
    session: AsyncSession, *, erased_before: datetime | None = None, limit: int = 100
) -> list[CandidateId]:
    """Return the erased candidates (before then) whose histories may still be there, the earliest erased first."""
    query = (
        select(Candidate.id)
        .where(Candidate.erased_at.is_not(None), Candidate.histories_forgotten_at.is_(None))
        .order_by(Candidate.erased_at, Candidate.id)
        .limit(limit)
    )
    if erased_before is not None:
        query = query.where(Candidate.erased_at < erased_before)
    return [CandidateId(candidate_id) for candidate_id in await session.scalars(query)]


async def note_forgotten(session: AsyncSession, candidate_id: int, *, now: datetime) -> None:
    """Note that no history of this erased candidate is left."""
    forgotten = update(Candidate).where(Candidate.id == candidate_id, Candidate.histories_forgotten_at.is_(None))
    await session.execute(forgotten.values(histories_forgotten_at=now))


async def _let_go(session: AsyncSession, candidate_id: int, now: datetime) -> None:
    """End what stands; a journey has done so before, unless there was none any more."""
    held = select(Booking.id, Booking.revision).where(
        Booking.candidate_id == candidate_id, Booking.status.in_(active_statuses())
    )
    for booking in (await session.execute(held)).all():
        await end_booking(
            session,
            booking_id=booking.id,
            revision=booking.revision,
            status=BookingStatus.CANCELLED,
            now=now,
            actor=Actor.CANDIDATE,
            actor_id=candidate_id,
        )
    await leave_waitlist(session, candidate_id, now=now)


async def _erase_traces(session: AsyncSession, person: Person) -> None:
    """Erase what is known by the Telegram id, the name or the phone: it cannot be found any more afterwards."""
    stranger = update(AuditEntry).where(
        AuditEntry.what == "press_of_stranger_refused", AuditEntry.actor_id == person.telegram_id
    )
    await session.execute(stranger.values(actor_id=NOBODY))
    await session.execute(delete(AutoMessage).where(AutoMessage.target_chat_id == person.chat_id))
    # One that was begun when the chat was nobody's yet names no candidate.
    await session.execute(delete(AutoMessageDelivery).where(AutoMessageDelivery.chat_id == person.chat_id))
    said = func.concat(cast(TelegramUpdate.payload, Text), TelegramUpdate.last_error)
    names = [said.contains(known, autoescape=True) for known in (person.name, person.phone) if known]
    parked = update(TelegramUpdate).where(
        TelegramUpdate.status == UpdateStatus.PARKED, or_(TelegramUpdate.person_key == person.telegram_id, *names)
    )
    # A trigger empties what is handled. Whatever it was about is over.
    await session.execute(parked.values(status=UpdateStatus.HANDLED, handled_at=func.clock_timestamp()))


async def _erase_person(session: AsyncSession, candidate_id: int, now: datetime) -> None:
    await session.execute(
        update(Candidate)
        .where(Candidate.id == candidate_id)
        .values(
            telegram_id=-candidate_id,  # no person's id is negative, and a new /start finds nobody
            chat_id=NO_CHAT,
            username=None,
            name=None,
            phone=None,
            city_id=None,
            language=text("DEFAULT"),
            stage=Stage.CLOSED,
            blocked_at=None,
            erased_at=now,
        )
    )


async def _erase_words(session: AsyncSession, candidate_id: int) -> None:
    """Erase what the candidate said, answered and wished, and what was said about them."""
    await session.execute(delete(CandidateText).where(CandidateText.candidate_id == candidate_id))
    results = select(ScreeningResult.id).where(ScreeningResult.candidate_id == candidate_id)
    await session.execute(delete(ScreeningAnswer).where(ScreeningAnswer.result_id.in_(results)))
    wishes = update(RescheduleRequest).where(RescheduleRequest.candidate_id == candidate_id)
    await session.execute(wishes.where(RescheduleRequest.wish.is_not(None)).values(wish=None))
    reasons = update(Booking).where(Booking.candidate_id == candidate_id, Booking.reason.is_not(None))
    await session.execute(reasons.values(reason=None))
    bookings = select(Booking.id).where(Booking.candidate_id == candidate_id)
    history = update(BookingEvent).where(BookingEvent.booking_id.in_(bookings), BookingEvent.reason.is_not(None))
    await session.execute(history.values(reason=None))


async def _erase_records(session: AsyncSession, candidate_id: int) -> None:
    """Erase where messages went and what Telegram said of it, prompts, and what the audit quotes."""
    await session.execute(delete(RecruiterPrompt).where(RecruiterPrompt.candidate_id == candidate_id))
    await session.execute(delete(AutoMessageDelivery).where(AutoMessageDelivery.candidate_id == candidate_id))
    sent = update(SentMessage).where(SentMessage.candidate_id == candidate_id)
    told = sent.where(or_(SentMessage.chat_id != NO_CHAT, SentMessage.error.is_not(None)))
    await session.execute(told.values(chat_id=NO_CHAT, error=None))
    bookings = select(Booking.id).where(Booking.candidate_id == candidate_id)
    about = or_(
        (AuditEntry.subject_table == "candidates") & (AuditEntry.subject_id == candidate_id),
        (AuditEntry.subject_table == "bookings") & AuditEntry.subject_id.in_(bookings),
    )
    await session.execute(update(AuditEntry).where(about).values(before=None, after=None))
