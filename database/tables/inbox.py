"""Updates from Telegram, stored before they are acknowledged."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Identity, Index, Integer, text
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import CreatedAt, Table, one_of


class UpdateStatus(StrEnum):
    """How far an update got."""

    NEW = "new"
    HANDLED = "handled"
    PARKED = "parked"  # failed too often; waits for a person to look, blocks nobody


class TelegramUpdate(Table):
    """One raw update; `arrival` orders the updates of a person, because Telegram's own ids start anew at times.

    A trigger empties `payload`, `person_key` and `last_error` of one that was handled: its ids say that it was.
    """

    __tablename__ = "telegram_updates"
    __table_args__ = (
        Index("ix_telegram_updates_waiting", "arrival", postgresql_where=text("status = 'new'")),
        Index("ix_telegram_updates_person", "person_key", "arrival", postgresql_where=text("status = 'new'")),
        Index("ix_telegram_updates_parked", "arrival", postgresql_where=text("status = 'parked'")),
    )

    bot_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    arrival: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    person_key: Mapped[int]
    payload: Mapped[dict[str, Any]]
    status: Mapped[UpdateStatus] = mapped_column(one_of(UpdateStatus, "status"), server_default=UpdateStatus.NEW)
    attempts: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    last_error: Mapped[str | None]
    next_try_at: Mapped[datetime | None]
    received_at: Mapped[CreatedAt]
    handled_at: Mapped[datetime | None]
