"""The settings of every process: the only reader of the environment.

Each field is the variable of the same name in capitals; its description is its line in the README. A secret may also
stand in the file that the variable with `_FILE` at its end names.
"""

import os
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, HttpUrl, SecretStr, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from otklik.database_address import with_password
from otklik.errors import CannotStartError
from otklik.secret_files import SecretFiles
from otklik.setting_kinds import BotToken, DatabaseUrl, PayloadKeys, Port, Rate, WebhookSecret

LOOPBACK_HOSTS = frozenset({"127.0.0.1", "::1", "localhost"})


class Settings(BaseSettings):
    """All settings, checked; secrets never show in its representation."""

    model_config = SettingsConfigDict(env_ignore_empty=True, frozen=True, extra="ignore")

    bot_token: BotToken | None = Field(
        default=None, description="Token of the Telegram bot; without it the stand-in plays Telegram"
    )
    telegram_api_base: HttpUrl | None = Field(
        default=None, description="Address of a Bot API server other than Telegram's own"
    )
    database_password: SecretStr | None = Field(
        default=None, description="Password of PostgreSQL, for a `DATABASE_URL` that leaves it out"
    )
    database_url: DatabaseUrl | None = Field(
        default=None, description="`postgresql://…` of PostgreSQL 18; without it the embedded one runs"
    )
    database_pool_size: int = Field(
        default=10, ge=1, le=500, description="Connections that one process may open to PostgreSQL"
    )
    data_dir: Path = Field(default=Path(".otklik"), description="Folder of everything that the embedded parts remember")
    payload_key: PayloadKeys | None = Field(
        default=None,
        description="Keys of the Temporal payloads (base64 of 32 bytes, comma-separated): the first encrypts, "
        "all decrypt; without it a key is made in `DATA_DIR`",
    )
    api_host: str = Field(default="127.0.0.1", description="Address on which the admin API listens")
    api_port: Port = Field(default=8000, description="Port of the admin API")
    api_rate_per_token: Rate = Field(default="600/minute", description="Calls of the admin API with one token")
    api_rate_per_address: Rate = Field(default="1200/minute", description="Calls of the admin API from one address")
    api_failures_per_address: Rate = Field(
        default="30/minute", description="Calls of the admin API from one address with a token that is not valid"
    )
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
    webhook_secret: WebhookSecret | None = Field(
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
    worker_deployment: str | None = Field(
        default=None,
        pattern=r"^[\w-]+$",
        description="Name of the worker deployment in Temporal; without it workers have no versions",
    )
    worker_build_id: str | None = Field(
        default=None, description="Version of this worker in it, such as the tag of its image"
    )
    temporal_ui_url: HttpUrl | None = Field(
        default=None, description="Address of the Temporal UI whose pages may ask the API to decrypt payloads"
    )
    webhooks_to_private: bool = Field(
        default=False,
        description="Lets webhooks go to addresses inside the house, and without TLS; for receivers on an intranet",
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
    otel_exporter_otlp_endpoint: HttpUrl | None = Field(
        default=None, description="Address of an OTLP collector (HTTP) that takes traces; without it there are none"
    )
    otel_exporter_otlp_headers: SecretStr | None = Field(
        default=None, description="What that collector asks for, as `name=value,…`"
    )
    no_color: str | None = Field(default=None, description="Any value turns colours off")
    force_color: str | None = Field(default=None, description="Any value turns colours on without a terminal")

    @classmethod
    def settings_customise_sources(
        cls, settings_cls: type[BaseSettings], *sources: PydanticBaseSettingsSource, **named: PydanticBaseSettingsSource
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read what the caller gives, the environment, and the files that it names."""
        del sources
        return named["init_settings"], named["env_settings"], SecretFiles(settings_cls)

    @field_validator("database_url")
    @classmethod
    def _password(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        password: SecretStr | None = info.data.get("database_password")
        if value is None or password is None:
            return value
        return SecretStr(with_password(value.get_secret_value(), password.get_secret_value()))

    @model_validator(mode="after")
    def _belong_together(self) -> Self:
        if self.database_password is not None and self.database_url is None:
            raise ValueError("DATABASE_URL is missing: DATABASE_PASSWORD is set, so say where the database is.")
        if self.telegram_api_base is not None and self.bot_token is None:
            raise ValueError("BOT_TOKEN is missing: TELEGRAM_API_BASE is set, so its token is needed too.")
        if (self.worker_deployment is None) != (self.worker_build_id is None):
            raise ValueError("WORKER_DEPLOYMENT and WORKER_BUILD_ID go together: set both or none.")
        if self.webhook_url is not None and self.webhook_secret is None:
            raise ValueError("WEBHOOK_SECRET is missing: WEBHOOK_URL is set; try `openssl rand -hex 32`.")
        if (self.open_codec or self.virtual_time) and self.api_host not in LOOPBACK_HOSTS:
            raise ValueError(
                "OPEN_CODEC and VIRTUAL_TIME open doors that ask for no token: unset them, or set API_HOST=127.0.0.1."
            )
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


TLS_FIELDS = tuple(name for name in Settings.model_fields if name.startswith("temporal_tls_"))


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
    begin = reason[0] if reason[1:2].isupper() else reason[0].lower()  # an abbreviation like URL stays
    return f"{variable} is wrong: {begin}{reason[1:]}. Correct it or unset it."
