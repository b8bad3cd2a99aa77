"""Cities as callers name them and as they are shown to them: public ids and names become rows, and back."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, cast, func, select
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from database.tables import City
from database.tables.base import Table
from domain.ids import CityId


async def cities_by_public_id(session: AsyncSession, public_ids: Collection[UUID]) -> dict[UUID, CityId]:
    """Return the row ids of those that exist."""
    rows = await session.execute(select(City.public_id, City.id).where(City.public_id.in_(set(public_ids))))
    return {public_id: CityId(city_id) for public_id, city_id in rows}


async def cities_by_name(session: AsyncSession) -> dict[str, CityId]:
    """Return all cities, in the order of their names."""
    rows = await session.execute(select(City.name, City.id).order_by(City.name))
    return {name: CityId(city_id) for name, city_id in rows}


def cities_through(
    city_id: InstrumentedAttribute[int], *condition: ColumnElement[bool], beside: type[Table]
) -> ScalarSelect[Any]:
    """Return the cities that the rows of a linking table name, as a JSON list of `public_id` and `name`, by name.

    `city_id` is the column of the linking table, `condition` ties its rows to those of the table `beside`.
    """
    shown = func.jsonb_build_object("public_id", City.public_id, "name", City.name)
    listed = func.jsonb_agg(aggregate_order_by(shown, City.name), type_=JSONB)
    query = select(func.coalesce(listed, cast([], JSONB))).join_from(City, city_id.class_, City.id == city_id)
    return query.where(*condition).correlate(beside).scalar_subquery()
