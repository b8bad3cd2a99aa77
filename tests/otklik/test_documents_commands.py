"""The commands of whoever develops and proves Otklik, as the documents give them: run, shortly where they take long."""

import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import click
import pytest

from otklik.__main__ import COMMANDS
from otklik.settings import environment_with, load_settings
from tests.otklik.guides import blocks, everything_typed, orders
from tests.sources import ROOT

BIN = Path(sys.executable).parent
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8").replace("\\\n", " ")
RECIPE = re.compile(r"^(?P<target>[a-z]+):.*\n(?P<lines>(?:\t.*\n)*)", re.MULTILINE)
FLAG = re.compile(r"(?<!\S)--[a-z][\w-]*")
MODULE = re.compile(r"python -m (?P<module>[\w.]+)(?P<arguments>.*)")
TAKING_ARGUMENTS = {"bench": "bench.__main__", "proof.around_due": "proof.around_due"}
SHORTLY = {
    "tests.doors": ("--examples", "4", "--seed", "7", "--door", "presses"),
    "tests.workflows.generated": ("--journeys", "2", "--server", "1"),
    "tests.workflows.long_lives": ("--moves", "1", "--messages", "1"),
}
SECRETS_MADE = {"bot_token", "database_password", "payload_key", "webhook_secret"}


def recipes() -> dict[str, list[str]]:
    return {found["target"]: found["lines"].splitlines() for found in RECIPE.finditer(MAKEFILE)}


def modules() -> Iterator[tuple[str, list[str]]]:
    """Yield the modules that documents and recipes run, with their arguments."""
    lines = [each.line for each in everything_typed()] + [line for lines in recipes().values() for line in lines]
    for line in lines:
        if found := MODULE.search(line):
            yield found["module"], shlex.split(found["arguments"], comments=True)


def parse(module: str, arguments: list[str]) -> click.Context:
    command = import_module(module).main
    assert isinstance(command, click.Command)
    return command.make_context(module, arguments)


def make(*words: str) -> str:
    return subprocess.run(["make", *words], cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_make_has_what_is_named_and_prints_it() -> None:
    named = {each.line.split()[1] for each in everything_typed() if re.match(r"make [a-z]", each.line)}
    assert len(named) >= 7
    printed = make()
    for target in named:
        assert f"\n  make {target} " in f"\n{printed}", target
        assert make("--dry-run", target).strip(), target


def test_what_make_calls_is_there() -> None:
    for target in {target for target in recipes() if re.search(rf"^{target}:.*## ", MAKEFILE, re.MULTILINE)}:
        for program in re.findall(r"\$\(BIN\)/([\w-]+)", "\n".join(recipes()[target])):
            assert (BIN / program).exists(), f"make {target}: {program}"


def test_the_locks_are_made_with_options_that_uv_knows() -> None:
    known = subprocess.run([BIN / "uv", "pip", "compile", "--help"], capture_output=True, text=True, check=True).stdout
    # What `uv` takes over from another program it knows without saying so.
    silent = {"--no-emit-index-url", "--no-emit-find-links"}
    assert set(FLAG.findall("\n".join(recipes()["lock"]))) - silent <= set(re.findall(r"--[a-z][\w-]*", known))


def test_each_process_that_starts_alone_is_a_command() -> None:
    (line,) = {each.line for each in orders() if each.line.startswith("otklik migrate |")}
    assert set(line.removeprefix("otklik ").split(" | ")) <= set(COMMANDS)


def test_each_module_that_is_run_is_there_and_knows_the_arguments() -> None:
    found = list(modules())
    assert {"bench", "tests.doors", "proof.around_due"} <= {module for module, _ in found}
    for module, arguments in found:
        if module in TAKING_ARGUMENTS:
            parse(TAKING_ARGUMENTS[module], arguments)
            continue
        path = ROOT / module.replace(".", "/")
        source = (path.with_suffix(".py") if path.with_suffix(".py").exists() else path / "__main__.py").read_text()
        unknown = [word for word in arguments if word.startswith("-") and f'"{word}"' not in source]
        assert unknown == [], module


def test_a_proof_takes_the_arguments_that_are_written_beside_its_figures() -> None:
    rounds = [each.line for each in orders() if re.match(r"--rounds (?!N$)", each.line)]
    ours = [each.line for each in everything_typed()]
    ours += [line.replace("$(BIN)/", "").strip() for line in recipes()["proof"]]
    trials = [(found[1], line) for line in ours if (found := re.match(r"otklik (chaos|soak) ", line))]
    assert rounds
    assert len(trials) >= 2
    for line in rounds:
        assert parse("proof.around_due", shlex.split(line)).params["rounds"]
    for name, line in trials:
        assert parse(f"proof.{name}.__main__", shlex.split(line, comments=True)[2:]).params


@pytest.mark.parametrize("module", SHORTLY)
def test_a_long_proof_is_played_shortly(module: str) -> None:
    asked = {word for name, arguments in modules() if name == module for word in arguments if word.startswith("-")}
    assert asked <= set(SHORTLY[module]), "an argument that nobody tries"
    run_module(ROOT, module, *SHORTLY[module])


def test_what_is_written_by_a_command_is_what_stands_there(tmp_path: Path) -> None:
    """On a copy: a page written anew is the same page, one history that is missing is recorded and no other."""
    for folder in ("tests", "docs"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    lost = tmp_path / "tests/workflows/histories/waitlist_sweep.json"
    lost.unlink()
    kept = contents(tmp_path)
    for writer in ("tests.workflows.matrix", "tests.domain.events", "tests.workflows.recordings"):
        run_module(tmp_path, writer)
    assert lost.exists()
    assert {path for path, content in contents(tmp_path).items() if kept.get(path) != content} == {lost}
    run_module(tmp_path, "tests.workflows.fingerprints", "--released", "1.0")
    assert json.loads((tmp_path / "tests/workflows/fingerprints.json").read_text())["released"] == "1.0"


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.suffix in {".md", ".json"}}


def run_module(folder: Path, *words: str) -> None:
    command = [sys.executable, "-m", *words]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_tests_that_are_named_are_collected() -> None:
    (line,) = {each.line for each in orders() if each.line.startswith("pytest ")}
    run_module(ROOT, "pytest", "-n", "0", "-q", "--collect-only", *line.split()[1:])


def test_the_time_of_loading_is_written_down(tmp_path: Path) -> None:
    (line,) = {each.line for each in blocks() if "-X importtime" in each.line}
    order = line.replace(".venv/bin/python", shlex.quote(sys.executable))
    subprocess.run(["bash", "-c", order], cwd=tmp_path, check=True, env=environment_with(PYTHONPATH=str(ROOT)))
    assert "otklik.processes.worker" in (tmp_path / "times.txt").read_text()


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not there to make keys with")
def test_the_secrets_that_are_made_are_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (lines,) = {each.block for each in blocks() if each.line.startswith("mkdir -m 700 secrets")}
    subprocess.run(["bash", "-ec", lines], cwd=tmp_path, check=True)
    made = {path.name: path for path in (tmp_path / "secrets").iterdir()}
    assert set(made) == SECRETS_MADE
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / ".env").read_text() == "PUBLIC_HOST=otklik.example.com\n"
    for name, path in made.items():
        if name != "bot_token":  # the one of the guide is an example
            monkeypatch.setenv(f"{name}_FILE".upper(), str(path))
    monkeypatch.setenv("DATABASE_URL", "postgresql://otklik@postgres:5432/otklik")
    settings = load_settings()
    for name in SECRETS_MADE - {"bot_token", "database_password"}:
        assert getattr(settings, name) is not None
