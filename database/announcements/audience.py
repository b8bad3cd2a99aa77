"""Whom an auto-message is for: who can be reached now, by city, stage and language, or one chat."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from database.places.policies import policy_from
from database.tables import AutoMessageDelivery, Candidate, City, CompanySettings, Recruiter
from domain import alarms
from domain.ids import CityId
from domain.stages import Stage


@dataclass(frozen=True, kw_only=True)
class Audience:
    """One chat, or whoever is in the city, at the stage, and speaks the language; None: whichever."""

    target_chat_id: int | None = None
    city_id: CityId | None = None
    stage: Stage | None = None
    language: str | None = None


@dataclass(frozen=True, kw_only=True)
class Group:
    """Recipients who sleep at the same hours; `quiet_until` (UTC) is None where they are awake."""

    zone: str
    quiet_until: datetime | None
    people: int


async def fix_audience(session: AsyncSession, run_id: int, audience: Audience, *, now: datetime) -> int:
    """Write down a delivery for each recipient of a run, in one statement; return how many there are."""
    columns = (
        AutoMessageDelivery.run_id,
        AutoMessageDelivery.candidate_id,
        AutoMessageDelivery.chat_id,
        AutoMessageDelivery.not_before,
    )
    run, at = literal(run_id), literal(now)
    people = select(run, Candidate.id, Candidate.chat_id, at).where(*_reachable(audience)).order_by(Candidate.id)
    await session.execute(insert(AutoMessageDelivery).from_select(columns, people).on_conflict_do_nothing())
    if audience.target_chat_id is not None and not await _is_candidate(session, audience.target_chat_id):
        nobody = insert(AutoMessageDelivery).values(run_id=run_id, chat_id=audience.target_chat_id, not_before=now)
        await session.execute(nobody.on_conflict_do_nothing())
    counted = select(func.count()).select_from(AutoMessageDelivery).where(AutoMessageDelivery.run_id == run_id)
    return await session.scalar(counted) or 0


async def audience_groups(
    session: AsyncSession, audience: Audience, *, at: datetime, zone: str, respects_quiet_hours: bool
) -> list[Group]:
    """Return how many there are of whom, city by city; `zone` is that of recipients without a city."""
    query = (
        select(City.zone, City.policy, CompanySettings.policy.label("company"), func.count().label("people"))
        .select_from(Candidate)
        .outerjoin(City, City.id == Candidate.city_id)
        .outerjoin(CompanySettings, CompanySettings.id == 1)
        .where(*_reachable(audience))
        .group_by(City.id, CompanySettings.id)
        .order_by(City.id)
    )
    rows = list((await session.execute(query)).all())
    groups = [
        Group(
            zone=row.zone or zone,
            quiet_until=quiet_until(row, at=at, zone=zone) if respects_quiet_hours else None,
            people=row.people,
        )
        for row in rows
    ]
    if audience.target_chat_id is not None and not await _is_candidate(session, audience.target_chat_id):
        until = None
        if respects_quiet_hours:
            company = await session.scalar(select(CompanySettings.policy).where(CompanySettings.id == 1))
            until = _until(at, zone, company or {})
        return [Group(zone=zone, quiet_until=until, people=1)]
    return groups


async def target_known_as(session: AsyncSession, chat_id: int) -> str:
    """Return whose chat it is: a candidate's, a recruiter's, or nobody's whom we know."""
    if await _is_candidate(session, chat_id):
        return "candidate"
    recruiter = await session.scalar(select(Recruiter.id).where(Recruiter.tg_chat_id == chat_id))
    return "nobody" if recruiter is None else "recruiter"


def quiet_until(row: Any, *, at: datetime, zone: str) -> datetime | None:
    """Return when the quiet hours end in which the instant lies, for a row with `zone`, `policy` and `company`."""
    return _until(at, row.zone or zone, (row.company or {}) | (row.policy or {}))


def _until(at: datetime, zone: str, knobs: dict[str, Any]) -> datetime | None:
    policy = policy_from(knobs)
    return alarms.after_quiet_hours(at, zone, policy) if alarms.is_quiet(at, zone, policy) else None


def _reachable(audience: Audience) -> list[ColumnElement[bool]]:
    """Return the conditions; who was erased, has blocked the bot or cannot be reached is in no audience."""
    conditions: list[ColumnElement[bool]] = [
        Candidate.erased_at.is_(None),
        Candidate.blocked_at.is_(None),
        Candidate.stage != Stage.UNREACHABLE,
    ]
    if audience.target_chat_id is not None:
        return [*conditions, Candidate.chat_id == audience.target_chat_id]
    if audience.city_id is not None:
        conditions.append(Candidate.city_id == audience.city_id)
    if audience.stage is not None:
        conditions.append(Candidate.stage == audience.stage)
    if audience.language is not None:
        conditions.append(Candidate.language == audience.language)
    return conditions


async def _is_candidate(session: AsyncSession, chat_id: int) -> bool:
    known = select(Candidate.id).where(Candidate.chat_id == chat_id, Candidate.erased_at.is_(None)).limit(1)
    return await session.scalar(known) is not None
