import asyncio

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine


async def test_the_postgres_of_a_test_run_answers(postgres_url: str) -> None:
    engine = create_async_engine(postgres_url)
    async with engine.connect() as connection:
        version = await connection.scalar(text("SHOW server_version_num"))
    await engine.dispose()
    assert int(str(version)) // 10000 == 18


async def test_an_empty_database_is_given_to_each_test(empty_database_url: str, postgres_url: str) -> None:
    assert empty_database_url != postgres_url


async def test_the_temporal_of_a_test_run_listens(temporal_address: str) -> None:
    host, port = temporal_address.split(":")
    _, writer = await asyncio.open_connection(host, int(port))
    writer.close()
    await writer.wait_closed()
