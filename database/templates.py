"""Texts that beat the defaults: a city's own before the company's."""

from sqlalchemy import or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql import functions

from database.tables import Template


async def template_override(session: AsyncSession, *, key: str, city_id: int | None, language: str) -> str | None:
    """Return the body that stands in for the default text of that key, or None."""
    return await session.scalar(
        select(Template.body)
        .where(
            Template.key == key,
            Template.language == language,
            Template.active,
            or_(Template.city_id == city_id, Template.city_id.is_(None)),
        )
        .order_by(Template.city_id.asc().nulls_last())
        .limit(1)
    )


async def save_template(session: AsyncSession, *, key: str, city_id: int | None, language: str, body: str) -> int:
    """Store the next version of an override, make it the active one and return its id; whoever saves has checked it."""
    same_text = (
        Template.key == key,
        Template.city_id.is_not_distinct_from(city_id),
        Template.language == language,
    )
    await session.execute(update(Template).where(*same_text, Template.active).values(active=False))
    newest = select(functions.coalesce(functions.max(Template.version), 0) + 1).where(*same_text).scalar_subquery()
    saved = insert(Template).values(key=key, city_id=city_id, language=language, body=body, version=newest)
    return (await session.execute(saved.returning(Template.id))).scalar_one()


async def drop_template(session: AsyncSession, *, key: str, city_id: int | None, language: str) -> bool:
    """Return to the text below (company's, then default); False where there was no override."""
    dropped = await session.scalars(
        update(Template)
        .where(
            Template.key == key,
            Template.city_id.is_not_distinct_from(city_id),
            Template.language == language,
            Template.active,
        )
        .values(active=False)
        .returning(Template.id)
    )
    return bool(dropped.all())
