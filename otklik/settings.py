"""The settings of every process: the only reader of the environment.

Each field is the variable of the same name in capitals; its description is its line in the README.
"""

import os
import re
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, HttpUrl, SecretStr, ValidationError, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from otklik.database_address import driver_address
from otklik.errors import CannotStartError
from otklik.payload_keys import parse_keys

BOT_TOKEN_SHAPE = re.compile(r"\d+:[\w-]+")
TLS_FIELDS = (
    "temporal_tls_server_name",
    "temporal_tls_server_ca_cert_path",
    "temporal_tls_server_ca_cert_data",
    "temporal_tls_client_cert_path",
    "temporal_tls_client_cert_data",
    "temporal_tls_client_key_path",
    "temporal_tls_client_key_data",
)
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


def _payload_key(value: SecretStr) -> SecretStr:
    parse_keys(value.get_secret_value())
    return value


Port = Annotated[int, Field(ge=1, le=65535)]


class Settings(BaseSettings):
    """All settings, checked; secrets never show in its representation."""

    model_config = SettingsConfigDict(env_ignore_empty=True, frozen=True, extra="ignore")

    bot_token: Annotated[SecretStr, AfterValidator(_bot_token)] | None = Field(
        default=None, description="Token of the Telegram bot; without it the stand-in plays Telegram"
    )
    telegram_api_base: HttpUrl | None = Field(
        default=None, description="Address of a Bot API server other than Telegram's own"
    )
    database_url: Annotated[SecretStr, AfterValidator(_database_url)] | None = Field(
        default=None, description="`postgresql://…` of PostgreSQL 18; without it the embedded one runs"
    )
    database_pool_size: int = Field(
        default=10, ge=1, le=500, description="Connections that one process may open to PostgreSQL"
    )
    data_dir: Path = Field(default=Path(".otklik"), description="Folder of everything that the embedded parts remember")
    payload_key: Annotated[SecretStr, AfterValidator(_payload_key)] | None = Field(
        default=None,
        description="Keys of the Temporal payloads (base64 of 32 bytes, comma-separated): the first encrypts, "
        "all decrypt; without it a key is made in `DATA_DIR`",
    )
    api_host: str = Field(default="127.0.0.1", description="Address on which the admin API listens")
    api_port: Port = Field(default=8000, description="Port of the admin API")
    page_port: Port = Field(default=8081, description="Port of the stand-in and its page")
    temporal_port: Port = Field(default=7233, description="Port of the embedded Temporal server")
    temporal_ui_port: Port = Field(default=8233, description="Port of the embedded Temporal UI")
    health_port: Port | None = Field(
        default=None, description="Port of `/healthz`, `/readyz` and `/metrics` of the worker and of the bot"
    )
    health_host: str = Field(default="127.0.0.1", description="Address on which `HEALTH_PORT` listens")
    webhook_url: HttpUrl | None = Field(
        default=None, description="Public https address of the webhook; without it the bot polls"
    )
    webhook_secret: Annotated[SecretStr, AfterValidator(_webhook_secret)] | None = Field(
        default=None, description="Secret that Telegram repeats in each call of the webhook"
    )
    webhook_host: str = Field(default="127.0.0.1", description="Address on which the webhook listens")
    webhook_port: Port = Field(default=8080, description="Port on which the webhook listens")
    temporal_address: str | None = Field(
        default=None, description="`host:port` of Temporal; without it the embedded server runs"
    )
    temporal_namespace: str = Field(default="default", description="Namespace of the journeys")
    temporal_api_key: SecretStr | None = Field(default=None, description="API key of Temporal Cloud")
    temporal_tls: bool | None = Field(default=None, description="Whether to use TLS; on with an API key")
    temporal_tls_server_name: str | None = Field(default=None, description="Name to expect in its certificate")
    temporal_tls_server_ca_cert_path: Path | None = Field(
        default=None, description="File of the authority that signed Temporal's certificate"
    )
    temporal_tls_server_ca_cert_data: str | None = Field(default=None, description="The same as text")
    temporal_tls_client_cert_path: Path | None = Field(
        default=None, description="File of the client certificate (mTLS)"
    )
    temporal_tls_client_cert_data: str | None = Field(default=None, description="The same as text")
    temporal_tls_client_key_path: Path | None = Field(default=None, description="File of the client certificate's key")
    temporal_tls_client_key_data: SecretStr | None = Field(default=None, description="The same as text")
    temporal_ui_url: HttpUrl | None = Field(
        default=None, description="Address of the Temporal UI whose pages may ask the API to decrypt payloads"
    )
    virtual_time: bool = Field(
        default=False,
        description="Lets the page jump a journey's clock to its next event; `otklik up` sets it for the "
        "embedded Temporal, never set it in production",
    )
    open_codec: bool = Field(
        default=False,
        description="Lets the Temporal UI on this machine read payloads without a token; `otklik up` sets it while "
        "the stand-in plays Telegram and no real person is known, never set it in production",
    )
    log_format: Literal["console", "json"] | None = Field(
        default=None, description="`console` or `json`; without it: console on a terminal, else JSON"
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="`debug`, `info`, `warning` or `error`"
    )
    no_color: str | None = Field(default=None, description="Any value turns colours off")
    force_color: str | None = Field(default=None, description="Any value turns colours on without a terminal")

    @model_validator(mode="after")
    def _belong_together(self) -> Self:
        if self.telegram_api_base is not None and self.bot_token is None:
            raise ValueError("BOT_TOKEN is missing: TELEGRAM_API_BASE is set, so its token is needed too.")
        if self.webhook_url is not None and self.webhook_secret is None:
            raise ValueError("WEBHOOK_SECRET is missing: WEBHOOK_URL is set; try `openssl rand -hex 32`.")
        return self

    def secrets(self) -> list[str]:
        """Return every secret that is set, so that logs can mask them."""
        values = [getattr(self, name) for name in type(self).model_fields]
        return [value.get_secret_value() for value in values if isinstance(value, SecretStr)]

    def wants_colours(self, *, on_terminal: bool) -> bool:
        """Tell whether output should be coloured, as https://no-color.org and https://force-color.org have it."""
        return self.no_color is None and (on_terminal or self.force_color is not None)

    def is_explicit(self, field: str) -> bool:
        """Tell whether the environment names this field, rather than its default standing in."""
        return field in self.model_fields_set


def environment_with(**variables: str) -> dict[str, str]:
    """Return our environment for a child process, with these variables changed."""
    return {**os.environ, **variables}  # noqa: TID251 -- this is the one reader of the environment


def load_settings() -> Settings:
    """Read the environment; raise `CannotStartError` with one line per wrong variable."""
    try:
        return Settings()
    except ValidationError as error:
        raise CannotStartError("\n".join(map(_complaint, error.errors()))) from None


def _complaint(error: ErrorDetails) -> str:
    """Say which variable is wrong and why; the value itself stays out, it may be a secret."""
    reason = error["msg"].removeprefix("Value error, ")
    if not error["loc"]:
        return reason
    variable = str(error["loc"][0]).upper()
    return f"{variable} is wrong: {reason[0].lower()}{reason[1:]}. Correct it or unset it."
