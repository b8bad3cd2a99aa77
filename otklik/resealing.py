"""After a change of the master key: with what schedules start their workflows is sealed by the first one.

Temporal copies that into each workflow which a schedule starts, for as long as the schedule is there. Whatever else is
under a master key in Temporal goes with the histories that it is in.
"""

from collections.abc import Sequence
from typing import Any

from temporalio.api.common.v1 import Payload
from temporalio.client import Client, ScheduleActionStartWorkflow, ScheduleUpdate, ScheduleUpdateInput
from temporalio.converter import PayloadCodec
from temporalio.service import RPCError, RPCStatusCode

from otklik.codec import ENCODING, KEY_ID, EncryptionCodec
from otklik.payload_keys import key_id


async def reseal_schedules(client: Client, masters: Sequence[bytes]) -> int:
    """Return how many were under another key; what is sealed already, or was never, is left alone.

    Raises UnreadablePayloadError at what none of the master keys opens, and RPCError.
    """
    codec, first = EncryptionCodec(masters), key_id(masters[0])
    done = 0
    async for listed in await client.list_schedules():
        done += await _is_resealed(client, listed.id, codec, first)
    return done


async def _is_resealed(client: Client, schedule_id: str, codec: PayloadCodec, first: bytes) -> bool:
    handle = client.get_schedule_handle(schedule_id)

    async def change(found: ScheduleUpdateInput) -> ScheduleUpdate | None:
        schedule = found.description.schedule
        if not isinstance(schedule.action, ScheduleActionStartWorkflow):
            return None
        await _reseal(schedule.action, codec, first)
        return ScheduleUpdate(schedule=schedule)

    try:
        action = (await handle.describe()).schedule.action
        if not isinstance(action, ScheduleActionStartWorkflow) or not await _reseal(action, codec, first):
            return False
        await handle.update(change)
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            return False  # its only time has come meanwhile
        raise
    return True


async def _reseal(action: ScheduleActionStartWorkflow, codec: PayloadCodec, first: bytes) -> bool:
    """Seal anew what the action carries; return whether anything was under another key."""
    args, summary = [*action.args], action.static_summary
    if not any(_is_under_another(first, each) for each in (*args, summary)):
        return False
    action.args = [await _resealed(each, codec) for each in args]
    action.static_summary = await _resealed(summary, codec)
    return True


async def _resealed(value: Any, codec: PayloadCodec) -> Any:
    if not isinstance(value, Payload) or value.metadata.get("encoding") != ENCODING:
        return value
    return (await codec.encode(await codec.decode([value])))[0]


def _is_under_another(first: bytes, value: object) -> bool:
    if not isinstance(value, Payload) or value.metadata.get("encoding") != ENCODING:
        return False
    return value.metadata[KEY_ID] != first
