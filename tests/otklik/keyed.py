"""Codecs with candidates' keys as several processes have them, on one database."""

import os
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.api.common.v1 import Payload
from temporalio.converter import ActivitySerializationContext, PayloadCodec, WorkflowSerializationContext

from database.engine import build_sessions
from database.people.erasure import erase_candidate
from otklik.candidate_keys import CandidateKeys
from otklik.codec import EncryptionCodec
from otklik.key_wrapping import KeyWrapping
from tests.database.world import NOW, World

MASTER, NEWER = os.urandom(32), os.urandom(32)
PLAIN = Payload(metadata={"encoding": b"json/plain"}, data=b'"secret words"')


@dataclass
class Processes:
    """Codecs as different processes have them, and a clock that all go by."""

    engine: AsyncEngine
    now: float = 0.0
    world: World = field(init=False)

    def __post_init__(self) -> None:
        self.world = World(build_sessions(self.engine))

    def keys(self, *masters: bytes) -> CandidateKeys:
        wrapping = KeyWrapping(masters or [MASTER])
        return CandidateKeys(self.world.sessions, wrapping, clock=lambda: self.now)

    def codec(self, *masters: bytes) -> EncryptionCodec:
        return EncryptionCodec(masters or [MASTER], self.keys(*masters))

    async def erase(self, candidate: int) -> None:
        async with self.world.sessions.begin() as session:
            assert await erase_candidate(session, candidate, now=NOW)


def of_journey(codec: EncryptionCodec, candidate: int) -> PayloadCodec:
    return codec.with_context(WorkflowSerializationContext(namespace="default", workflow_id=f"journey-{candidate}"))


def of_words(codec: EncryptionCodec, candidate: int) -> PayloadCodec:
    about = {"workflow_type": "WordsRelay", "activity_type": "keep_text", "activity_id": "1"}
    context = ActivitySerializationContext(
        namespace="default",
        workflow_id=f"words-{candidate}-7",
        activity_task_queue="journeys",
        is_local=False,
        **about,
    )
    return codec.with_context(context)
