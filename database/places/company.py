"""The company: what stands where a city says nothing, and the name of its bot."""

from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from database.tables import CompanySettings

COMPANY = 1  # the id of the only row


@dataclass(frozen=True, kw_only=True)
class Company:
    """`bot_username` is None until the bot was announced to Telegram."""

    contact_link: str | None
    bot_username: str | None

    @property
    def bot_link(self) -> str | None:
        """The address at which people find the bot."""
        return None if self.bot_username is None else f"https://t.me/{self.bot_username}"


async def company(session: AsyncSession, *, locks: bool = False) -> Company:
    """Return the settings; with `locks` nobody else changes them before this transaction ends."""
    query = select(CompanySettings.contact_link, CompanySettings.bot_username)
    row = (await session.execute(query.with_for_update() if locks else query)).one()
    return Company(**row._asdict())


async def set_company_contact(session: AsyncSession, contact_link: str | None) -> None:
    """Say whom people write to where their city names nobody."""
    await session.execute(update(CompanySettings).values(contact_link=contact_link))


async def note_bot_username(session: AsyncSession, username: str | None) -> None:
    """Remember as whom the bot is known in Telegram; None where its links would lead elsewhere."""
    await session.execute(update(CompanySettings).values(bot_username=username))
