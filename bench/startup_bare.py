"""The bare process beside each of ours: imports the modules that a file names, then answers /healthz.

`python startup_bare.py FILE PORT`; without a port it is a job, done when everything is imported.
"""

import asyncio
import sys
from importlib import import_module
from pathlib import Path

ANSWER = b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok"


async def serve(port: int) -> None:
    """Answer everything with 200 for ever."""
    server = await asyncio.start_server(answer, "127.0.0.1", port)
    await server.serve_forever()


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer one question."""
    await reader.readline()
    writer.write(ANSWER)
    await writer.drain()
    writer.close()


def main(file: str, *port: str) -> None:
    """Import, then serve."""
    for name in Path(file).read_text().split():
        import_module(name)
    if port:
        asyncio.run(serve(int(port[0])))


if __name__ == "__main__":
    main(*sys.argv[1:])
