"""The versions of Test1 as admins see them: listed, read, and published one at a time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from database.keyset import Cut, Rows, rows_of
from database.screening.test1 import ONE_PUBLISHER
from database.tables import PublishedQuestionnaire


@dataclass(frozen=True, kw_only=True)
class VersionLine:
    """A version in a list."""

    version: int
    active: bool
    published_at: datetime
    questions: int


@dataclass(frozen=True, kw_only=True)
class PublishedVersion:
    """A version with its content as it is stored; the id is that of its row, and what journeys are pinned to."""

    id: int
    version: int
    active: bool
    published_at: datetime
    content: Mapping[str, Any]


async def questionnaire_versions(session: AsyncSession, cut: Cut) -> Rows[VersionLine]:
    """Return all versions, the latest first."""
    questions = PublishedQuestionnaire.content["questions"]
    count = case((func.jsonb_typeof(questions) == "array", func.jsonb_array_length(questions)), else_=0)
    query = select(
        PublishedQuestionnaire.version,
        PublishedQuestionnaire.active,
        PublishedQuestionnaire.published_at,
        count.label("questions"),
    ).order_by(PublishedQuestionnaire.version.desc())
    return await rows_of(session, query, cut, lambda row: VersionLine(**row._asdict()))


async def questionnaire_version(session: AsyncSession, version: int) -> PublishedVersion | None:
    """Return one version, or None."""
    found = await session.scalar(select(PublishedQuestionnaire).where(PublishedQuestionnaire.version == version))
    return None if found is None else _read(found)


async def active_version(session: AsyncSession, *, locks: bool = False) -> PublishedVersion | None:
    """Return the version that new journeys get, or None; with `locks` nobody else publishes before this is over."""
    if locks:
        await session.execute(text(ONE_PUBLISHER))
    found = await session.scalar(select(PublishedQuestionnaire).where(PublishedQuestionnaire.active))
    return None if found is None else _read(found)


async def publish_version(session: AsyncSession, content: Mapping[str, Any]) -> PublishedVersion:
    """Make a content the active version; whoever publishes has judged it and holds the lock."""
    former = await session.scalar(select(PublishedQuestionnaire).where(PublishedQuestionnaire.active))
    if former is not None:
        former.active = False
        await session.flush()
    newest = select(func.coalesce(func.max(PublishedQuestionnaire.version), 0) + 1).scalar_subquery()
    made = insert(PublishedQuestionnaire).values(version=newest, content=dict(content))
    return _read((await session.scalars(made.returning(PublishedQuestionnaire))).one())


def _read(found: PublishedQuestionnaire) -> PublishedVersion:
    return PublishedVersion(
        id=found.id,
        version=found.version,
        active=found.active,
        published_at=found.published_at,
        content=found.content,
    )
