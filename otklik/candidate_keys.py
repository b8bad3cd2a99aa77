"""The keys of candidates as the codec uses them: read from the database, opened, and remembered for a minute.

They are remembered because a journey has many payloads, and a workflow task must not cost a statement for each. They
are remembered shortly because an erasure in another process is not heard of here: `LIFETIME` after it nobody can read
the candidate's payloads any more. What is remembered is bounded; the oldest goes first.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from database.people.candidate_keys import WrappedKey, add_key, wrapped_key
from domain.ids import CandidateId
from otklik.key_wrapping import KeyWrapping
from otklik.payload_keys import key_id

LIFETIME = 60.0  # seconds, from the reading on, however often it is used
REMEMBERED = 10_000
PATIENCE = 5.0  # seconds; the server gives a workflow task ten

Question = Callable[[AsyncSession, CandidateId], Awaitable[WrappedKey | None]]


class KeysOutOfReachError(ConnectionError):
    """The database did not answer: whoever asked tries again, as after any outage."""


@dataclass(frozen=True)
class CandidateCipher:
    """Seals and opens what is a candidate's; `id` names the key."""

    id: bytes
    cipher: AESGCM = field(repr=False)


class CandidateKeys:
    """Every candidate's key; raises KeysOutOfReachError, CandidateErasedError or UnwrappableKeyError."""

    def __init__(
        self,
        sessions: async_sessionmaker[AsyncSession],
        wrapping: KeyWrapping,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._sessions = sessions
        self._wrapping = wrapping
        self._clock = clock
        # In the order of reading, which is the order of forgetting.
        self._remembered: dict[CandidateId, tuple[float, CandidateCipher]] = {}

    async def key_of(self, candidate_id: CandidateId) -> CandidateCipher | None:
        """Return the candidate's key, None where there is none."""
        known = self._remembered.get(candidate_id)
        if known is not None and self._clock() < known[0]:
            return known[1]
        return self._opened(candidate_id, await self._asked(candidate_id, wrapped_key))

    async def ensure(self, candidate_id: CandidateId) -> CandidateCipher:
        """Return the candidate's key, made now if there is none; LookupError where there is no such candidate."""
        key = await self.key_of(candidate_id)
        if key is None:
            key = self._opened(candidate_id, await self._asked(candidate_id, self._make))
        if key is None:
            raise LookupError(f"there is no candidate {candidate_id}")
        return key

    async def _make(self, session: AsyncSession, candidate_id: CandidateId) -> WrappedKey | None:
        """Store a new key and read which one it became: another process may have been first."""
        await add_key(session, candidate_id, self._wrapping.new_key(candidate_id))
        await session.commit()
        return await wrapped_key(session, candidate_id)

    async def _asked(self, candidate_id: CandidateId, question: Question) -> WrappedKey | None:
        try:
            async with asyncio.timeout(PATIENCE), self._sessions() as session:
                return await question(session, candidate_id)
        except (OSError, TimeoutError, SQLAlchemyError) as error:
            # The error itself may quote the statement; what is raised here is written where everybody reads it.
            reason = f"the key of candidate {candidate_id} cannot be read now: {type(error).__name__}"
            raise KeysOutOfReachError(reason) from error

    def _opened(self, candidate_id: CandidateId, found: WrappedKey | None) -> CandidateCipher | None:
        """Open what was found, and remember it from now on."""
        if found is None:
            return None
        key = self._wrapping.unwrap(found, candidate_id)
        opened = CandidateCipher(key_id(key), AESGCM(key))
        self._forget_the_old()
        self._remembered.pop(candidate_id, None)
        self._remembered[candidate_id] = (self._clock() + LIFETIME, opened)
        return opened

    def _forget_the_old(self) -> None:
        """Drop what may not be used any more, so that destroyed keys do not stay in memory, and make room."""
        now = self._clock()
        while self._remembered:
            oldest = next(iter(self._remembered))
            if now < self._remembered[oldest][0] and len(self._remembered) < REMEMBERED:
                return
            del self._remembered[oldest]
