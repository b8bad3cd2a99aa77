"""Recruiters, the cities they serve and how they are invited; and the candidates."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Text,
    literal_column,
    text,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import (
    TELEGRAM_LINK,
    WEB_LINK,
    CreatedAt,
    PublicId,
    RowId,
    Table,
    UpdatedAt,
    one_of,
)
from domain.stages import Stage

TO_FORGET = "erased_at IS NOT NULL AND histories_forgotten_at IS NULL"
THERE = "erased_at IS NULL"
YO, YE = chr(0x451), chr(0x435)  # one letter to whoever searches
# What the search looks at: every word of a name, all digits of a phone, the name in Telegram.
NAME_WORDS = (
    "array_to_tsvector(array_remove(regexp_split_to_array("
    f"translate(lower(\"left\"({{name}}, 400)), '{YO}', '{YE}'), '\\W+'), ''))"
)
PHONE_DIGITS = r"regexp_replace({phone}, '\D', '', 'g')"
USERNAME = "lower({username})"


class Recruiter(Table):
    """A recruiter; `zone` is where they enter times, `tg_chat_id` is missing until they follow their invitation."""

    __tablename__ = "recruiters"
    __table_args__ = (
        CheckConstraint("name <> ''", name="name"),
        CheckConstraint(f"contact_link ~ '{TELEGRAM_LINK}'", name="contact_link"),
        CheckConstraint(f"meeting_link ~ '{WEB_LINK}'", name="meeting_link"),
    )

    id: Mapped[RowId]
    public_id: Mapped[PublicId]
    name: Mapped[str]
    zone: Mapped[str]
    active: Mapped[bool] = mapped_column(Boolean, server_default=true())
    telegram_id: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    tg_chat_id: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    telegram_username: Mapped[str | None]
    contact_link: Mapped[str | None]
    meeting_link: Mapped[str | None]
    blocked_at: Mapped[datetime | None]
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]


class RecruiterCity(Table):
    """This recruiter interviews for this city."""

    __tablename__ = "recruiter_cities"
    __table_args__ = (Index(None, "city_id"),)

    recruiter_id: Mapped[int] = mapped_column(ForeignKey("recruiters.id", ondelete="CASCADE"), primary_key=True)
    city_id: Mapped[int] = mapped_column(ForeignKey("cities.id", ondelete="CASCADE"), primary_key=True)


class RecruiterInvitation(Table):
    """A one-time deep link; only the SHA-256 of its token is kept."""

    __tablename__ = "recruiter_invitations"
    __table_args__ = (
        CheckConstraint("(used_by IS NULL) = (used_at IS NULL)", name="used"),
        Index(None, "recruiter_id"),
    )

    id: Mapped[RowId]
    public_id: Mapped[PublicId]
    recruiter_id: Mapped[int] = mapped_column(ForeignKey("recruiters.id", ondelete="CASCADE"))
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    expires_at: Mapped[datetime]
    used_by: Mapped[int | None]
    used_at: Mapped[datetime | None]
    created_at: Mapped[CreatedAt]


class Candidate(Table):
    """A candidate; `stage` mirrors the journey for lists and decides nothing.

    One who was erased is a number among others: no name, no Telegram id (a negative one stands there), no words.
    """

    __tablename__ = "candidates"
    __table_args__ = (
        CheckConstraint("histories_forgotten_at IS NULL OR erased_at IS NOT NULL", name="histories_forgotten_at"),
        Index(None, "city_id", "stage"),
        Index("ix_candidates_to_forget", "erased_at", postgresql_where=text(TO_FORGET)),
        Index(None, "created_at", "id", postgresql_where=text(THERE)),
        Index(None, "city_id", "created_at", "id", postgresql_where=text(THERE)),
        Index(
            "ix_candidates_name_words",
            text(NAME_WORDS.format(name="name")),
            postgresql_using="gin",
            postgresql_where=text(THERE),
        ),
        Index(
            "ix_candidates_phone_digits",
            literal_column(PHONE_DIGITS.format(phone="phone")).label("digits"),
            postgresql_ops={"digits": "text_pattern_ops"},
            postgresql_where=text(THERE),
        ),
        Index(
            "ix_candidates_username_lower",
            literal_column(USERNAME.format(username="username")).label("username"),
            postgresql_ops={"username": "text_pattern_ops"},
            postgresql_where=text(THERE),
        ),
    )

    id: Mapped[RowId]
    public_id: Mapped[PublicId]
    telegram_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    chat_id: Mapped[int]
    username: Mapped[str | None]
    name: Mapped[str | None]
    city_id: Mapped[int | None] = mapped_column(ForeignKey("cities.id"))
    phone: Mapped[str | None]
    language: Mapped[str] = mapped_column(Text, server_default="ru")
    stage: Mapped[Stage] = mapped_column(one_of(Stage, "stage"), server_default=Stage.SCREENING)
    blocked_at: Mapped[datetime | None]
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]
    erased_at: Mapped[datetime | None]
    histories_forgotten_at: Mapped[datetime | None]


class CandidateText(Table):
    """What a candidate wrote where no answer was expected, kept for the recruiter to read."""

    __tablename__ = "candidate_texts"
    __table_args__ = (Index("ix_candidate_texts_written_at", "written_at", "candidate_id", "update_id"),)

    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id", ondelete="CASCADE"), primary_key=True)
    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    text: Mapped[str]
    written_at: Mapped[datetime]


class PromptPurpose(StrEnum):
    """What a recruiter was asked to write."""

    REPLY = "reply"  # words to the candidate
    REJECT_TIME = "reject_time"  # why the time of a booking does not suit


class RecruiterPrompt(Table):
    """A recruiter was asked to write: their next words are for this candidate, or say why a booking is rejected."""

    __tablename__ = "recruiter_prompts"
    __table_args__ = (
        CheckConstraint("purpose = 'reply' OR (booking_id IS NOT NULL AND revision IS NOT NULL)", name="booking"),
        Index(None, "candidate_id"),
    )

    recruiter_id: Mapped[int] = mapped_column(
        ForeignKey("recruiters.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id", ondelete="CASCADE"))
    asked_at: Mapped[datetime]
    purpose: Mapped[PromptPurpose] = mapped_column(one_of(PromptPurpose, "purpose"), server_default=PromptPurpose.REPLY)
    booking_id: Mapped[int | None] = mapped_column(ForeignKey("bookings.id", ondelete="CASCADE"))
    revision: Mapped[int | None] = mapped_column(Integer)
