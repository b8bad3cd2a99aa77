"""The default Test1: published where there is none, because without one nobody could begin."""

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.questionnaire import default_content
from database.engine import build_sessions
from database.screening.test1 import current_questionnaire, publish_questionnaire


async def publish_default_questionnaire(engine: AsyncEngine) -> bool:
    """Publish the default; False where one is published already, which is never replaced."""
    async with build_sessions(engine).begin() as session:
        if await current_questionnaire(session) is not None:
            return False
        await publish_questionnaire(session, dict(default_content()))
    return True
