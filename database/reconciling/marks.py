"""Small corrections after a restore: a version of Test1, updates that were handled before; what was said."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from database.reconciling.remembered import WaitingUpdate
from database.screening.test1 import ONE_PUBLISHER, questionnaire_content
from database.tables import (
    BookingEvent,
    PublishedQuestionnaire,
    SendStatus,
    SentMessage,
    Slot,
    SlotOffer,
    TelegramUpdate,
    UpdateStatus,
)
from domain.booking import BookingStatus
from domain.ids import RecruiterId, SlotId
from domain.questionnaire import Questionnaire

VERSION = text("""
    INSERT INTO questionnaires (id, version, content, active) OVERRIDING SYSTEM VALUE
    SELECT :id, coalesce(max(version), 0) + 1, CAST(:content AS jsonb), false FROM questionnaires
""")
MAY_HAVE_ARRIVED = (SendStatus.SENDING, SendStatus.SENT, SendStatus.UNKNOWN)


async def put_questionnaire_back(session: AsyncSession, lost: Questionnaire) -> None:
    """Write a version that only journeys know, not active; the words of its questions are those of the texts."""
    await session.execute(text(ONE_PUBLISHER))
    if await session.get(PublishedQuestionnaire, lost.id) is not None:
        return
    content = json.dumps(questionnaire_content(lost.questions))
    await session.execute(VERSION, {"id": lost.id, "content": content})


async def settle_updates(session: AsyncSession, seen: Sequence[WaitingUpdate]) -> None:
    """Mark updates as handled that the journeys have seen."""
    for each in seen:
        await session.execute(
            update(TelegramUpdate)
            .where(TelegramUpdate.bot_id == each.bot_id, TelegramUpdate.update_id == each.update_id)
            .values(status=UpdateStatus.HANDLED, handled_at=func.clock_timestamp(), next_try_at=None)
        )


async def agreed_at(session: AsyncSession, booking_id: int, revision: int) -> datetime | None:
    """Return when this revision of a booking was agreed, by the journey's clock; None where it never was."""
    agreed = select(func.max(BookingEvent.at)).where(
        BookingEvent.booking_id == booking_id,
        BookingEvent.revision == revision,
        BookingEvent.status == BookingStatus.BOOKED,
    )
    return await session.scalar(agreed)


async def said_about(session: AsyncSession, booking_id: int, revision: int) -> dict[str, int]:
    """Return how many messages of each kind about this revision have arrived, or may have."""
    counted = select(SentMessage.kind, func.count().label("count")).where(
        SentMessage.booking_id == booking_id,
        SentMessage.revision == revision,
        SentMessage.status.in_(MAY_HAVE_ARRIVED),
    )
    return {row.kind: int(row[1]) for row in await session.execute(counted.group_by(SentMessage.kind))}


@dataclass(frozen=True, kw_only=True)
class StandingOffer:
    """A slot that is held for somebody who waits, and of which they know."""

    slot_id: SlotId
    recruiter_id: RecruiterId
    until: datetime


async def was_asked_since(session: AsyncSession, candidate_id: int, finished_at: datetime) -> bool:
    """Tell whether a question of Test1 was sent after a test had been finished: the candidate has begun another."""
    asked = exists().where(
        SentMessage.candidate_id == candidate_id,
        SentMessage.kind == "ask_question",
        SentMessage.started_at > finished_at,
    )
    return bool(await session.scalar(select(asked)))


async def standing_offer(session: AsyncSession, candidate_id: int) -> StandingOffer | None:
    """Return the slot that is held for the candidate; of one that nobody told of yet, a sweep will tell."""
    query = (
        select(SlotOffer.slot_id, Slot.recruiter_id, SlotOffer.expires_at.label("until"))
        .join(Slot, Slot.id == SlotOffer.slot_id)
        .where(SlotOffer.candidate_id == candidate_id, SlotOffer.settled_at.is_(None), SlotOffer.told_at.is_not(None))
    )
    row = (await session.execute(query)).one_or_none()
    return None if row is None else StandingOffer(**row._asdict())
