"""A process loads what it uses: whatever else is imported on the way costs every start time and memory."""

import subprocess
import sys

import pytest

HEAVY = ("aiogram", "alembic", "fastapi", "opentelemetry.sdk", "uvicorn", "xlsxwriter")
LOADED = """
import sys
from importlib import import_module
import_module(sys.argv[1])
print(*(name for name in sys.argv[2:] if name in sys.modules))
"""
UNUSED = """
import otklik.processes.bot
from aiogram import methods, types
from pydantic import BaseModel

everything = [getattr(room, name) for room in (types, methods) for name in room.__all__]
models = [each for each in everything if isinstance(each, type) and issubclass(each, BaseModel)]
built = [each.__name__ for each in models if each.__pydantic_complete__]
print(len(models), *built)
"""


def said_by(program: str, *arguments: str) -> list[str]:
    command = [sys.executable, "-c", program, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()


@pytest.mark.parametrize(
    ("process", "needed"),
    [
        ("api", {"fastapi", "uvicorn", "xlsxwriter"}),
        ("bot", {"aiogram"}),
        ("worker", {"aiogram"}),
        ("announce", {"aiogram"}),
        ("migrate", {"alembic"}),
        ("prepare", {"alembic"}),
        ("up", set()),
    ],
)
def test_a_process_loads_of_the_heavy_libraries_what_it_uses(process: str, needed: set[str]) -> None:
    assert set(said_by(LOADED, f"otklik.processes.{process}", *HEAVY)) == needed


def test_telegrams_models_wait_until_somebody_uses_them() -> None:
    total, *built = said_by(UNUSED)
    assert int(total) > 500
    # Those that refer to no other are built in no time.
    assert len(built) < 25, built
