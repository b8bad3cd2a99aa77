"""The audit log as admins read it: names and public ids instead of row ids."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Table, Uuid, case, cast, false, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from database.actors import actor_name, actor_public_id, is_actor
from database.keyset import Cut, Rows, rows_of
from database.tables import AuditEntry, metadata
from domain.booking import Actor


@dataclass(frozen=True, kw_only=True)
class AuditLine:
    """Somebody did something; `subject_table` is missing where it was about no row.

    `before` and `after` are what stands in the log, row ids included. `id` stays in the house.
    """

    id: int
    at: datetime
    actor: Actor
    actor_name: str | None
    actor_public_id: UUID | None
    what: str
    subject_table: str | None
    subject_public_id: UUID | None
    before: dict[str, Any] | None
    after: dict[str, Any] | None


@dataclass(frozen=True, kw_only=True)
class WantedAudit:
    """Which lines are meant; all that is given has to hold. The subject's id is one of its table's public ids."""

    actor: Actor | None = None
    actor_public_id: UUID | None = None
    what: str | None = None
    subject_table: str | None = None
    subject_public_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return what each line has to fulfil."""
        conditions: list[ColumnElement[bool]] = []
        if self.actor is not None:
            conditions.append(AuditEntry.actor == self.actor)
        if self.actor_public_id is not None:
            conditions.append(is_actor(AuditEntry.actor, AuditEntry.actor_id, self.actor_public_id))
        if self.what is not None:
            conditions.append(AuditEntry.what == self.what)
        if self.subject_table is not None:
            conditions.append(AuditEntry.subject_table == self.subject_table)
        if self.subject_table is not None and self.subject_public_id is not None:
            conditions.append(_is_subject(metadata.tables[self.subject_table], self.subject_public_id))
        if self.since is not None:
            conditions.append(AuditEntry.at >= self.since)
        if self.until is not None:
            conditions.append(AuditEntry.at < self.until)
        return conditions


def tables_with_public_ids() -> list[Table]:
    """Return the tables whose rows have an id that may leave the house."""
    return [table for table in metadata.sorted_tables if {"id", "public_id"} <= set(table.c.keys())]


async def audit_lines(session: AsyncSession, wanted: WantedAudit, cut: Cut) -> Rows[AuditLine]:
    """Return the lines that are meant, the newest first."""
    query = (
        select(
            AuditEntry.id,
            AuditEntry.at,
            AuditEntry.actor,
            actor_name(AuditEntry.actor, AuditEntry.actor_id),
            actor_public_id(AuditEntry.actor, AuditEntry.actor_id),
            AuditEntry.what,
            AuditEntry.subject_table,
            func.coalesce(
                _subject_public_id(tables_with_public_ids()), cast(AuditEntry.before["public_id"].astext, Uuid)
            ).label("subject_public_id"),
            AuditEntry.before,
            AuditEntry.after,
        )
        .where(*wanted.conditions())
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
    )
    return await rows_of(session, query, cut, lambda row: AuditLine(**row._asdict()))


def _is_subject(table: Table, public_id: UUID) -> ColumnElement[bool]:
    """Match the row of that public id; one that was deleted is known by what was written down of it."""
    if table not in tables_with_public_ids():
        return false()
    row_id = select(table.c.id).where(table.c.public_id == public_id).scalar_subquery()
    return or_(AuditEntry.subject_id == row_id, AuditEntry.before["public_id"].astext == str(public_id))


def _subject_public_id(tables: Iterable[Table]) -> ColumnElement[Any]:
    of_each = (
        (
            AuditEntry.subject_table == table.name,
            select(table.c.public_id)
            .where(table.c.id == AuditEntry.subject_id)
            .correlate(AuditEntry)
            .scalar_subquery(),
        )
        for table in tables
    )
    return case(*of_each)
