"""The policy of a city: the defaults, what the company overrides, what the city overrides.

Stored as a JSON object by knob: durations in seconds, wall times as "HH:MM", counts.
A knob that is missing is not overridden.
"""

from dataclasses import fields
from datetime import time, timedelta
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from database.tables import City, CompanySettings
from domain.policy import DEFAULT_POLICY, Policy

OF_CITY = select(City.policy).where(City.id == bindparam("city_id")).scalar_subquery()
OVERRIDES = select(CompanySettings.policy, OF_CITY.label("city"))


async def policy_for(session: AsyncSession, city_id: int | None) -> Policy:
    """Return the policy that holds in a city, or where there is none."""
    row = (await session.execute(OVERRIDES, {"city_id": city_id})).one_or_none()
    return DEFAULT_POLICY if row is None else policy_from((row.policy or {}) | (row.city or {}))


async def set_company_policy(session: AsyncSession, overrides: dict[str, Any]) -> None:
    """Replace what the company overrides; raise ValueError where a knob is unknown or its value makes no sense."""
    policy_from(overrides)
    await session.execute(update(CompanySettings).values(policy=overrides))


async def set_city_policy(session: AsyncSession, city_id: int, overrides: dict[str, Any]) -> None:
    """Replace what a city overrides; raise ValueError where a knob is unknown or its value makes no sense."""
    policy_from(overrides)
    await session.execute(update(City).where(City.id == city_id).values(policy=overrides))


def policy_from(overrides: dict[str, Any]) -> Policy:
    """Return the default policy with the stored knobs turned; raise ValueError for one that cannot be read."""
    kinds = {field.name: type(getattr(DEFAULT_POLICY, field.name)) for field in fields(Policy)}
    unknown = overrides.keys() - kinds.keys()
    if unknown:
        raise ValueError(f"there is no policy called {', '.join(sorted(unknown))}")
    turned: dict[str, Any] = {name: _read(kinds[name], name, stored) for name, stored in overrides.items()}
    return Policy(**turned)


def stored_policy(policy: Policy) -> dict[str, Any]:
    """Return every knob of a policy as it is stored."""
    return {field.name: _write(getattr(policy, field.name)) for field in fields(Policy)}


def _read(kind: type, name: str, stored: Any) -> timedelta | time | int:
    try:
        if kind is timedelta and float(stored) >= 0:
            return timedelta(seconds=float(stored))
        if kind is int and type(stored) is int and stored >= 0:
            return stored
        if kind is time:
            return time.fromisoformat(stored)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} cannot be {stored!r}") from error
    raise ValueError(f"{name} cannot be {stored!r}")


def _write(knob: timedelta | time | int) -> float | str:
    match knob:
        case timedelta():
            return knob.total_seconds()
        case time():
            return knob.isoformat("minutes")
        case int():
            return knob
