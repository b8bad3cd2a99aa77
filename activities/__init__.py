"""The deeds; the bot's room comes first, because it has aiogram's models built on demand."""

import bot  # noqa: F401 -- see the line above
