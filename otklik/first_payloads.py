"""Whether what Temporal keeps of a workflow can be read with our keys: its first event is tried."""

from collections.abc import Sequence

from temporalio.api.common.v1 import Payload
from temporalio.client import Client

from otklik.codec import ENCODING, KEY_ID, OF_CANDIDATE, UnreadablePayloadError
from otklik.key_wrapping import UnwrappableKeyError


async def first_payloads(client: Client, workflow_id: str, run_id: str | None) -> Sequence[Payload]:
    """Return with what a workflow was started, as Temporal keeps it; raise RPCError where there is none."""
    handle = client.get_workflow_handle(workflow_id, run_id=run_id)
    async for event in handle.fetch_history_events(page_size=1):
        return list(event.workflow_execution_started_event_attributes.input.payloads)
    return []


async def why_unreadable(client: Client, payloads: Sequence[Payload]) -> UnreadablePayloadError | None:
    """Return why the payloads cannot be read, or None where they can.

    Raises KeysOutOfReachError where that cannot be known now, CandidateErasedError where nobody may read them any more.
    """
    codec = client.data_converter.payload_codec
    if codec is None:
        return None
    try:
        await codec.decode(payloads)
    except UnreadablePayloadError as error:
        return error
    return None


def is_key_of_candidate_lost(payloads: Sequence[Payload], error: UnreadablePayloadError) -> bool:
    """Tell whether the candidate's own key is missing, rather than the master key of this process being a wrong one."""
    sealed = [payload for payload in payloads if payload.metadata.get("encoding") == ENCODING]
    is_candidates = all(payload.metadata[KEY_ID].startswith(OF_CANDIDATE) for payload in sealed)
    return is_candidates and not isinstance(error.__cause__, UnwrappableKeyError)
