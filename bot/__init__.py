"""The voices: what people say in Telegram is taken in and handled, and what they are told is worded.

Before anything of aiogram is imported, its models learn to wait until somebody uses them.
"""

from bot.models_on_demand import build_models_on_demand

build_models_on_demand()
