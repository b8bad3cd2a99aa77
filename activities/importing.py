"""Imports of slots: every row is checked and the progress noted, then all are entered in one transaction, or none."""

from collections.abc import Callable
from itertools import islice
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.beating import beating
from database import audit
from database.office.slots_entering import SlotWish, Verdict, enter_slots, judge_wish, taken_times
from database.office.slots_imports import (
    OPEN,
    AskedImport,
    RowError,
    asked_import,
    finish_import,
    hold_import,
    note_progress,
)
from database.office.slots_places import Directory, Place, directory
from domain.booking import Actor
from domain.imports import ImportStatus
from domain.slot_rows import SlotRow
from domain.slots import RefusedSlot, Taken
from workflows.slot_import.steps import ImportSlots

AT_ONCE = 500  # rows between two notes of the progress
LOOKS_FOR_ROW = 10  # tries: the transaction that keeps the rows ends right after the workflow was started

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class BeatenError(Exception):
    """Somebody entered slots between the check and the import: it begins anew."""


class ImportingDeeds:
    """What is done with a list of slots."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self._sessions = sessions

    @activity.defn
    async def import_slots(self, order: ImportSlots) -> ImportStatus:
        """Check the list and enter all of it, or nothing; a repeat finds what the first time did."""
        async with self._sessions() as session:
            asked = await asked_import(session, order.public_id)
        if asked is None:
            is_hopeless = activity.info().attempt >= LOOKS_FOR_ROW
            raise ApplicationError("there is no such import", type="NoImport", non_retryable=is_hopeless)
        if asked.status not in OPEN:
            return asked.status
        async with beating():
            verdicts, errors = await self._check(asked)
            if errors:
                return await self._refuse(order, asked, errors)
            return await self._enter(order, asked, verdicts)

    @activity.defn
    async def give_up_import(self, order: ImportSlots) -> None:
        """Note that an import ended without a result; one that has a result keeps it."""
        async with self._sessions.begin() as session:
            await finish_import(session, order.public_id, ImportStatus.FAILED)
        log.error("an import of slots failed", import_public_id=order.public_id)

    async def _check(self, asked: AskedImport) -> tuple[list[Verdict], list[RowError]]:
        async with self._sessions() as session:
            known = await directory(session, asked.city_ids)
            taken = await taken_times(session, [each.id for each in known.recruiters], since=asked.asked_at)
        verdicts: list[Verdict] = []
        errors: list[RowError] = []
        rows = iter(asked.rows)
        while some := list(islice(rows, AT_ONCE)):
            for row in some:
                judged = _judge(row, known, taken, asked)
                if isinstance(judged, RowError):
                    errors.append(judged)
                else:
                    verdicts.append(judged)
            await self._note(asked, ImportStatus.CHECKING, checked=len(verdicts) + len(errors), errors=errors)
        return verdicts, errors

    async def _refuse(self, order: ImportSlots, asked: AskedImport, errors: list[RowError]) -> ImportStatus:
        async with self._sessions.begin() as session:
            await finish_import(session, order.public_id, ImportStatus.REFUSED, errors=errors)
            return await hold_import(session, asked.id)

    async def _enter(self, order: ImportSlots, asked: AskedImport, verdicts: list[Verdict]) -> ImportStatus:
        await self._note(asked, ImportStatus.IMPORTING, checked=len(verdicts), errors=[])
        async with self._sessions.begin() as session:
            status = await hold_import(session, asked.id)
            if status not in OPEN:
                return status
            if any(each.refused for each in await enter_slots(session, verdicts, now=asked.asked_at)):
                raise BeatenError
            await finish_import(session, order.public_id, ImportStatus.DONE, created_count=len(verdicts))
            await audit.record(
                session,
                actor=Actor.ADMIN,
                actor_id=asked.token_id,
                what="slots_imported",
                at=asked.asked_at,
                subject_table="slot_imports",
                subject_id=asked.id,
                after={"created": len(verdicts)},
            )
        return ImportStatus.DONE

    async def _note(self, asked: AskedImport, status: ImportStatus, *, checked: int, errors: list[RowError]) -> None:
        async with self._sessions.begin() as session:
            await note_progress(session, asked.id, status=status, checked=checked, errors=errors)


def importing_activities(sessions: async_sessionmaker[AsyncSession]) -> list[Callable[..., Any]]:
    """Return the deeds of an import."""
    deeds = ImportingDeeds(sessions)
    return [deeds.import_slots, deeds.give_up_import]


def _judge(row: SlotRow, known: Directory, taken: dict[int, Taken], asked: AskedImport) -> Verdict | RowError:
    place, read = known.place(row.recruiter, row.city), row.read()
    if not isinstance(place, Place):
        return _error(row, place)
    if isinstance(read, RefusedSlot):
        return _error(row, read)
    wish = SlotWish(number=row.number, place=place, start=read[0], length=read[1])
    verdict = judge_wish(wish, taken, now=asked.asked_at)
    return verdict if verdict.refused is None else _error(row, verdict.refused)


def _error(row: SlotRow, refused: RefusedSlot) -> RowError:
    return RowError(row=row.number, code=refused.refusal, what=refused.reason)
