"""The backups of docs/privacy.md, made and restored with PostgreSQL's own programs."""

import asyncio
import os
from asyncio.subprocess import PIPE, STDOUT
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from temporalio.api.common.v1 import Payload
from temporalio.converter import WorkflowSerializationContext

from database.engine import DatabaseSettings, build_engine, build_sessions, plain_url
from database.people.erasure import erase_candidate
from domain.erased import CandidateErasedError
from otklik.candidate_keys import CandidateKeys
from otklik.codec import EncryptionCodec, UnreadablePayloadError
from otklik.embedded.postgres import binary
from otklik.key_wrapping import KeyWrapping
from tests.database.world import NOW, World
from tests.otklik.test_processes import run
from tests.sources import ROOT

MASTER = os.urandom(32)
PLAIN = Payload(metadata={"encoding": b"json/plain"}, data=b'"secret words"')
GUIDE = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")


async def client_program(name: str, *arguments: str) -> str:
    process = await asyncio.create_subprocess_exec(binary(name), *arguments, stdout=PIPE, stderr=STDOUT)
    said, _ = await process.communicate()
    return said.decode()


async def dumped(url: str, path: Path, *options: str) -> Path:
    """Dump with options that the guide names."""
    assert f"pg_dump {' '.join(options)} " in GUIDE
    assert await client_program("pg_dump", *options, "--file", str(path), plain_url(url)) == ""
    return path


def codec(world: World) -> EncryptionCodec:
    return EncryptionCodec([MASTER], CandidateKeys(world.sessions, KeyWrapping([MASTER])))


async def sealed(world: World, candidate: int) -> Payload:
    context = WorkflowSerializationContext(namespace="default", workflow_id=f"journey-{candidate}")
    return (await codec(world).with_context(context).encode([PLAIN]))[0]


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    engine = build_engine(DatabaseSettings(database_url))
    yield World(build_sessions(engine))
    await engine.dispose()


@pytest.fixture
async def restored(empty_database_url: str) -> AsyncIterator[World]:
    engine = build_engine(DatabaseSettings(empty_database_url))
    yield World(build_sessions(engine))
    await engine.dispose()


async def test_who_was_erased_stays_so_in_a_backup_whose_keys_are_kept_apart(
    tmp_path: Path, database_url: str, empty_database_url: str, world: World, restored: World
) -> None:
    erased, stays = await world.candidates(2)
    said = {each: await sealed(world, each) for each in (erased, stays)}
    backup = await dumped(database_url, tmp_path / "otklik.sql", "--exclude-table-data=candidate_keys")
    late = await world.candidate()
    await sealed(world, late)
    async with world.sessions.begin() as session:
        await erase_candidate(session, erased, now=NOW)
    keys = await dumped(database_url, tmp_path / "keys.sql", "--data-only", "--inserts", "--table=candidate_keys")
    for file in (backup, keys):
        await client_program("psql", "--quiet", "--file", str(file), plain_url(empty_database_url))
    assert await restored.ask("SELECT array_agg(candidate_id) FROM candidate_keys") == [stays]
    assert await codec(restored).decode([said[stays]]) == [PLAIN]
    with pytest.raises(UnreadablePayloadError):
        await codec(restored).decode([said[erased]])


async def test_whom_a_backup_brought_back_is_erased_again_by_number(
    tmp_path: Path, database_url: str, world: World
) -> None:
    candidate = await world.candidate(name="Zlata")
    said = await sealed(world, candidate)
    code, out, err = await run("erase", str(candidate), "999", data_dir=tmp_path, DATABASE_URL=database_url)
    assert (code, out, err) == (1, "Erased: 1.\n", "There are no candidates 999.\n")
    assert await world.ask("SELECT name IS NULL AND erased_at IS NOT NULL FROM candidates")
    with pytest.raises(CandidateErasedError):
        await codec(world).decode([said])
