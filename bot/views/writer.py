"""What every view writes with: the session, the city's wording, the journey's now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncSession

from bot import wording
from database.places.templates import template_override
from domain.ids import CityId


@dataclass(frozen=True, kw_only=True)
class Writer:
    """Writes texts in one language, with the wording of one city.

    `now` (UTC) is by the journey's clock in a letter, and by the wall's in a reply.
    """

    session: AsyncSession
    language: str
    city_id: CityId | None
    now: datetime

    async def say(self, key: str, **context: Any) -> Markup:
        """Return the HTML of a text: the city's wording, else the company's, else the default."""
        override = await template_override(self.session, key=key, city_id=self.city_id, language=self.language)
        return Markup(wording.render(key, self.language, context, override))  # noqa: S704 - rendered with autoescape
