"""Texts that beat the defaults: a city's own before the company's; every version of them is kept."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, bindparam, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql import functions

from database.keyset import Cut, Rows, rows_of
from database.office.tokens import in_cities
from database.plain_tables import plain
from database.tables import City, Template

ONE_EDITOR = "LOCK TABLE templates IN SHARE ROW EXCLUSIVE MODE"
TEMPLATES = plain(Template)
# What is said in a place: the city's own before the company's.
IN_FORCE = (
    TEMPLATES.c.key == bindparam("key"),
    TEMPLATES.c.language == bindparam("language"),
    TEMPLATES.c.active,
    or_(TEMPLATES.c.city_id == bindparam("city_id"), TEMPLATES.c.city_id.is_(None)),
)
OWN_FIRST = TEMPLATES.c.city_id.asc().nulls_last()
BODY = select(TEMPLATES.c.body).where(*IN_FORCE).order_by(OWN_FIRST).limit(1)


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a wording holds: a text, in one language, for one city or (None) for all that have none of their own."""

    key: str
    language: str
    city_id: int | None


@dataclass(frozen=True, kw_only=True)
class Wording:
    """One version of a wording; the city is None for the company's."""

    id: int
    key: str
    language: str
    city_public_id: UUID | None
    city_name: str | None
    version: int
    body: str
    active: bool
    created_at: datetime


async def template_override(session: AsyncSession, *, key: str, city_id: int | None, language: str) -> str | None:
    """Return the body that stands in for the default text of that key, or None."""
    body: str | None = await session.scalar(BODY, {"key": key, "city_id": city_id, "language": language})
    return body


async def wording_in_force(session: AsyncSession, place: Place) -> Wording | None:
    """Return what is said there instead of the default: the city's wording, else the company's, or None."""
    query = _wordings().where(*IN_FORCE).order_by(OWN_FIRST).limit(1)
    found = (await session.execute(query, asdict(place))).one_or_none()
    return None if found is None else Wording(**found._asdict())


async def active_wordings(
    session: AsyncSession, *, cities: frozenset[int] | None, keys: Iterable[str] | None = None
) -> list[Wording]:
    """Return the wordings that hold now, the company's before those of the cities that the caller sees."""
    query = _wordings().where(Template.active, or_(Template.city_id.is_(None), in_cities(Template.city_id, cities)))
    if keys is not None:
        query = query.where(Template.key.in_(sorted(keys)))
    rows = await session.execute(query.order_by(Template.key, Template.language, City.name.asc().nulls_first()))
    return [Wording(**row._asdict()) for row in rows]


async def active_wording(session: AsyncSession, place: Place, *, locks: bool = False) -> Wording | None:
    """Return the wording that holds exactly there, or None; with `locks` nobody else saves before this is over."""
    if locks:
        await session.execute(text(ONE_EDITOR))
    row = (await session.execute(_wordings().where(*_at(place), Template.active))).one_or_none()
    return None if row is None else Wording(**row._asdict())


async def wording_versions(session: AsyncSession, place: Place, cut: Cut) -> Rows[Wording]:
    """Return all that was ever said there, the latest first."""
    query = _wordings().where(*_at(place)).order_by(Template.version.desc())
    return await rows_of(session, query, cut, lambda row: Wording(**row._asdict()))


async def wording_version(session: AsyncSession, place: Place, version: int) -> Wording | None:
    """Return one version of what was said there, or None."""
    row = (await session.execute(_wordings().where(*_at(place), Template.version == version))).one_or_none()
    return None if row is None else Wording(**row._asdict())


async def save_template(session: AsyncSession, *, key: str, city_id: int | None, language: str, body: str) -> int:
    """Store the next version of an override, make it the active one and return its id; whoever saves has checked it."""
    same_text = _at(Place(key=key, language=language, city_id=city_id))
    await session.execute(update(Template).where(*same_text, Template.active).values(active=False))
    newest = select(functions.coalesce(functions.max(Template.version), 0) + 1).where(*same_text).scalar_subquery()
    saved = insert(Template).values(key=key, city_id=city_id, language=language, body=body, version=newest)
    return (await session.execute(saved.returning(Template.id))).scalar_one()


async def drop_template(session: AsyncSession, *, key: str, city_id: int | None, language: str) -> bool:
    """Return to the text below (company's, then default); False where there was no override."""
    dropped = await session.scalars(
        update(Template)
        .where(*_at(Place(key=key, language=language, city_id=city_id)), Template.active)
        .values(active=False)
        .returning(Template.id)
    )
    return bool(dropped.all())


def _at(place: Place) -> tuple[ColumnElement[bool], ...]:
    return (
        Template.key == place.key,
        Template.city_id.is_not_distinct_from(place.city_id),
        Template.language == place.language,
    )


def _wordings() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Template.id,
            Template.key,
            Template.language,
            City.public_id.label("city_public_id"),
            City.name.label("city_name"),
            Template.version,
            Template.body,
            Template.active,
            Template.created_at,
        )
        .select_from(Template)
        .outerjoin(City, City.id == Template.city_id)
    )
