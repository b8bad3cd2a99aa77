"""What documents tell people to type, judged: our commands, and what needs an engine, a cluster or a host that no test has."""

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
from tests.otklik.guides import Typed, everything_typed, inline, orders
from tests.otklik.test_deploy import of_kind
from tests.sources import ROOT

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


@pytest.mark.parametrize(
    "order", sorted({each.line for each in beginning("otklik") if not re.search(r"\||otklik --", each.line)})
)
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
    profiles = {profile for service in services.values() for profile in service.get("profiles", [])}
    for each in beginning("docker"):
        for order in re.split(r" && | < ", each.line):
            assert set(re.findall(r"--profile (\w+)", order)) <= profiles, each
            if order.startswith("docker compose stop "):
                assert set(order.split()[3:]) <= set(services), each
            said = COMPOSE_ORDER.match(order)
            if said is None:
                assert re.match(r"docker compose (--profile \w+ )?(build|up|ps|stop)\b|\S+\.dump$", order), each
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


def test_a_condition_may_stand_in_the_place_of_a_workflow() -> None:
    for line in [each.line for each in orders() if each.line.startswith("--query ")]:
        assert set(FLAG.findall(line)) <= set(FLAG.findall(said_by_temporal("workflow", "update-options", "--help")))


def test_the_cluster_has_all_that_is_named() -> None:
    lines = [each.line for each in beginning("kubectl")]
    for line in lines:
        assert set(re.findall(r"(?:job/|job )(otklik-[\w-]+)", line)) <= set(of_kind("Job")), line
        assert set(re.findall(r"deployment/([\w-]+)", line)) <= set(of_kind("Deployment")), line
        assert set(re.findall(r"(?:-n|namespace) ([\w-]+)", line)) <= set(of_kind("Namespace")), line
    jobs = [name for line in lines for name in re.findall(r"otklik-[\w-]+", line.partition("delete job")[2])]
    assert set(jobs) == set(of_kind("Job"))  # a job that is there cannot be applied anew


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
