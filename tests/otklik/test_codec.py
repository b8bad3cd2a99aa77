import asyncio
import os
from dataclasses import replace
from datetime import timedelta

import pytest
from temporalio import activity, workflow
from temporalio.api.common.v1 import Payload
from temporalio.client import Client, WorkflowFailureError, WorkflowHandle
from temporalio.converter import (
    ActivitySerializationContext,
    DataConverter,
    DefaultFailureConverterWithEncodedAttributes,
    WorkflowSerializationContext,
)
from temporalio.exceptions import ActivityError, ApplicationError
from temporalio.worker import Worker

from otklik.codec import ENCODING, KEY_ID, EncryptionCodec, UnreadablePayloadError
from otklik.payload_keys import key_id

OLD = os.urandom(32)
NEW = os.urandom(32)
PLAIN = Payload(metadata={"encoding": b"json/plain"}, data=b'"secret words"')
JOURNEY = WorkflowSerializationContext(namespace="default", workflow_id="journey-1")
ANOTHER = WorkflowSerializationContext(namespace="default", workflow_id="journey-2")
DEED = ActivitySerializationContext(
    namespace="default",
    workflow_id="journey-1",
    workflow_type="CandidateJourney",
    activity_id="1",
    activity_type="send_letter",
    activity_task_queue="journeys",
    is_local=False,
)


@activity.defn
async def echo(words: str) -> str:
    if words == "fail":
        raise ApplicationError("secret failure", "secret detail", non_retryable=True)
    return words


@workflow.defn(sandboxed=False)
class Talk:
    def __init__(self) -> None:
        self._heard: list[str] = []

    @workflow.run
    async def run(self, told: list[str]) -> list[str]:
        self._heard = [*told, *self._heard]
        workflow.set_current_details("listening")
        await workflow.wait_condition(lambda: "over" in self._heard, timeout=timedelta(minutes=1))
        await workflow.sleep(0.01, summary="a short pause")
        answer = await workflow.execute_activity(
            echo, self._heard[0], start_to_close_timeout=timedelta(seconds=5), summary="an echo"
        )
        if "again" in self._heard:
            workflow.continue_as_new([answer, "over"])
        return [answer, *self._heard]

    @workflow.signal
    def hear(self, words: str) -> None:
        self._heard.append(words)

    @workflow.query
    def heard(self) -> list[str]:
        return self._heard

    @workflow.update
    async def answer(self, words: str) -> str:
        return await workflow.execute_activity(echo, words, start_to_close_timeout=timedelta(seconds=5))


async def client_with(keys: list[bytes], address: str) -> Client:
    converter = replace(
        DataConverter.default,
        payload_codec=EncryptionCodec(keys),
        failure_converter_class=DefaultFailureConverterWithEncodedAttributes,
    )
    return await Client.connect(address, data_converter=converter)


async def started(client: Client, queue: str, told: list[str]) -> WorkflowHandle[Talk, list[str]]:
    return await client.start_workflow(
        Talk.run,
        told,
        id=f"talk-{queue}",
        task_queue=queue,
        memo={"a": "memo"},
        static_summary="a summary",
        start_signal="hear",
        start_signal_args=["first news"],
    )


async def test_what_was_encrypted_is_read_back_and_hidden_meanwhile() -> None:
    codec = EncryptionCodec([NEW])
    [sealed] = await codec.encode([PLAIN])
    assert b"secret" not in sealed.SerializeToString()
    assert await codec.decode([sealed]) == [PLAIN]


async def test_the_first_key_encrypts_and_an_older_one_still_decrypts() -> None:
    [before] = await EncryptionCodec([OLD]).encode([PLAIN])
    rotated = EncryptionCodec([NEW, OLD])
    [after] = await rotated.encode([PLAIN])
    assert (before.metadata[KEY_ID], after.metadata[KEY_ID]) == (key_id(OLD), key_id(NEW))
    assert await rotated.decode([before, after]) == [PLAIN, PLAIN]


async def test_a_key_that_was_dropped_is_named_when_it_is_missed() -> None:
    [sealed] = await EncryptionCodec([OLD]).encode([PLAIN])
    with pytest.raises(UnreadablePayloadError, match=key_id(OLD).decode()):
        await EncryptionCodec([NEW]).decode([sealed])


async def test_payloads_of_others_pass_through() -> None:
    assert await EncryptionCodec([NEW]).decode([PLAIN]) == [PLAIN]


async def test_a_payload_moved_to_another_journey_is_refused() -> None:
    codec = EncryptionCodec([NEW])
    [sealed] = await codec.with_context(JOURNEY).encode([PLAIN])
    with pytest.raises(UnreadablePayloadError, match="journey-1"):
        await codec.with_context(ANOTHER).decode([sealed])


async def test_a_codec_server_without_context_reads_every_journey() -> None:
    codec = EncryptionCodec([NEW])
    [sealed] = await codec.with_context(JOURNEY).encode([PLAIN])
    assert await codec.decode([sealed]) == [PLAIN]


async def test_an_altered_payload_is_refused() -> None:
    codec = EncryptionCodec([NEW])
    [sealed] = await codec.encode([PLAIN])
    sealed.data = sealed.data[:-1] + bytes([sealed.data[-1] ^ 1])
    with pytest.raises(UnreadablePayloadError, match="altered"):
        await codec.decode([sealed])


async def test_both_sides_of_every_conversation_with_the_server_agree(temporal_address: str) -> None:
    client = await client_with([NEW], temporal_address)
    async with Worker(client, task_queue="codec", workflows=[Talk], activities=[echo]):
        handle = await started(client, "codec", ["secret words"])
        await handle.signal(Talk.hear, "again")
        assert await handle.query(Talk.heard) == ["secret words", "first news", "again"]
        assert await handle.execute_update(Talk.answer, "what?") == "what?"
        description = await handle.describe()
        await handle.signal(Talk.hear, "over")
        assert await handle.result() == ["secret words", "secret words", "over"]
        history = await handle.fetch_history()
    assert b"secret" not in b"".join(event.SerializeToString() for event in history.events)
    assert ENCODING in b"".join(event.SerializeToString() for event in history.events)
    assert await description.static_summary() == "a summary"
    assert await description.memo() == {"a": "memo"}


async def test_a_failure_is_hidden_on_the_server_and_readable_to_us(temporal_address: str) -> None:
    client = await client_with([NEW], temporal_address)
    async with Worker(client, task_queue="codec-failure", workflows=[Talk], activities=[echo]):
        handle = await started(client, "codec-failure", ["fail", "over"])
        with pytest.raises(WorkflowFailureError) as failure:
            await asyncio.wait_for(handle.result(), 30)
        history = await handle.fetch_history()
    assert isinstance(failure.value.cause, ActivityError)
    assert isinstance(failure.value.cause.cause, ApplicationError)
    assert failure.value.cause.cause.message == "secret failure"
    assert b"secret" not in b"".join(event.SerializeToString() for event in history.events)


async def test_what_is_sealed_for_an_activity_is_opened_as_its_workflows() -> None:
    codec = EncryptionCodec([NEW])
    for sealing, opening in ((JOURNEY, DEED), (DEED, JOURNEY)):
        sealed = await codec.with_context(sealing).encode([PLAIN])
        assert sealed != [PLAIN]
        assert await codec.with_context(opening).decode(sealed) == [PLAIN]
