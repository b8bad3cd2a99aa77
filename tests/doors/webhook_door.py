"""Calls of the webhook at a real aiohttp server; after each batch everybody in it says something sensible."""

import io
from collections import Counter

from aiohttp import ClientError, ClientSession, TCPConnector

from bot.process import webhook_served
from bot.webhook import SECRET_HEADER, WebhookSettings
from otklik.embedded.ports import free_ports
from tests.doors.bodies import SECRET, Call, call
from tests.doors.dice import Dice
from tests.doors.ear import listening
from tests.doors.front import GOOD, Front, good_update

SIGNED = {SECRET_HEADER: SECRET}
PATH = "/telegram"
BATCH = 100


async def throw_at_webhook(front: Front, dice: Dice, count: int) -> Counter[str]:
    """Throw that many calls at the door; return how many of each kind became what."""
    counted: Counter[str] = Counter()
    (port,) = free_ports(1)
    settings = WebhookSettings(url=f"https://otklik.example{PATH}", secret=SECRET, host="127.0.0.1", port=port)
    address = f"http://127.0.0.1:{port}"
    # A connection each: after some of these calls the server is right to hang up.
    async with (
        webhook_served(front.inbox, settings),
        ClientSession(address, connector=TCPConnector(force_close=True)) as door,
    ):
        for first in range(0, count, BATCH):
            calls = [call(dice, 1000 + number) for number in range(first, min(first + BATCH, count))]
            counted += await _throw(front, door, calls)
    return counted


async def _throw(front: Front, door: ClientSession, calls: list[Call]) -> Counter[str]:
    """Post them, handle what was taken, and judge it."""
    answers: Counter[str] = Counter()
    taken: dict[int, Call] = {}
    with listening() as ear:
        for each in calls:
            status = await _post(door, each)
            if status not in each.statuses:
                front.found.append(f"{each.kind} was answered {status}: {each.body!r:.300}")
            if status == 200 and each.update_id is not None:
                taken[each.update_id] = each
            else:
                answers[f"{each.kind}: {status}"] += 1
        good = {}
        for update_id, person in (await front.people_of(taken)).items():
            good[GOOD + update_id] = good_update(GOOD + update_id, person)
            async with door.post(PATH, json=good[GOOD + update_id], headers=SIGNED) as response:
                assert response.status == 200
        await front.handle_all()
        became = await front.judge(taken, good, ear)
    return answers + Counter(f"{taken[update_id].kind}: {status}" for update_id, status in became.items())


async def _post(door: ClientSession, thrown: Call) -> int | str:
    try:
        async with door.post(PATH, data=io.BytesIO(thrown.body), headers=thrown.headers) as response:
            return response.status
    except ClientError as error:
        return repr(error)
