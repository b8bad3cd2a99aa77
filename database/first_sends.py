"""Noting in one statement that a letter is about to be sent, and the stage in which its candidate is.

Nearly every letter is sent for the first time. What became of one that was begun before is the ledger's to say.
"""

from dataclasses import asdict

from sqlalchemy import bindparam
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from database.ledger import MESSAGES, Begun, SendKey
from database.people.candidates import ENTER_STAGE
from domain.stages import Stage

NOTED = ("candidate_id", "kind", "booking_id", "revision", "occurrence", "chat_id")
BEGIN = (
    insert(MESSAGES)
    .values({column: bindparam(f"to_{column}") for column in NOTED})
    .on_conflict_do_nothing()
    .returning(MESSAGES.c.id)
    .add_cte(ENTER_STAGE.cte("stage"))
)


async def begin_first_send(session: AsyncSession, key: SendKey, *, chat_id: int, stage: Stage) -> Begun | None:
    """Note both; None where the message was begun before, by this journey or by a former try."""
    noted = {f"to_{column}": value for column, value in (asdict(key) | {"chat_id": chat_id}).items()}
    send_id = await session.scalar(BEGIN, noted | {"entering": key.candidate_id, "entered": stage})
    return None if send_id is None else Begun(send_id=send_id)
