"""Counting round trips: a socket between the product and PostgreSQL that notes each turn of the conversation."""

import asyncio
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

SOCKET = ".s.PGSQL.5432"
CHUNK = 65536


class Turns:
    """How often the client spoke after it had heard something: every time is one way there and back."""

    def __init__(self, server: Path) -> None:
        self._server = server
        self._client_spoke_last = False
        self.count = 0

    async def carry(self, client_reader: StreamReader, client_writer: StreamWriter) -> None:
        """Carry one connection's bytes both ways until either side closes."""
        server_reader, server_writer = await asyncio.open_unix_connection(str(self._server))
        await asyncio.gather(
            self._pump(client_reader, server_writer, from_client=True),
            self._pump(server_reader, client_writer, from_client=False),
        )

    async def _pump(self, source: StreamReader, target: StreamWriter, *, from_client: bool) -> None:
        while data := await source.read(CHUNK):
            self.count += from_client and not self._client_spoke_last
            self._client_spoke_last = from_client
            target.write(data)
            await target.drain()
        target.close()


@asynccontextmanager
async def counted(server_folder: Path, folder: Path) -> AsyncIterator[Turns]:
    """Listen in `folder` as the PostgreSQL of `server_folder` does; one conversation at a time can be counted."""
    turns = Turns(server_folder / SOCKET)
    listener = await asyncio.start_unix_server(turns.carry, str(folder / SOCKET))
    try:
        yield turns
    finally:
        listener.close()
