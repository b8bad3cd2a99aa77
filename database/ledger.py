"""The send ledger: a row before each call to Telegram, completed after it, so that a repeat knows what happened.

Commit after `begin_send` and before the call. A row found in state *sending* means that somebody died in between:
the message may have arrived.
"""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Text, any_, bindparam, func, or_, select, update
from sqlalchemy.dialects.postgresql import ARRAY, distinct_on, insert
from sqlalchemy.ext.asyncio import AsyncSession

from database.keyset import Cut, Rows, rows_of
from database.plain_tables import plain
from database.tables import Booking, SendStatus, SentMessage
from domain.ids import CandidateId

DOCUMENT = ".document"  # ends the kind of a document that belongs to a letter: it has a row of its own
ERROR_NAME = "^[A-Za-z_]+"  # of what `repr` makes of an exception

MESSAGES = plain(SentMessage)
BEGIN = insert(MESSAGES).on_conflict_do_nothing().returning(MESSAGES.c.id)
FINISH = update(MESSAGES).where(MESSAGES.c.id == bindparam("send_id")).values(finished_at=func.clock_timestamp())
ABOUT, BEFORE = bindparam("about", type_=BigInteger()), bindparam("before", type_=BigInteger())
ARRIVED = select(MESSAGES.c.kind, MESSAGES.c.chat_id, MESSAGES.c.message_id).where(
    MESSAGES.c.candidate_id == bindparam("candidate_id"),
    MESSAGES.c.kind == any_(bindparam("kinds", type_=ARRAY(Text()))),
    MESSAGES.c.status == SendStatus.SENT,
    MESSAGES.c.message_id.is_not(None),
    or_(ABOUT.is_(None), MESSAGES.c.booking_id == ABOUT),
    or_(BEFORE.is_(None), MESSAGES.c.occurrence < BEFORE),
)
LATEST_FIRST = (MESSAGES.c.finished_at.desc(), MESSAGES.c.id.desc())
LAST = ARRIVED.order_by(*LATEST_FIRST).limit(1)
LAST_OF_EACH = ARRIVED.ext(distinct_on(MESSAGES.c.kind)).order_by(MESSAGES.c.kind, *LATEST_FIRST)


@dataclass(frozen=True, kw_only=True)
class SendKey:
    """What makes a message the same message; `booking_id` is 0 for one that is about no booking."""

    candidate_id: CandidateId
    kind: str
    booking_id: int = 0
    revision: int = 0
    occurrence: int = 0


@dataclass(frozen=True, kw_only=True)
class Begun:
    """Send it now, then complete or fail it under this id."""

    send_id: int


@dataclass(frozen=True, kw_only=True)
class AlreadySent:
    """It was sent; do nothing."""

    send_id: int
    chat_id: int
    message_id: int


@dataclass(frozen=True, kw_only=True)
class Interrupted:
    """Nobody knows whether it arrived; it was begun by somebody who did not come back, and is noted as unknown."""

    send_id: int


@dataclass(frozen=True, kw_only=True)
class SentCard:
    """Where the last message of some kind stands, to edit it."""

    chat_id: int
    message_id: int


@dataclass(frozen=True, kw_only=True)
class LedgerLine:
    """One message and how far it got; instants are UTC.

    `booking_public_id` is missing where it is about no booking. `error` is the name of what went wrong at the last
    try: what Telegram said about it may name the person, and stays in the database.
    """

    id: int
    kind: str
    booking_public_id: UUID | None
    revision: int
    status: SendStatus
    attempts: int
    started_at: datetime
    finished_at: datetime | None
    error: str | None


async def begin_send(
    session: AsyncSession, key: SendKey, *, chat_id: int, rather_twice: bool = False
) -> Begun | AlreadySent | Interrupted:
    """Note that a message is about to be sent, or say what became of it before.

    `rather_twice` is for kinds of which a second copy is better than none: an interrupted one is begun again. One that
    is known not to have arrived (failed, unreachable) may always be begun again.
    """
    send_id = await session.scalar(BEGIN, asdict(key) | {"chat_id": chat_id})
    if send_id is not None:
        return Begun(send_id=send_id)
    row = (await session.scalars(select(SentMessage).filter_by(**asdict(key)).with_for_update())).one()
    if row.status is SendStatus.SENT and row.message_id is not None:
        return AlreadySent(send_id=row.id, chat_id=row.chat_id, message_id=row.message_id)
    if row.status in {SendStatus.SENDING, SendStatus.UNKNOWN} and not rather_twice:
        row.status = SendStatus.UNKNOWN
        await session.flush()
        return Interrupted(send_id=row.id)
    row.status, row.chat_id, row.attempts, row.error = SendStatus.SENDING, chat_id, row.attempts + 1, None
    await session.flush()
    return Begun(send_id=row.id)


async def complete_send(session: AsyncSession, send_id: int, *, message_id: int) -> None:
    """Note that Telegram took the message under this id."""
    await _finish(session, send_id, status=SendStatus.SENT, message_id=message_id, error=None)


async def fail_send(session: AsyncSession, send_id: int, *, status: SendStatus, error: str) -> None:
    """Note that the message certainly (failed, unreachable) or possibly (unknown) did not arrive."""
    await _finish(session, send_id, status=status, error=error)


async def last_sent(
    session: AsyncSession,
    candidate_id: int,
    kinds: Collection[str],
    *,
    booking_id: int | None = None,
    before: int | None = None,
) -> SentCard | None:
    """Return the last message of these kinds in this journey (about the booking, of an earlier occurrence)."""
    sought = {"candidate_id": candidate_id, "kinds": list(kinds), "about": booking_id, "before": before}
    row = (await session.execute(LAST, sought)).first()
    return None if row is None else SentCard(chat_id=row.chat_id, message_id=row.message_id)


async def last_of_each(
    session: AsyncSession, candidate_id: int, kinds: Collection[str], *, booking_id: int, before: int
) -> list[SentCard]:
    """Return the last message of each of these kinds about the booking, of an earlier occurrence, in their order."""
    sought = {"candidate_id": candidate_id, "kinds": list(kinds), "about": booking_id, "before": before}
    sent = {
        row.kind: SentCard(chat_id=row.chat_id, message_id=row.message_id)
        for row in await session.execute(LAST_OF_EACH, sought)
    }
    return [sent[kind] for kind in kinds if kind in sent]


async def ledger_lines(session: AsyncSession, candidate_id: int, cut: Cut) -> Rows[LedgerLine]:
    """Return what this candidate's journeys had to say and what became of it, the latest begun first."""
    query = (
        select(
            SentMessage.id,
            SentMessage.kind,
            Booking.public_id.label("booking_public_id"),
            SentMessage.revision,
            SentMessage.status,
            SentMessage.attempts,
            SentMessage.started_at,
            SentMessage.finished_at,
            func.substring(SentMessage.error, ERROR_NAME).label("error"),
        )
        .outerjoin(Booking, Booking.id == SentMessage.booking_id)
        .where(SentMessage.candidate_id == candidate_id)
        .order_by(SentMessage.id.desc())
    )
    return await rows_of(session, query, cut, lambda row: LedgerLine(**row._asdict()))


async def _finish(session: AsyncSession, send_id: int, **values: object) -> None:
    await session.execute(FINISH, {"send_id": send_id} | values)
