"""getMe, the bot's commands and its menu button."""

import re
from typing import Any

from standin.calls import Call
from standin.methods.chat_of_call import person_of
from standin.refusals import bad_request
from standin.world import World

Json = dict[str, Any]

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
LONGEST_DESCRIPTION = 256
MOST_COMMANDS = 100
MENU_BUTTONS = {"default", "commands", "web_app"}


def get_me(world: World, _call: Call) -> Json:
    abilities = {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }
    return {**world.settings.bot(), **abilities}


def set_my_commands(world: World, call: Call) -> bool:
    commands = call.structure("commands")
    if not isinstance(commands, list) or len(commands) > MOST_COMMANDS:
        raise bad_request("can't parse commands list")
    for command in commands:
        if not isinstance(command, dict):
            raise bad_request("can't parse BotCommand: expected an Object")
        if not COMMAND.fullmatch(str(command.get("command", "")).removeprefix("/")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(str(command.get("description", ""))) <= LONGEST_DESCRIPTION:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    world.profile.set_commands(call.structure("scope"), call.text("language_code"), commands)
    return True


def get_my_commands(world: World, call: Call) -> list[Json]:
    return world.profile.commands(call.structure("scope"), call.text("language_code"))


def delete_my_commands(world: World, call: Call) -> bool:
    world.profile.set_commands(call.structure("scope"), call.text("language_code"), [])
    return True


def set_chat_menu_button(world: World, call: Call) -> bool:
    button = call.structure("menu_button") or {"type": "default"}
    if not isinstance(button, dict) or button.get("type") not in MENU_BUTTONS:
        raise bad_request("MenuButton has unsupported type")
    world.profile.set_menu_button(_own_chat(world, call), button)
    return True


def get_chat_menu_button(world: World, call: Call) -> Json:
    return world.profile.menu_button(_own_chat(world, call))


def _own_chat(world: World, call: Call) -> int | None:
    return person_of(world, call).id if call.text("chat_id") else None
