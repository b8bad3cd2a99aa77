"""The parts of `otklik up`: which are ours to run, with what they are told, and in which order they end."""

import signal
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from otklik.addresses import Addresses
from otklik.embedded.child import BARE_ENVIRONMENT, tethered
from otklik.embedded.http_probe import answer_of
from otklik.embedded.ports import LOOPBACK
from otklik.embedded.postgres import STOPPED_BY as POSTGRES_STOPPED_BY
from otklik.embedded.postgres import Cluster
from otklik.embedded.temporal import DevelopmentServer
from otklik.part import Part
from otklik.search_attributes import SEARCH_ATTRIBUTES
from otklik.secret_files import SUFFIX, secret_names
from otklik.settings import LOOPBACK_HOSTS, TLS_FIELDS, Settings, environment_with

# It plays Telegram on the loopback address only; nothing real is reached with this token.
STANDIN_TOKEN = "42:EMBEDDED-STANDIN"  # noqa: S105 -- see the line above
# An empty variable counts as not set: what belongs to a Temporal elsewhere must not reach the embedded one.
MEANT_FOR_ANOTHER_TEMPORAL = ("TEMPORAL_NAMESPACE", "TEMPORAL_API_KEY", "TEMPORAL_TLS", *map(str.upper, TLS_FIELDS))
PROMPT = {"PYTHONUNBUFFERED": "1"}


@dataclass(frozen=True)
class Crew:
    """Knows what to run for these settings; `cluster` is None when the environment names a database."""

    settings: Settings
    addresses: Addresses
    cluster: Cluster | None
    colours: bool

    @property
    def has_standin(self) -> bool:
        """Whether the stand-in plays Telegram."""
        return self.settings.bot_token is None

    @property
    def temporal(self) -> DevelopmentServer | None:
        """The embedded Temporal, None when the environment names another one."""
        if self.settings.temporal_address is not None:
            return None
        return DevelopmentServer(
            database_file=self.settings.data_dir / "temporal.db",
            ports=self.addresses.temporal,
            search_attributes=SEARCH_ATTRIBUTES,
            codec_endpoint=f"{self.addresses.api_url}/codec" if self.has_standin else None,
        )

    def stages(self) -> list[list[Part]]:
        """Return the parts in the order of their dependence; they end in the reverse one."""
        servers = [*self._postgres(), *self._temporal()]
        return [servers, self._standin(), [self._setup()], [self._worker(), self._bot(), self._api()]]

    def _postgres(self) -> list[Part]:
        if self.cluster is None:
            return []
        command = self.cluster.command()
        return [
            Part(
                name="postgres",
                command=command,
                is_ready=self.cluster.serves,
                environment=BARE_ENVIRONMENT,
                stopped_by=POSTGRES_STOPPED_BY,
                is_talkative=True,
            )
        ]

    def _temporal(self) -> list[Part]:
        server = self.temporal
        if server is None:
            return []
        return [
            Part(
                name="temporal",
                command=server.command(),
                is_ready=server.serves,
                environment=BARE_ENVIRONMENT,
                is_talkative=True,
            )
        ]

    def _standin(self) -> list[Part]:
        if not self.has_standin:
            return []
        places = ["--port", str(self.addresses.page), "--state", str(self.settings.data_dir / "standin.db")]
        skip = ["--skip-url", f"{self.addresses.api_url}/sandbox/skip"] if self.temporal is not None else []
        command = python("standin", *places, "--token", STANDIN_TOKEN, *skip)
        return [
            Part(
                name="telegram",
                command=command,
                is_ready=answers(self.addresses.page, "/sim/health"),
                environment={**BARE_ENVIRONMENT, **PROMPT},
            )
        ]

    def _setup(self) -> Part:
        sample = ["--sample"] if self.cluster is not None else []
        offer = ["--offer-on", str(self.addresses.page)] if self.has_standin else []
        command = python("otklik", "prepare", *sample, *offer)
        return Part(name="setup", command=command, is_ready=None, environment=self.environment())

    def _worker(self) -> Part:
        return self._process("worker", self.addresses.worker_health)

    def _bot(self) -> Part:
        return self._process("bot", self.addresses.bot_health, "--announce")

    def _process(self, name: str, health: int, *options: str) -> Part:
        environment = self.environment(HEALTH_HOST=LOOPBACK, HEALTH_PORT=str(health))
        ready = answers(health, "/readyz")
        return Part(name=name, command=python("otklik", name, *options), is_ready=ready, environment=environment)

    def _api(self) -> Part:
        ready = answers(self.addresses.api, "/readyz")
        environment = self.environment(API_PORT=str(self.addresses.api))
        return Part(name="api", command=python("otklik", "api"), is_ready=ready, environment=environment)

    @property
    def _among_us(self) -> str:
        """What asks for no token is there only where the API is reached from this machine alone."""
        return str(self.settings.api_host in LOOPBACK_HOSTS).lower()

    def environment(self, **more: str) -> Mapping[str, str]:
        """Return what our own processes are told: the embedded parts look to them like any others."""
        told = {**PROMPT, "LOG_FORMAT": self.settings.log_format or "console", **more}
        told["DATA_DIR"] = str(self.settings.data_dir)
        if self.colours:
            told["FORCE_COLOR"] = "1"
        if self.cluster is not None:
            told |= {"DATABASE_URL": self.cluster.url(), "DATABASE_PASSWORD": ""}
        if (server := self.temporal) is not None:
            told |= {"TEMPORAL_ADDRESS": server.address, "VIRTUAL_TIME": self._among_us}
            told["TEMPORAL_UI_URL"] = self.addresses.temporal_ui_url
            told |= dict.fromkeys(MEANT_FOR_ANOTHER_TEMPORAL, "")
        if self.has_standin:
            told["OPEN_CODEC"] = self._among_us
            told |= {"BOT_TOKEN": STANDIN_TOKEN, "TELEGRAM_API_BASE": self.addresses.page_url, "WEBHOOK_URL": ""}
        # Whatever we say ourselves must not stand in a file as well.
        said = {f"{name.upper()}{SUFFIX}" for name in secret_names(Settings.model_fields) if name.upper() in told}
        return environment_with(**told, **dict.fromkeys(said, ""))


def python(module: str, *arguments: str) -> Sequence[str]:
    """Return the command that runs a module with our interpreter and dies with us."""
    return tethered([sys.executable, "-m", module, *arguments], on_parent_death=signal.SIGKILL)


def answers(port: int, path: str) -> Callable[[], Awaitable[bool]]:
    """Return the question whether a web server on this machine answers with 200."""

    async def ask() -> bool:
        return await answer_of(port, path) is not None

    return ask
