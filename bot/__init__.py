"""The voices of the bot; before anything of aiogram is imported, its models learn to wait until somebody uses them."""

from bot.models_on_demand import build_models_on_demand

build_models_on_demand()
