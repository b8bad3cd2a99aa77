"""Wrapping the keys of candidates: AES-256-GCM by a master key, bound to the candidate: no two can be swapped."""

import os
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from database.people.candidate_keys import WrappedKey
from domain.ids import CandidateId
from otklik.payload_keys import KEY_BYTES, key_id

NONCE_BYTES = 12


class UnwrappableKeyError(ValueError):
    """A candidate's key that no master key of this process opens, or that was altered."""


class KeyWrapping:
    """The first master key wraps, all unwrap."""

    def __init__(self, masters: Sequence[bytes]) -> None:
        self._masters = {key_id(master).decode(): AESGCM(master) for master in masters}
        self.first = next(iter(self._masters))

    def new_key(self, candidate_id: CandidateId) -> WrappedKey:
        """Return a new random key, wrapped."""
        return self._wrap(os.urandom(KEY_BYTES), candidate_id)

    def rewrap(self, key: WrappedKey, candidate_id: CandidateId) -> WrappedKey:
        """Return the same key, wrapped by the first master key; raise UnwrappableKeyError."""
        return self._wrap(self.unwrap(key, candidate_id), candidate_id)

    def unwrap(self, key: WrappedKey, candidate_id: CandidateId) -> bytes:
        """Return the candidate's key; raise UnwrappableKeyError."""
        master = self._masters.get(key.master_key_id)
        if master is None:
            raise UnwrappableKeyError(f"candidate {candidate_id}: the master key {key.master_key_id} is not known here")
        try:
            return master.decrypt(key.wrapped[:NONCE_BYTES], key.wrapped[NONCE_BYTES:], _owner(candidate_id))
        except InvalidTag:
            raise UnwrappableKeyError(f"candidate {candidate_id}: the stored key was altered") from None

    def _wrap(self, key: bytes, candidate_id: CandidateId) -> WrappedKey:
        nonce = os.urandom(NONCE_BYTES)
        sealed = self._masters[self.first].encrypt(nonce, key, _owner(candidate_id))
        return WrappedKey(wrapped=nonce + sealed, master_key_id=self.first)


def _owner(candidate_id: CandidateId) -> bytes:
    return f"candidate-{candidate_id}".encode()
