"""Every process exactly as docker-compose.yml starts it: its command, its environment and nothing else, its health check.

The embedded PostgreSQL and a Temporal server stand in for those two services, the stand-in for Telegram, and this
machine for the containers' network: each name and port of theirs has its address here.
"""

import asyncio
import re
import shlex
import signal
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from otklik.embedded.ports import free_ports
from otklik.embedded.temporal import embedded_temporal
from tests.otklik.composed import SECRETS, command, compose, environment, seconds, start_order
from tests.standin.stage import TOKEN, Stage, start_process, stop_process

SECRET_FILES = {
    "bot_token": f"{TOKEN}\n",
    "database_password": "not-asked-for-on-this-socket",
    "payload_key": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
    "webhook_secret": "0123456789abcdef0123456789abcdef\n",
}
PUBLIC_HOST = "otklik.example"
HTTP_PORTS = ("9000", "8080", "8000")


@dataclass
class Host:
    """This machine in the place of the engine's: `places` says what each address of the file is here."""

    places: dict[str, str]
    folder: Path
    running: dict[str, Process] = field(default_factory=dict)
    readers: list[asyncio.Task[bytes]] = field(default_factory=list)

    def here(self, text: str, ports: dict[str, str]) -> str:
        """Return a value of the file with the addresses of this machine."""
        known = {**self.places, **ports}
        pattern = "|".join([*map(re.escape, self.places), *(rf"\b{port}\b" for port in ports)])
        return re.sub(pattern, lambda found: known[found[0]], text)

    async def start(self, name: str, service: dict[str, Any]) -> None:
        """Start a service and wait as its dependants would: for its end, or for its health."""
        ports = dict(zip(HTTP_PORTS, map(str, free_ports(len(HTTP_PORTS))), strict=True))
        if "bot" in name:
            ports["8080"] = self.places[f"https://{PUBLIC_HOST}"].rpartition(":")[2]
        told = {key: self.here(value, ports) for key, value in environment(service).items()}
        process = await self._run(command(service), told, output=True)
        self.running[name] = process
        assert process.stdout is not None
        said = asyncio.create_task(process.stdout.read())
        self.readers.append(said)
        if "test" not in service["healthcheck"]:
            assert await process.wait() == 0, (await said).decode()
            del self.running[name]
            return
        await self._until_healthy(process, service["healthcheck"], told, ports, said)

    async def _until_healthy(
        self,
        process: Process,
        health: dict[str, Any],
        told: dict[str, str],
        ports: dict[str, str],
        said: asyncio.Task[bytes],
    ) -> None:
        first, *words = health["test"]
        assert first == "CMD"
        check = [self.here(word, ports) for word in words]
        patience = seconds(health["start_period"]) + health["retries"] * seconds(health["interval"])
        end = asyncio.get_running_loop().time() + patience
        while await (await self._run(check, told)).wait() != 0:
            if asyncio.get_running_loop().time() > end:
                process.kill()
            assert process.returncode is None, (await said).decode()
            await asyncio.sleep(1)

    async def _run(self, words: list[str], told: dict[str, str], *, output: bool = False) -> Process:
        channel = PIPE if output else asyncio.subprocess.DEVNULL
        errors = STDOUT if output else asyncio.subprocess.DEVNULL
        return await asyncio.create_subprocess_exec(*words, env=told, cwd=self.folder, stdout=channel, stderr=errors)

    async def stop(self, name: str, service: dict[str, Any]) -> None:
        """Stop a service as the engine does, and see that it ends by itself within its time."""
        process = self.running.pop(name)
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(seconds(service["stop_grace_period"])):
            assert await process.wait() == 0

    async def close(self) -> None:
        for process in self.running.values():
            process.kill()
            await process.wait()
        await asyncio.gather(*self.readers)


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    process, url = start_process()
    stage = Stage.at(url)
    yield stage
    await stage.close()
    assert stop_process(process) == 0


@pytest.fixture
async def host(tmp_path: Path, empty_database_url: str) -> AsyncIterator[Host]:
    secrets, folder = tmp_path / "secrets", tmp_path / "root"
    secrets.mkdir()
    folder.mkdir()
    for name, content in SECRET_FILES.items():
        (secrets / name).write_text(content)
    (hook,) = free_ports(1)
    # A server of its own, which knows no search attributes yet: `migrate` has to bring them.
    async with embedded_temporal(tmp_path) as temporal:
        places = {
            "postgresql://otklik@postgres:5432/otklik": empty_database_url,
            "temporal:7233": temporal,
            SECRETS: f"{secrets}/",
            f"https://{PUBLIC_HOST}": f"http://127.0.0.1:{hook}",
            "/venv/bin": str(Path(sys.executable).parent),
        }
        host = Host(places, folder)
        try:
            yield host
        finally:
            await host.close()


@pytest.mark.timeout(400)
async def test_the_file_starts_serves_a_candidate_by_webhook_and_stops(host: Host, stage: Stage) -> None:
    file = compose({"PUBLIC_HOST": PUBLIC_HOST, "TELEGRAM_API_BASE": stage.url})
    order = list(start_order(file))
    assert order[0] == ["migrate"]
    for together in order:
        await asyncio.gather(*(host.start(name, file["services"][name]) for name in together))

    webhook = await stage.bot.get_webhook_info()
    assert webhook.url == f"{host.places[f'https://{PUBLIC_HOST}']}/telegram"
    candidate = await stage.stranger()
    await stage.post("start", {"person_id": candidate})
    async with asyncio.timeout(30):
        while "bot" not in [each["from"] for each in await stage.messages(candidate)]:
            await asyncio.sleep(0.1)

    for name in list(host.running):
        await host.stop(name, file["services"][name])
    written = "".join([(await reader).decode() for reader in host.readers])
    assert not [secret for secret in SECRET_FILES.values() if secret.strip() in written]
    assert list(host.folder.iterdir()) == [], "the containers' file systems are read-only"


async def test_a_secret_that_is_not_there_is_one_line(host: Host, stage: Stage) -> None:
    (host.folder.parent / "secrets" / "bot_token").unlink()
    file = compose({"PUBLIC_HOST": PUBLIC_HOST, "TELEGRAM_API_BASE": stage.url})
    worker = file["services"]["worker"]
    told = {key: host.here(value, {}) for key, value in environment(worker).items()}
    process = await asyncio.create_subprocess_exec(
        *shlex.split(shlex.join(command(worker))), env=told, stdout=PIPE, stderr=PIPE
    )
    _, complaint = await process.communicate()
    assert process.returncode == 1
    path = host.folder.parent / "secrets" / "bot_token"
    assert complaint.decode() == f"BOT_TOKEN_FILE is wrong: {path} cannot be read: No such file or directory.\n"
