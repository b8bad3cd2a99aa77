"""Which bot a process speaks as, and through which Bot API server."""

from bot.webhook import WebhookSettings
from otklik.errors import CannotStartError
from otklik.settings import Settings


def bot_token(settings: Settings) -> str:
    """Return the bot's token; raise `CannotStartError` when there is none."""
    if settings.bot_token is None:
        raise CannotStartError("BOT_TOKEN is missing: get one from @BotFather, or play with `otklik up`.")
    return settings.bot_token.get_secret_value()


def api_base(settings: Settings) -> str | None:
    """Return the address of the Bot API server, None for Telegram's own."""
    return None if settings.telegram_api_base is None else str(settings.telegram_api_base).rstrip("/")


def webhook(settings: Settings) -> WebhookSettings | None:
    """Return where Telegram calls us, None for polling."""
    if settings.webhook_url is None or settings.webhook_secret is None:
        return None
    return WebhookSettings(
        url=str(settings.webhook_url),
        secret=settings.webhook_secret.get_secret_value(),
        host=settings.webhook_host,
        port=settings.webhook_port,
    )
