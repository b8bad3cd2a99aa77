"""The front door: the `otklik` command, the settings, and everything that a process is built from before it runs.

The bot's room is imported first, because it has aiogram's models built on demand.
"""

import bot  # noqa: F401 -- see above
