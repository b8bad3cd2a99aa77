"""Letters that had to wait for Telegram, looked at once more: a reminder of what is over is never sent."""

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from database.bookings.cards import booking_state
from workflows.effects import AnyLetter
from workflows.letters.letter import BookingLetter
from workflows.letters.timeliness import SAID_ABOUT

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


async def is_outdated(session: AsyncSession, letter: AnyLetter) -> bool:
    """Tell whether the booking has ended, moved or been decided since the letter was ordered."""
    statuses = SAID_ABOUT.get(type(letter))
    if statuses is None or not isinstance(letter, BookingLetter):
        return False
    state = await booking_state(session, letter.booking_id)
    if state is not None and state.revision == letter.revision and state.status in statuses:
        return False
    log.info("a letter was overtaken by what happened", kind=letter.kind, booking_id=letter.booking_id)
    return True
