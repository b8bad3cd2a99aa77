"""Secrets that are kept in the database: sealed with the codec that seals what Temporal keeps.

Every client carries that codec, in the API and in the worker alike, so there is one set of keys and one way to change
them: the first seals, all open. Without a codec (in tests) nothing is hidden.
"""

from temporalio.api.common.v1 import Payload
from temporalio.client import Client
from temporalio.converter import PayloadCodec

ENCODING = {"encoding": b"binary/plain"}


class UnreadableSecretError(ValueError):
    """It was sealed with a key that is not known here, or it was altered."""


class Sealing:
    """Seals and opens short texts."""

    def __init__(self, codec: PayloadCodec | None) -> None:
        self._codec = codec

    @classmethod
    def of(cls, client: Client) -> "Sealing":
        """Return the sealing with the codec of a client."""
        return cls(client.data_converter.payload_codec)

    async def seal(self, secret: str) -> bytes:
        """Return what may be stored."""
        payload = Payload(metadata=ENCODING, data=secret.encode())
        sealed = [payload] if self._codec is None else await self._codec.encode([payload])
        return sealed[0].SerializeToString()

    async def open(self, sealed: bytes) -> str:
        """Return the secret; raise UnreadableSecretError."""
        try:
            payload = Payload.FromString(sealed)
            opened = [payload] if self._codec is None else await self._codec.decode([payload])
            return opened[0].data.decode()
        except Exception as error:
            # Whatever a codec or the format raises means the same to whoever has to sign now.
            raise UnreadableSecretError from error
