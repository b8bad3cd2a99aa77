"""Encrypts what Temporal stores: AES-256-GCM, bound to the journey, with keys that can be rotated."""

import hashlib
import os
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from temporalio.api.common.v1 import Payload
from temporalio.converter import (
    ActivitySerializationContext,
    PayloadCodec,
    SerializationContext,
    WithSerializationContext,
    WorkflowSerializationContext,
)

ENCODING = b"binary/otklik-aes-256-gcm"
KEY_ID = "encryption-key-id"
# The workflow id travels in clear (it is one anyway) so that the codec server, which knows no context, can decode.
BOUND_TO = "encryption-bound-to"
NONCE_BYTES = 12


# Only a journey's payloads are a person's. A scheduled workflow is even handed the result of the run before it.
BOUND = "journey-"


class UnreadablePayloadError(ValueError):
    """A payload that was made with an unknown key, was altered, or belongs to another workflow."""


class EncryptionCodec(PayloadCodec, WithSerializationContext):
    """The first key encrypts, all decrypt; payloads that are not ours pass through decoding untouched."""

    def __init__(self, keys: Sequence[bytes], workflow_id: str | None = None) -> None:
        self._keys = list(keys)
        self._ciphers = {key_id(key): AESGCM(key) for key in keys}
        self._workflow_id = workflow_id

    def with_context(self, context: SerializationContext) -> "EncryptionCodec":
        """Return this codec bound to the journey that the payloads belong to, if it is one."""
        match context:
            case WorkflowSerializationContext() | ActivitySerializationContext():
                is_journey = (context.workflow_id or "").startswith(BOUND)
                return EncryptionCodec(self._keys, context.workflow_id if is_journey else None)
            case _:
                return self

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Encrypt whole payloads, their metadata included."""
        return [self._encrypted(payload) for payload in payloads]

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Decrypt our payloads; raise `UnreadablePayloadError` for one that cannot be trusted."""
        return [self._decrypted(p) if p.metadata.get("encoding") == ENCODING else p for p in payloads]

    def _encrypted(self, payload: Payload) -> Payload:
        first = key_id(self._keys[0])
        nonce = os.urandom(NONCE_BYTES)
        binding = (self._workflow_id or "").encode()
        sealed = self._ciphers[first].encrypt(nonce, payload.SerializeToString(), binding)
        metadata = {"encoding": ENCODING, KEY_ID: first, BOUND_TO: binding}
        return Payload(metadata=metadata, data=nonce + sealed)

    def _decrypted(self, payload: Payload) -> Payload:
        cipher = self._ciphers.get(payload.metadata[KEY_ID])
        if cipher is None:
            raise UnreadablePayloadError(f"unknown payload key {payload.metadata[KEY_ID].decode()}")
        binding = payload.metadata[BOUND_TO]
        # Not everything is encoded with a context; but what names a workflow must be read as that workflow's.
        if binding and self._workflow_id and binding != self._workflow_id.encode():
            raise UnreadablePayloadError(f"a payload of {binding.decode()} was met in {self._workflow_id}")
        try:
            opened = cipher.decrypt(payload.data[:NONCE_BYTES], payload.data[NONCE_BYTES:], binding)
        except InvalidTag:
            raise UnreadablePayloadError("the payload was altered") from None
        return Payload.FromString(opened)


def key_id(key: bytes) -> bytes:
    """Name a key without telling anything about it."""
    return hashlib.sha256(key).hexdigest()[:16].encode()
