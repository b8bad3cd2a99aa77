"""Small HTTP questions to servers on this machine, for those who start them."""

import asyncio

from otklik.embedded.ports import LOOPBACK

ANSWER_SECONDS = 2.0
LARGEST_ANSWER = 1_000_000


async def answer_of(port: int, path: str, body: str | None = None) -> str | None:
    """Return what the server answers to `GET path`, or to `POST path` with a JSON body; None unless it is 200."""
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            raw = await _exchange(port, _request(port, path, body))
    except (OSError, TimeoutError):
        return None
    head, _, content = raw.partition(b"\r\n\r\n")
    return content.decode(errors="replace") if b" 200 " in head.split(b"\r\n", 1)[0] else None


def _request(port: int, path: str, body: str | None) -> bytes:
    """Write a request in HTTP/1.0: the server then closes the connection where the answer ends."""
    host = f"Host: {LOOPBACK}:{port}\r\nAccept: */*\r\n"
    if body is None:
        return f"GET {path} HTTP/1.0\r\n{host}\r\n".encode()
    content = body.encode()
    kind = f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n"
    return f"POST {path} HTTP/1.0\r\n{host}{kind}\r\n".encode() + content


async def _exchange(port: int, request: bytes) -> bytes:
    reader, writer = await asyncio.open_connection(LOOPBACK, port)
    try:
        writer.write(request)
        await writer.drain()
        return await _until_its_end(reader)
    finally:
        writer.close()
        await writer.wait_closed()


async def _until_its_end(reader: asyncio.StreamReader) -> bytes:
    """Read what arrives piece by piece, up to the largest answer."""
    answer = bytearray()
    while len(answer) < LARGEST_ANSWER and (piece := await reader.read(LARGEST_ANSWER - len(answer))):
        answer += piece
    return bytes(answer)
