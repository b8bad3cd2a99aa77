"""What the values of the settings have to look like; the messages never repeat a value, it may be a secret."""

import re
from typing import Annotated

from limits import parse
from pydantic import AfterValidator, Field, SecretStr

from otklik.database_address import driver_address
from otklik.payload_keys import parse_keys

BOT_TOKEN_SHAPE = re.compile(r"\d+:[\w-]+")
WEBHOOK_SECRET_SHAPE = re.compile(r"[\w-]{16,256}", re.ASCII)


def _bot_token(value: SecretStr) -> SecretStr:
    if not BOT_TOKEN_SHAPE.fullmatch(value.get_secret_value()):
        raise ValueError("it does not look like 123456:ABC-DEF; copy it from @BotFather")
    return value


def _webhook_secret(value: SecretStr) -> SecretStr:
    if not WEBHOOK_SECRET_SHAPE.fullmatch(value.get_secret_value()):
        raise ValueError("it must be 16 to 256 characters out of A-Z a-z 0-9 _ -")
    return value


def _database_url(value: SecretStr) -> SecretStr:
    return SecretStr(driver_address(value.get_secret_value()))


def _rate(value: str) -> str:
    try:
        parse(value)
    except ValueError:
        raise ValueError("it must be like 600/minute") from None
    return value


def _payload_key(value: SecretStr) -> SecretStr:
    parse_keys(value.get_secret_value())
    return value


BotToken = Annotated[SecretStr, AfterValidator(_bot_token)]
WebhookSecret = Annotated[SecretStr, AfterValidator(_webhook_secret)]
DatabaseUrl = Annotated[SecretStr, AfterValidator(_database_url)]
PayloadKeys = Annotated[SecretStr, AfterValidator(_payload_key)]
Port = Annotated[int, Field(ge=1, le=65535)]
Rate = Annotated[str, AfterValidator(_rate)]
