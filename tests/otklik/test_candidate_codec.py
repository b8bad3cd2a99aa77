"""What is a candidate's is sealed with their key, and read by nobody once they are erased or while it is out of reach."""

import json
from collections.abc import AsyncIterator

import httpx
import pytest
from google.protobuf.json_format import MessageToJson
from temporalio.api.common.v1 import Payload, Payloads
from temporalio.converter import WorkflowSerializationContext

from api.codec import build_codec_app
from database.engine import DatabaseSettings, build_engine, build_sessions
from domain.erased import CandidateErasedError
from otklik.candidate_keys import LIFETIME, CandidateKeys, KeysOutOfReachError
from otklik.codec import BOUND_TO, KEY_ID, EncryptionCodec, UnreadablePayloadError
from otklik.key_wrapping import KeyWrapping
from otklik.payload_keys import key_id
from tests.database.world import statements_of
from tests.otklik.keyed import MASTER, NEWER, PLAIN, Processes, of_journey, of_words

NOTHING = Payload(metadata={"encoding": b"binary/null"})
NOWHERE = "postgresql://nobody@127.0.0.1:1/otklik"


@pytest.fixture
async def processes(database_url: str) -> AsyncIterator[Processes]:
    engine = build_engine(DatabaseSettings(database_url))
    yield Processes(engine)
    await engine.dispose()


async def test_what_is_a_candidates_is_sealed_with_their_key_and_read_without_context(processes: Processes) -> None:
    candidate = await processes.world.candidate()
    codec = processes.codec()
    sealed = [(await bound(codec, candidate).encode([PLAIN]))[0] for bound in (of_journey, of_words)]
    assert [each.metadata[BOUND_TO].decode() for each in sealed] == [f"journey-{candidate}", f"words-{candidate}-7"]
    assert len({each.metadata[KEY_ID] for each in sealed}) == 1
    assert b"secret" not in b"".join(each.SerializeToString() for each in sealed)
    assert await processes.codec().decode(sealed) == [PLAIN, PLAIN]
    for each in sealed:
        with pytest.raises(UnreadablePayloadError, match="unknown payload key candidate-"):
            await EncryptionCodec([MASTER]).decode([each])


async def test_what_is_nobodys_is_sealed_with_the_master_key_and_needs_no_database(processes: Processes) -> None:
    context = WorkflowSerializationContext(namespace="default", workflow_id="waitlist")
    [sealed] = await processes.codec().with_context(context).encode([PLAIN])
    assert sealed.metadata[KEY_ID] == key_id(MASTER)
    assert await EncryptionCodec([MASTER]).decode([sealed]) == [PLAIN]


async def test_what_was_sealed_before_candidates_had_keys_stays_readable(processes: Processes) -> None:
    candidate = await processes.world.candidate()
    [before] = await of_journey(EncryptionCodec([MASTER]), candidate).encode([PLAIN])
    assert await of_journey(processes.codec(), candidate).decode([before]) == [PLAIN]


async def test_a_payload_that_says_nothing_needs_no_key(processes: Processes) -> None:
    candidate = await processes.world.candidate()
    await processes.erase(candidate)
    codec = of_journey(processes.codec(), candidate)
    assert await codec.decode(await codec.encode([NOTHING])) == [NOTHING]


async def test_an_erased_candidate_cannot_be_read_and_gets_no_new_key(processes: Processes) -> None:
    candidate = await processes.world.candidate()
    [sealed] = await of_journey(processes.codec(), candidate).encode([PLAIN])
    await processes.erase(candidate)
    assert await processes.world.ask("SELECT count(*) FROM candidate_keys") == 0
    fresh = of_journey(processes.codec(), candidate)
    for attempt in (fresh.decode([sealed]), fresh.encode([PLAIN]), processes.codec().decode([sealed])):
        with pytest.raises(CandidateErasedError, match=f"candidate {candidate} was erased"):
            await attempt
    assert await processes.world.ask("SELECT count(*) FROM candidate_keys") == 0


async def test_a_process_that_knew_the_key_forgets_it_within_a_minute_even_in_constant_use(
    processes: Processes,
) -> None:
    candidate = await processes.world.candidate()
    codec = of_journey(processes.codec(), candidate)
    [sealed] = await codec.encode([PLAIN])
    await processes.erase(candidate)
    while processes.now < LIFETIME - 1:
        assert await codec.decode([sealed]) == [PLAIN]
        processes.now += 10
    processes.now = LIFETIME
    with pytest.raises(CandidateErasedError):
        await codec.decode([sealed])


async def test_a_key_that_is_remembered_costs_no_statement(processes: Processes) -> None:
    candidate = await processes.world.candidate()
    codec = of_journey(processes.codec(), candidate)
    sealed = await codec.encode([PLAIN] * 3)
    with statements_of(processes.engine) as statements:
        for _ in range(100):
            assert await codec.decode(sealed) == [PLAIN] * 3
    assert statements == []


async def test_a_key_that_was_lost_makes_nothing_else_of_its_payloads(processes: Processes) -> None:
    candidate = await processes.world.candidate()
    [sealed] = await of_journey(processes.codec(), candidate).encode([PLAIN])
    await processes.world.run("DELETE FROM candidate_keys")
    with pytest.raises(UnreadablePayloadError, match="unknown payload key"):
        await processes.codec().decode([sealed])


async def test_a_master_key_that_is_missing_is_named(processes: Processes) -> None:
    candidate = await processes.world.candidate()
    [sealed] = await of_journey(processes.codec(), candidate).encode([PLAIN])
    with pytest.raises(UnreadablePayloadError, match=key_id(MASTER).decode()):
        await processes.codec(NEWER).decode([sealed])
    assert await processes.codec(NEWER, MASTER).decode([sealed]) == [PLAIN]


async def test_a_database_that_is_away_is_an_outage_that_says_nothing_of_itself(processes: Processes) -> None:
    candidate = await processes.world.candidate()
    [sealed] = await of_journey(processes.codec(), candidate).encode([PLAIN])
    engine = build_engine(DatabaseSettings(NOWHERE))
    away = EncryptionCodec([MASTER], CandidateKeys(build_sessions(engine), KeyWrapping([MASTER])))
    for attempt in (away.decode([sealed]), of_journey(away, candidate).encode([PLAIN])):
        with pytest.raises(KeysOutOfReachError) as refused:
            await attempt
        assert str(refused.value) == f"the key of candidate {candidate} cannot be read now: ConnectionRefusedError"
    await engine.dispose()


async def asked(codec: EncryptionCodec, sealed: Payload) -> tuple[int, bool]:
    """Ask the codec server, as the Temporal UI does; return the status and whether the words were in the answer."""
    app = build_codec_app(codec, None, needs_token=False)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://otklik.test") as http:
        answer = await http.post("/decode", content=MessageToJson(Payloads(payloads=[sealed])))
    return answer.status_code, answer.json() == json.loads(MessageToJson(Payloads(payloads=[PLAIN])))


async def test_the_codec_server_reads_what_can_be_read_and_says_why_not(processes: Processes) -> None:
    candidate = await processes.world.candidate()
    [sealed] = await of_journey(processes.codec(), candidate).encode([PLAIN])
    assert await asked(processes.codec(), sealed) == (200, True)
    engine = build_engine(DatabaseSettings(NOWHERE))
    away = EncryptionCodec([MASTER], CandidateKeys(build_sessions(engine), KeyWrapping([MASTER])))
    assert await asked(away, sealed) == (503, False)
    await engine.dispose()
    await processes.erase(candidate)
    assert await asked(processes.codec(), sealed) == (400, False)
