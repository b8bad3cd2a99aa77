"""Encrypts what Temporal stores: AES-256-GCM; a candidate's payloads with their own key, all others with a master key.

A candidate's payloads are those of their journey and of the workflows that pass their words on; `docs/adr/0006` says
why. Both kinds are bound to the workflow that they belong to. The master keys can be rotated: the first encrypts, all
decrypt.
"""

import os
from collections.abc import Sequence
from functools import lru_cache

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

from domain.ids import candidate_of
from otklik.candidate_keys import CandidateKeys
from otklik.key_wrapping import UnwrappableKeyError
from otklik.payload_keys import key_id

ENCODING = b"binary/otklik-aes-256-gcm"
NOTHING = b"binary/null"
KEY_ID = "encryption-key-id"
OF_CANDIDATE = b"candidate-"  # begins the id of a key that is a candidate's
# The workflow id travels in clear (it is one anyway) so that the codec server, which knows no context, can decode.
BOUND_TO = "encryption-bound-to"
NONCE_BYTES = 12


class UnreadablePayloadError(ValueError):
    """A payload that was made with an unknown key, was altered, or belongs to another workflow."""


class EncryptionCodec(PayloadCodec, WithSerializationContext):
    """Encrypts and decrypts; payloads that are not ours pass through decoding untouched.

    Without `candidate_keys` the master keys serve for everything. With them, what is a candidate's raises
    KeysOutOfReachError while the database does not answer, and CandidateErasedError once they were erased.
    """

    def __init__(
        self, keys: Sequence[bytes], candidate_keys: CandidateKeys | None = None, *, workflow_id: str | None = None
    ) -> None:
        self._keys = list(keys)
        self._masters = _ciphers(tuple(keys))
        self._candidate_keys = candidate_keys
        self._workflow_id = workflow_id

    def with_context(self, context: SerializationContext) -> "EncryptionCodec":
        """Return this codec bound to the workflow that the payloads belong to, if it is a candidate's.

        Others are not bound: a scheduled workflow is even handed the result of the run before it.
        """
        match context:
            case WorkflowSerializationContext() | ActivitySerializationContext():
                workflow_id = context.workflow_id or ""
                owned = workflow_id if candidate_of(workflow_id) is not None else None
                return EncryptionCodec(self._keys, self._candidate_keys, workflow_id=owned)
            case _:
                return self

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Encrypt whole payloads, their metadata included; those that say nothing need no key.

        So the answer of the deed that has erased somebody still reaches their journey, which then can end.
        """
        if all(_is_empty(payload) for payload in payloads):
            return list(payloads)
        name, cipher = await self._sealing_key()
        return [payload if _is_empty(payload) else self._encrypted(payload, name, cipher) for payload in payloads]

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Decrypt our payloads; raise `UnreadablePayloadError` for one that cannot be trusted."""
        return [await self._decrypted(p) if p.metadata.get("encoding") == ENCODING else p for p in payloads]

    async def _sealing_key(self) -> tuple[bytes, AESGCM]:
        candidate_id = candidate_of(self._workflow_id or "")
        if candidate_id is None or self._candidate_keys is None:
            first = key_id(self._keys[0])
            return first, self._masters[first]
        key = await self._candidate_keys.ensure(candidate_id)
        return OF_CANDIDATE + key.id, key.cipher

    def _encrypted(self, payload: Payload, name: bytes, cipher: AESGCM) -> Payload:
        nonce = os.urandom(NONCE_BYTES)
        binding = (self._workflow_id or "").encode()
        sealed = cipher.encrypt(nonce, payload.SerializeToString(), binding)
        return Payload(metadata={"encoding": ENCODING, KEY_ID: name, BOUND_TO: binding}, data=nonce + sealed)

    async def _decrypted(self, payload: Payload) -> Payload:
        binding = payload.metadata[BOUND_TO]
        # Not everything is encoded with a context; but what names a workflow must be read as that workflow's.
        if binding and self._workflow_id and binding != self._workflow_id.encode():
            raise UnreadablePayloadError(f"a payload of {binding.decode()} was met in {self._workflow_id}")
        cipher = await self._opening_key(payload.metadata[KEY_ID], binding.decode(errors="replace"))
        try:
            opened = cipher.decrypt(payload.data[:NONCE_BYTES], payload.data[NONCE_BYTES:], binding)
        except InvalidTag:
            raise UnreadablePayloadError("the payload was altered") from None
        return Payload.FromString(opened)

    async def _opening_key(self, name: bytes, binding: str) -> AESGCM:
        candidate_id = candidate_of(binding)
        if not name.startswith(OF_CANDIDATE) or candidate_id is None or self._candidate_keys is None:
            cipher = self._masters.get(name)
        else:
            try:
                key = await self._candidate_keys.key_of(candidate_id)
            except UnwrappableKeyError as error:
                raise UnreadablePayloadError(str(error)) from error
            cipher = key.cipher if key is not None and OF_CANDIDATE + key.id == name else None
        if cipher is None:
            raise UnreadablePayloadError(f"unknown payload key {name.decode(errors='replace')} ({binding!r})")
        return cipher


@lru_cache
def _ciphers(keys: tuple[bytes, ...]) -> dict[bytes, AESGCM]:
    """Return the ciphers by the names of their keys; remembered, for each payload is met by a codec of its own."""
    return {key_id(key): AESGCM(key) for key in keys}


def _is_empty(payload: Payload) -> bool:
    return payload.metadata.get("encoding") == NOTHING and not payload.data
