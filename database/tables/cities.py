"""Cities, in whose zone interviews are shown and whose policy they follow; and what holds for all of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, SmallInteger, Text, text, true
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import TELEGRAM_LINK, WEB_LINK, CreatedAt, PublicId, RowId, Table, UpdatedAt


class City(Table):
    """A city; `zone` is an IANA name, `policy` overrides the company's, knob by knob.

    The lead is told of requests whose recruiter cannot be reached.
    """

    __tablename__ = "cities"
    __table_args__ = (
        CheckConstraint("name <> ''", name="name"),
        CheckConstraint(f"contact_link ~ '{TELEGRAM_LINK}'", name="contact_link"),
        CheckConstraint(f"meeting_link ~ '{WEB_LINK}'", name="meeting_link"),
    )

    id: Mapped[RowId]
    public_id: Mapped[PublicId]
    name: Mapped[str] = mapped_column(Text, unique=True)
    zone: Mapped[str]
    active: Mapped[bool] = mapped_column(Boolean, server_default=true())
    contact_link: Mapped[str | None]
    address: Mapped[str | None]
    meeting_link: Mapped[str | None]
    policy: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'::jsonb"))
    language: Mapped[str] = mapped_column(Text, server_default="ru")
    lead_recruiter_id: Mapped[int | None] = mapped_column(ForeignKey("recruiters.id", ondelete="SET NULL"))
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]


class CompanySettings(Table):
    """The one row of what holds where a city says nothing else; `bot_username` is what `otklik announce` learned."""

    __tablename__ = "company_settings"
    __table_args__ = (
        CheckConstraint("id = 1", name="single_row"),
        CheckConstraint(f"contact_link ~ '{TELEGRAM_LINK}'", name="contact_link"),
        CheckConstraint("bot_username ~ '^[A-Za-z0-9_]{4,32}$'", name="bot_username"),
    )

    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    policy: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'::jsonb"))
    contact_link: Mapped[str | None]
    bot_username: Mapped[str | None]
    updated_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class ToldPolicy(Table):
    """What the policy and the zone of a city were when the journeys with a booking there learned of them last."""

    __tablename__ = "told_policies"

    city_id: Mapped[int] = mapped_column(
        ForeignKey("cities.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    policy: Mapped[dict[str, Any]] = mapped_column(JSONB)
    told_at: Mapped[datetime]
