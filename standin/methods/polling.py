"""getUpdates: the long poll, where an offset confirms and only one may wait."""

import asyncio
from typing import Any

from standin.calls import Call
from standin.refusals import conflict
from standin.updates import Update
from standin.world import World

Json = dict[str, Any]

MOST_UPDATES = 100
LONGEST_WAIT = 50


async def get_updates(world: World, call: Call) -> list[Json]:
    if world.webhook.address.url:
        raise conflict(
            "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
        )
    allowed = call.structure("allowed_updates")
    if allowed is not None:
        world.updates.allow([str(kind) for kind in allowed])
    _confirm(world, call.number("offset") or 0)
    limit = min(max(call.number("limit") or MOST_UPDATES, 1), MOST_UPDATES)
    updates = await _wait(world, limit, min(call.number("timeout") or 0, LONGEST_WAIT))
    for update in updates:
        if not update.waiting:
            # A repeat lies below the offset, so nothing but handing it out can end it.
            world.updates.done(update.id)
    return [update.body() for update in updates]


def _confirm(world: World, offset: int) -> None:
    if offset < 0:
        world.updates.keep_last(-offset, at=world.clock.now())
    else:
        world.updates.confirm_below(offset)


async def _wait(world: World, limit: int, timeout: int) -> list[Update]:  # noqa: ASYNC109 - the protocol's own word
    # `timeout` is a parameter of the protocol: an empty answer is due then, not an error.
    me = object()
    world.updates.poller = me
    world.changes.announce("poll")
    world.store.commit()
    loop = asyncio.get_running_loop()
    end = loop.time() + timeout
    try:
        while True:
            if world.updates.poller is not me:
                raise conflict(
                    "terminated by other getUpdates request; make sure that only one bot instance is running",
                )
            waiting = world.updates.batch(limit, at=world.clock.now())
            left = end - loop.time()
            if waiting or left <= 0 or world.changes.closing:
                return waiting
            await world.changes.wait(left)
    finally:
        world.updates.polled_at = world.clock.now()
        if world.updates.poller is me:
            world.updates.poller = None
