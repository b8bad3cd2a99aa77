"""Being told of updates by Telegram: each is stored and committed before it is answered with 200.

Served by the bot's own process from the raw body. A failure to store answers 500 and Telegram sends the update again.
"""

import hmac
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import urlsplit

import structlog
from aiogram import Bot
from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from bot.inbox import Inbox
from bot.raw_updates import BrokenBodyError, read_update_body
from bot.telegram import KINDS_OF_UPDATES

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header, not a secret
LARGEST_BODY = 1024 * 1024

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class WebhookSettings:
    """Where Telegram reaches this bot (`url`, its path included) and where the process listens for it."""

    url: str
    secret: str = field(repr=False)
    host: str
    port: int

    @property
    def path(self) -> str:
        """The path on which the process listens: a proxy before it is expected to leave paths alone."""
        return urlsplit(self.url).path or "/"


class WebhookDoor:
    """The one handler behind the webhook's address."""

    def __init__(self, inbox: Inbox, secret: str) -> None:
        self._inbox = inbox
        self._secret = secret.encode()

    async def take(self, request: web.Request) -> web.Response:
        """Answer 200 when the update is safe, 401 to strangers, 400 to what is no JSON, 500 when storing failed."""
        if not self._is_telegram(request):
            log.warning("a webhook call without the right secret was refused", remote=request.remote)
            return web.Response(status=HTTPStatus.UNAUTHORIZED)
        try:
            update = read_update_body(await request.read())
        except (BrokenBodyError, web.RequestPayloadError, ConnectionError) as error:
            log.warning("a webhook call without a whole body of JSON was refused", error=type(error).__name__)
            return web.Response(status=HTTPStatus.BAD_REQUEST)
        try:
            await self._inbox.store([update])
        except (SQLAlchemyError, OSError) as error:
            log.error("an update could not be stored; Telegram will send it again", error=repr(error))  # noqa: TRY400 - the traceback of a lost connection says no more
            return web.Response(status=HTTPStatus.INTERNAL_SERVER_ERROR)
        return web.Response()

    def _is_telegram(self, request: web.Request) -> bool:
        """Compare bytes in constant time; a secret of other than ASCII letters is an ordinary wrong one."""
        given = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        return hmac.compare_digest(given, self._secret)


def build_webhook(inbox: Inbox, settings: WebhookSettings) -> web.Application:
    """Return the server application; it refuses larger bodies than Telegram ever sends."""
    if not settings.secret:
        raise ValueError("a webhook without a secret would take updates from anybody")
    application = web.Application(client_max_size=LARGEST_BODY)
    application.router.add_post(settings.path, WebhookDoor(inbox, settings.secret).take)
    return application


async def set_webhook(bot: Bot, settings: WebhookSettings) -> None:
    """Tell Telegram where to call; belongs in one step of an installation, not in each process."""
    await bot.set_webhook(
        settings.url,
        secret_token=settings.secret,
        allowed_updates=list(KINDS_OF_UPDATES),
        drop_pending_updates=False,
    )


async def remove_webhook(bot: Bot) -> None:
    """Go back to polling; what Telegram still holds for us is kept."""
    await bot.delete_webhook(drop_pending_updates=False)
