"""docs/admin.md, executed: its lines in a shell, and between them what people do in Telegram."""

import asyncio
import io
import re
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from pathlib import Path

import pytest
from rich.console import Console

from otklik.settings import environment_with
from proof.phone import Phone
from proof.recruiter import WELCOME, Recruiter, new_phone
from proof.stand_in import StandIn
from proof.telling import Telling
from proof.test1 import Applicant
from proof.way import Way
from tests.otklik.test_up import environment_on, otklik_up, until_ready
from tests.sources import ROOT

GUIDE = ROOT / "docs" / "admin.md"
STEP = re.compile(r"```sh\n(?P<lines>.*?)```|<!-- played: (?P<played>.*?) -->", re.DOTALL)
APPLICANT = Applicant(name="Ася", full_name="Ким Ася Олеговна", age=24, mind="")
END = "(the lines end here)"


class Shell:
    """One shell from the first line to the last, so that variables and functions stay."""

    def __init__(self, process: Process) -> None:
        self._process = process

    async def run(self, lines: str) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        # A function, so that no command of the lines reads the ones after it as its input.
        self._process.stdin.write(f"step() {{\n{lines}\n}}\nstep < /dev/null\nprintf '\\n{END}\\n'\n".encode())
        await self._process.stdin.drain()
        said: list[str] = []
        while not (said and said[-1] == END):
            line = await self._process.stdout.readline()
            assert line, f"the shell ended after\n{lines}\n" + "\n".join(said)
            said.append(line.decode().rstrip("\n"))
        return "\n".join(said[:-1])


class Play:
    """What people do meanwhile."""

    def __init__(self, stand_in: StandIn, shell: Shell) -> None:
        self._stand_in = stand_in
        self._shell = shell
        self._telling = Telling(Console(file=io.StringIO()), seconds=300)
        self._phones: dict[str, Phone] = {}

    async def play(self, act: str) -> None:
        match act:
            case "the recruiter follows the invitation":
                vera = await self._phone("Вера")
                await vera.start((await self._shell.run('echo "$INVITATION"')).strip())
                await vera.expect("a welcome", lambda said: WELCOME in said.text)
            case "a candidate picks a time":
                asya = await self._phone(APPLICANT.name)
                recruiter = Recruiter(phone=self._phones["Вера"], name="Vera Lis", cities=("Tver",))
                way = Way(stand_in=self._stand_in, telling=self._telling, recruiter=recruiter)
                await way.pass_test(asya, APPLICANT)
                await way.pick_slot(asya)
            case "the candidate is congratulated":
                asya = self._phones[APPLICANT.name]
                await asya.expect("a congratulation", lambda said: "поздравляем" in said.text.casefold())
            case _:
                raise AssertionError(f"nobody knows how to play: {act}")

    async def _phone(self, name: str) -> Phone:
        self._phones[name] = await new_phone(self._stand_in, self._telling, name)
        return self._phones[name]


@pytest.mark.timeout(400)
async def test_every_line_of_the_guide_does_what_it_says(tmp_path: Path) -> None:
    environment = environment_on(tmp_path)
    path = f"{Path(sys.executable).parent}:{environment['PATH']}"
    shell_environment = environment_with(**environment | {"PATH": path, "HTTPIE_CONFIG_DIR": str(tmp_path)})
    async with otklik_up(environment) as terminal:
        await until_ready(terminal)
        process = await asyncio.create_subprocess_exec(
            "bash", "-euo", "pipefail", stdin=PIPE, stdout=PIPE, stderr=STDOUT, cwd=ROOT, env=shell_environment
        )
        try:
            async with StandIn(f"http://127.0.0.1:{environment['PAGE_PORT']}") as stand_in:
                said = await follow(Shell(process), stand_in, environment["API_PORT"])
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()
    assert '"stage": "scheduled"' in said
    assert "Ким Ася Олеговна" in said


async def follow(shell: Shell, stand_in: StandIn, port: str) -> str:
    """Do the guide step by step; return all that the shell said."""
    play = Play(stand_in, shell)
    said: list[str] = []
    for step in STEP.finditer(GUIDE.read_text(encoding="utf-8")):
        if step["played"] is not None:
            await play.play(step["played"])
        else:
            said.append(await shell.run(step["lines"].replace("127.0.0.1:8000", f"127.0.0.1:{port}")))
    return "\n".join(said)
