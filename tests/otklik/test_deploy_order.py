"""During a deploy, and after one was taken back, programs meet a database that a later version has migrated."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

from sqlalchemy import text

from database.engine import DatabaseSettings, build_engine
from otklik.embedded.child import BARE_ENVIRONMENT


async def run(command: list[str], database_url: str, folder: Path) -> tuple[int | None, str]:
    told = {**BARE_ENVIRONMENT, "DATABASE_URL": database_url, "DATA_DIR": str(folder), "LOG_FORMAT": "json"}
    words = [sys.executable, "-m", "otklik", *command]
    process = await asyncio.create_subprocess_exec(*words, env=told, stdout=PIPE, stderr=PIPE)
    out, _ = await process.communicate()
    return process.returncode, out.decode()


async def test_a_database_of_a_later_version_is_served_and_left_alone(database_url: str, tmp_path: Path) -> None:
    engine = build_engine(DatabaseSettings(database_url))
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    code, said = await run(["migrate"], database_url, tmp_path)
    assert (code, "a later version has migrated the database" in said) == (0, True)
    code, said = await run(["token", "Ольга"], database_url, tmp_path)
    assert (code, len(said.split())) == (0, 1)

    async with engine.connect() as connection:
        assert await connection.scalar(text("SELECT version_num FROM alembic_version")) == "9999"
    await engine.dispose()
