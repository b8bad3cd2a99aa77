"""Every line that the guides of ops tell people to type: run by a test, or (without docker and cluster) judged here."""

import json
import re
import shlex
import subprocess
from collections.abc import AsyncIterator

import click
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from database.engine import DatabaseSettings, build_engine
from otklik.__main__ import main
from otklik.embedded.temporal import temporal_binary
from tests.otklik.composed import compose, services_of_ours
from tests.otklik.guides import Typed, blocks, everything_typed, inline, orders
from tests.sources import ROOT

HERE = "tests/otklik/test_guides.py"
# What begins so is run by that test; what needs an engine, a cluster or a host of its own is judged by that one.
RUN_BY = (
    (r"(WorkflowType|City) = ", "tests/otklik/test_ops_guide.py"),
    (r"otklik(-bot|-worker)? +.*(HandleUpdate|SignalWithStart|RunWorkflow|HandleSignal|RunActivity|Telegram:)", "tests/otklik/test_observed.py"),
    (r"(mkdir|printf|openssl|chmod|echo) ", "tests/otklik/test_deploy.py"),
    (r"kubectl ", "tests/otklik/test_deploy.py"),
    (r"(for each in|done)|docker compose exec -T postgres|docker compose run|docker compose stop", "tests/otklik/test_ops_commands.py"),
    (r"docker compose (exec (bot|api) otklik|build|up|ps|--profile)", HERE),
    (r"pg_dump ", "tests/otklik/test_backups.py"),
    (r"(if workflow\.patched|\.\.\. +#)", "tests/otklik/later_journey.py"),
    (r"WORKER_(DEPLOYMENT|BUILD_ID)=", "tests/otklik/test_two_versions.py"),
    (r"temporal (worker deployment set-current|workflow update-options)", "tests/otklik/test_two_versions.py"),
    (r"temporal ", HERE),
    (r"otklik (doctor|keys|reconcile)", "tests/otklik/test_ops_commands.py"),
    (r"otklik erase", "tests/otklik/test_backups.py"),
    (r"otklik (migrate|token)", "tests/otklik/test_processes.py"),
    (r"otklik (worker|bot|api|announce)", "tests/otklik/test_compose_running.py"),
    (r"otklik up", "tests/otklik/test_up.py"),
    (r"otklik zones", "tests/otklik/test_zones.py"),
    (r"python -m tests\.workflows\.fingerprints", "tests/workflows/test_fingerprint.py"),
    (r"make test", "Makefile"),
    (r"date -u", HERE),
    (r"ssh -L", HERE),
)  # fmt: skip
STATEMENT = re.compile(r"(SELECT|UPDATE) \w.*")
COMPOSE_ORDER = re.compile(
    r"docker compose (?:exec(?: -T)?|run --rm(?: --no-deps --entrypoint temporal)?) (\S+)(?: (.*))?"
)
CALL = re.compile(r"(GET|POST|PUT|DELETE) (/api/\S+)")
FLAG = re.compile(r"--[a-z][\w-]+")


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = build_engine(DatabaseSettings(database_url, pool_size=1))
    yield engine
    await engine.dispose()


def beginning(program: str) -> list[Typed]:
    return [each for each in everything_typed() if each.line.startswith(f"{program} ")]


def test_for_everything_that_is_typed_there_is_a_test() -> None:
    astray = []
    for each in everything_typed():
        tests = [test for begin, test in RUN_BY if re.match(begin, each.line)]
        if not each.line or (tests and (ROOT / tests[0]).exists()):
            continue
        astray.append(str(each))
    assert astray == []


@pytest.mark.parametrize("order", sorted({each.line for each in beginning("otklik")}))
def test_a_command_of_ours_takes_the_arguments_of_the_guide(order: str) -> None:
    words = shlex.split(order)[1:]
    assert isinstance(main, click.Group)
    command: click.Command | None = main
    while words and isinstance(command, click.Group):
        command = command.get_command(click.Context(command), words.pop(0))
    assert command is not None, order
    needed = [each for each in command.params if each.required and not words]
    assert needed or command.make_context(order, words) is not None


def test_compose_knows_the_services_and_they_the_commands() -> None:
    services = compose({"PUBLIC_HOST": "otklik.example"})["services"]
    ours = services_of_ours({"services": services})
    for each in beginning("docker"):
        for order in re.split(r" && | < ", each.line):
            said = COMPOSE_ORDER.match(order)
            if said is None:
                continue
            assert said[1] in services, each
            words = shlex.split(said[2] or "")
            if "--entrypoint" in order:
                continue  # the orders of that program are judged below
            if said[1] in ours and words:
                assert main.get_command(click.Context(main), words[words[0] == "otklik"]), each
            elif words:
                assert words[0] in {"psql", "pg_dump", "pg_restore"}, each


def test_the_temporal_program_knows_every_flag() -> None:
    for_all = said_by_temporal("options")
    for line in {each.line for each in beginning("temporal")}:
        words = line.partition(" -")[0].split()[1:]
        assert set(FLAG.findall(line)) <= set(FLAG.findall(for_all + said_by_temporal(*words, "--help"))), line


def said_by_temporal(*words: str) -> str:
    return subprocess.run([temporal_binary(), *words], capture_output=True, text=True, check=True).stdout


async def test_the_database_understands_every_statement(engine: AsyncEngine) -> None:
    statements = [each.line for each in inline() if STATEMENT.fullmatch(each.line)]
    assert len(statements) >= 3
    async with engine.connect() as connection:
        for statement in statements:
            await connection.execute(text(f"EXPLAIN {statement}"))


def test_every_call_of_the_api_is_there() -> None:
    described = json.loads((ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))["paths"]
    known = {(method.upper(), re.sub(r"\{[^}]*\}", "…", path)) for path, calls in described.items() for method in calls}
    named = [
        (found[1], re.sub(r"\{[^}]*\}", "…", found[2])) for each in inline() if (found := CALL.fullmatch(each.line))
    ]
    assert len(named) >= 5
    assert set(named) <= known


def test_the_dates_that_queries_need_are_printed() -> None:
    order = next(each.line for each in orders() if each.line.startswith("date -u -d"))
    printed = subprocess.run(shlex.split(order), capture_output=True, text=True, check=True).stdout
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\n", printed)


def test_the_tunnel_leads_to_the_ports_that_are_open() -> None:
    tunnel = next(each.line for each in orders() if each.line.startswith("ssh "))
    services = compose({"PUBLIC_HOST": "otklik.example"})["services"]
    open_here = {port for service in services.values() for port in service.get("ports", [])}
    for port in re.findall(r":(\d+)(?= )", tunnel):
        assert any(str(each).startswith(f"127.0.0.1:{port}:") for each in open_here), port


def test_the_blocks_are_found() -> None:
    """The gate is alive: what is not found cannot be missed."""
    assert len({each.block for each in blocks()}) >= 25
