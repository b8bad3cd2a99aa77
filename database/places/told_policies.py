"""Policies that changed since the journeys with a booking there learned of them, in psql as well as through the API."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from database.tables import ToldPolicy
from domain.booking import active_statuses
from domain.ids import CandidateId, CityId

CHANGED = text("""
    SELECT cities.id AS city_id, now_.policy, coalesce(booked.candidate_ids, '{}') AS candidate_ids
    FROM cities
    LEFT JOIN company_settings ON company_settings.id = 1
    LEFT JOIN told_policies ON told_policies.city_id = cities.id
    CROSS JOIN LATERAL (
        SELECT jsonb_build_object(
            'knobs', coalesce(company_settings.policy, '{}'::jsonb) || cities.policy, 'zone', cities.zone
        )
    ) AS now_ (policy)
    LEFT JOIN LATERAL (
        SELECT array_agg(bookings.candidate_id ORDER BY bookings.candidate_id)
        FROM bookings
        WHERE bookings.city_id = cities.id AND bookings.status = ANY (:active)
    ) AS booked (candidate_ids) ON true
    WHERE told_policies.policy IS DISTINCT FROM now_.policy
    ORDER BY cities.id
""")


@dataclass(frozen=True, kw_only=True)
class ChangedPolicy:
    """A city by whose present knobs and zone the journeys of these candidates have to plan their alarms anew."""

    city_id: CityId
    policy: dict[str, Any]
    candidate_ids: tuple[CandidateId, ...]


async def changed_policies(session: AsyncSession) -> list[ChangedPolicy]:
    """Return the cities whose policy or zone is not what was told last, with all who have a booking there."""
    rows = await session.execute(CHANGED, {"active": [status.value for status in active_statuses()]})
    return [
        ChangedPolicy(
            city_id=CityId(row.city_id),
            policy=row.policy,
            candidate_ids=tuple(CandidateId(candidate_id) for candidate_id in row.candidate_ids),
        )
        for row in rows
    ]


async def note_told_policy(session: AsyncSession, changed: ChangedPolicy, *, now: datetime) -> None:
    """Remember what was told; what changed meanwhile is found by the next look."""
    note = insert(ToldPolicy).values(city_id=changed.city_id, policy=changed.policy, told_at=now)
    values = {"policy": note.excluded.policy, "told_at": note.excluded.told_at}
    await session.execute(note.on_conflict_do_update(index_elements=[ToldPolicy.city_id], set_=values))
