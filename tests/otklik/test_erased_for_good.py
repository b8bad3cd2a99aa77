"""Erasure as a person asks for it, and then a search for them: in every table, file and log that Otklik itself has.

Left out is what `docs/privacy.md` leaves out: Telegram (the stand-in's file) and PostgreSQL's WAL.
"""

import asyncio
import io
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from rich.console import Console
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.api.common.v1 import Payload
from temporalio.client import Client, WorkflowExecutionStatus

from database.engine import DatabaseSettings, build_engine, build_sessions
from domain.erased import CandidateErasedError
from otklik.candidate_keys import CandidateKeys
from otklik.codec import ENCODING, EncryptionCodec, UnreadablePayloadError
from otklik.key_wrapping import KeyWrapping
from otklik.payload_keys import embedded_keys
from proof.phone import Phone
from proof.recruiter import Recruiter, new_phone
from proof.seen import Message
from proof.stand_in import StandIn
from proof.telling import Telling
from proof.test1 import Applicant
from proof.way import Way
from tests.database.planted import EVERYTHING
from tests.otklik.payloads import payloads_in
from tests.otklik.test_up import Terminal, announcement, environment_on, otklik_up, until_ready

APPLICANT = Applicant(name="Златозара", full_name="Журавлёва-Заречная Златозара Игоревна", age=29, mind="")
WORDS = "Позвоните после обеда на +7 999 666-77-88, спросите Тихона"
MARKERS = ("Златозара", "Журавлёва-Заречная", "журавлева", "Тихона", "666-77-88", "Люблю разговаривать")
NOT_OURS = ("standin.db", "pg_wal")


@dataclass(frozen=True)
class House:
    """A whole Otklik that runs, and somebody who walked in and said things."""

    data_dir: Path
    terminal: Terminal
    engine: AsyncEngine
    client: Client
    candidate: Phone

    @property
    def masters(self) -> list[bytes]:
        return embedded_keys(self.data_dir)

    def codec(self) -> EncryptionCodec:
        """Return a codec that remembers nothing, as a process just started has it."""
        return EncryptionCodec(self.masters, CandidateKeys(build_sessions(self.engine), KeyWrapping(self.masters)))

    async def ask(self, question: str) -> object:
        async with self.engine.connect() as connection:
            return await connection.scalar(text(question))

    async def journey(self) -> str:
        return f"journey-{await self.ask('SELECT max(id) FROM candidates')}"

    async def payloads(self) -> list[Payload]:
        """Return all that Temporal keeps of the journey, as a copy of its database would have it."""
        events = (await self.client.get_workflow_handle(await self.journey()).fetch_history()).events
        return [payload for event in events for payload in payloads_in(event)]

    async def vacuum(self) -> None:
        """Rewrite all tables, let the planner take its samples, and let go of the former files."""
        async with self.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            for statement in ("VACUUM (FULL, ANALYZE)", "CHECKPOINT"):
                await connection.execute(text(statement))

    async def in_tables(self) -> set[str]:
        async with self.engine.connect() as connection:
            rows = " ".join(row[1] for row in await connection.execute(text(EVERYTHING)))
        return {marker for marker in MARKERS if marker in rows}

    def in_files(self) -> dict[str, set[str]]:
        """Return the markers in any file of the data folder, as text and as JSON escapes it, and in all logs."""
        said = {"the logs of the processes": "\n".join(self.terminal.lines).encode()}
        files = [path for path in self.data_dir.rglob("*") if path.is_file()]
        ours = [path for path in files if not any(name in str(path) for name in NOT_OURS)]
        contents = said | {str(path.relative_to(self.data_dir)): path.read_bytes() for path in ours}
        found = {
            name: {marker for marker in MARKERS if stands_in(content, marker)} for name, content in contents.items()
        }
        return {name: markers for name, markers in found.items() if markers}


def stands_in(content: bytes, marker: str) -> bool:
    return marker.encode() in content or json.dumps(marker)[1:-1].encode() in content


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    environment = environment_on(tmp_path)
    async with otklik_up(environment) as terminal:
        await until_ready(terminal)
        found = announcement(tmp_path)
        engine = build_engine(DatabaseSettings(found["database_url"]))
        client = await Client.connect(found["temporal_address"])
        async with StandIn(f"http://127.0.0.1:{environment['PAGE_PORT']}") as stand_in:
            telling = Telling(Console(file=io.StringIO()), seconds=200)
            candidate = await new_phone(stand_in, telling, APPLICANT.name)
            recruiter = Recruiter(phone=candidate, name="", cities=())  # nobody's: any city will do
            await Way(stand_in=stand_in, telling=telling, recruiter=recruiter).pass_test(candidate, APPLICANT)
            await candidate.say(WORDS)
            yield House(tmp_path, terminal, engine, client, candidate)
        await engine.dispose()


def _offers(button: str, said: Message) -> bool:
    return button in said.labels


async def erase(candidate: Phone) -> None:
    await candidate.say("/me")
    for button in ("🗑 Удалить мои данные", "Да, удалить всё"):
        asked = await candidate.expect(button, partial(_offers, button))
        await candidate.press(asked, button)


@pytest.mark.timeout(400)
async def test_nothing_of_an_erased_person_is_found_anywhere(house: House) -> None:
    async with asyncio.timeout(30):
        while await house.ask("SELECT count(*) FROM candidate_texts") == 0:
            await asyncio.sleep(0.1)
    before = await house.payloads()
    sealed = [payload for payload in before if payload.metadata["encoding"] == ENCODING]
    assert all(not payload.data for payload in before if payload not in sealed)
    read = b"".join(payload.data for payload in await house.codec().decode(sealed)).decode()
    assert {marker for marker in MARKERS if marker in read} >= {"Журавлёва-Заречная", "Тихона"}
    await house.vacuum()
    assert await house.in_tables() >= {"Журавлёва-Заречная", "Тихона"}
    seen = house.in_files()
    assert set().union(*seen.values()) >= {"Журавлёва-Заречная", "журавлева", "Тихона"}
    assert all(name.startswith("postgres/") for name in seen)  # Temporal's file and the logs never had them

    await erase(house.candidate)
    await until_closed(house)
    assert await house.in_tables() == set()
    await house.vacuum()
    assert house.in_files() == {}
    for payload in sealed:
        with pytest.raises(UnreadablePayloadError, match="unknown payload key"):
            await EncryptionCodec(house.masters).decode([payload])
        with pytest.raises(CandidateErasedError):
            await house.codec().decode([payload])
    assert [each for each in await house.payloads() if each.metadata["encoding"] != ENCODING and each.data] == []


async def until_closed(house: House) -> None:
    """Wait until the journey has ended by itself, although its own key went with the erasure."""
    journey = house.client.get_workflow_handle(await house.journey())
    async with asyncio.timeout(60):
        while (status := (await journey.describe()).status) is WorkflowExecutionStatus.RUNNING:
            await asyncio.sleep(0.2)
    assert status is WorkflowExecutionStatus.COMPLETED
    assert await house.ask("SELECT bool_or(erased_at IS NOT NULL) FROM candidates")
    assert await house.ask("SELECT count(*) FROM candidate_keys") == 0
