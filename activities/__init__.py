"""The deeds: what journeys order, one transaction or one message each, safe to repeat; and the worker that does them.

The bot's room is imported first, because it has aiogram's models built on demand.
"""

import bot  # noqa: F401 -- see above
