"""Moving a slot: a free one at once, a held one only with its candidate."""

import asyncio
import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.booking import Actor
from domain.ids import BookingId, SlotId
from domain.stages import Stage
from tests.api.named import ANYHOW, audited, last_audited, public_id, refusal, tag_of
from tests.api.office import Office
from tests.api.pending import Pending
from tests.api.slots import SLOTS, Desk
from tests.database.world import World
from workflows.move_messages import MoveRequested, WantedSlotPicked

HOUR = timedelta(hours=1)
UPDATES = itertools.count(900)


@pytest.fixture
async def desk(office: Office, world: World) -> Desk:
    return await Desk.of(office, world)


async def move(office: Office, slot: str, to: dict[str, Any], headers: dict[str, str] = ANYHOW) -> Any:
    return await office.http.post(f"{SLOTS}/{slot}/move", headers=office.admin | headers, json=to)


async def held_slot(world: World) -> str:
    return await public_id(world, "slots", await world.ask("SELECT slot_id FROM bookings"))


async def later(world: World, hours: float) -> dict[str, str]:
    starts_at = await world.ask("SELECT s.starts_at FROM slots s JOIN bookings b ON b.slot_id = s.id")
    return {"starts_at": (starts_at + hours * HOUR).replace(second=0, microsecond=0).isoformat()}


async def test_a_free_slot_moves_and_buttons_of_the_old_time_are_dead(desk: Desk) -> None:
    old = (await desk.enter("2026-12-01T10:00", minutes=30)).json()["public_id"]
    tag = await tag_of(desk.office, f"{SLOTS}/{old}")
    moved = await move(desk.office, old, {"wall_time": "2026-12-01T10:15"}, tag)
    assert (moved.status_code, moved.json()["result"], moved.json()["replaces"]) == (200, "moved", old)
    slot = moved.json()["slot"]
    assert (slot["public_id"] != old, slot["minutes"], slot["status"]) == (True, 30, "free")
    assert await desk.starts() == [datetime(2026, 12, 1, 5, 15, tzinfo=UTC)]
    assert await desk.status(old) == "withdrawn"
    assert moved.headers["etag"] == (await desk.get(f"/{slot['public_id']}")).headers["etag"]
    what, before, after = await last_audited(desk.world)
    assert (what, before["public_id"], after["public_id"]) == ("slot_moved", old, slot["public_id"])


async def test_a_move_that_is_refused_leaves_the_slot_where_it_was(desk: Desk) -> None:
    slot = (await desk.enter("2026-12-01T10:00")).json()["public_id"]
    other = (await desk.enter("2026-12-01T11:00")).json()["public_id"]
    refused = await move(desk.office, slot, {"wall_time": "2026-12-01T10:50"})
    assert refusal(refused) == (409, "slot_overlaps")
    assert other in refused.json()["detail"]
    assert refusal(await move(desk.office, slot, {"wall_time": "2020-12-01T10:50"})) == (422, "starts_in_past")
    assert await desk.status(slot) == "free"
    assert await audited(desk.world) == ["slot_created", "slot_created"]


async def test_a_move_says_which_state_of_the_slot_it_is_about(desk: Desk) -> None:
    slot = await desk.slot()
    to = {"wall_time": "2026-12-01T10:50"}
    assert refusal(await move(desk.office, slot, to, {})) == (428, "if_match_missing")
    tag = await tag_of(desk.office, f"{SLOTS}/{slot}")
    await desk.post(f"/{slot}/withdraw", {"consequence": "none"})
    assert refusal(await move(desk.office, slot, to, tag)) == (412, "changed_meanwhile")
    assert refusal(await move(desk.office, slot, to)) == (409, "slot_withdrawn")


async def test_the_holder_of_a_slot_is_asked_before_it_moves(office: Office, pending: Pending, world: World) -> None:
    slot = await held_slot(world)
    asked = await move(office, slot, to := await later(world, 24))
    assert asked.status_code == 200, asked.text
    assert (asked.json()["result"], asked.json()["stage"]) == ("asked_candidate", "reschedule_requested")
    new = asked.json()["slot"]
    assert (new["public_id"] != slot, new["status"], asked.json()["replaces"]) == (True, "free", slot)
    assert await world.ask("SELECT offered FROM reschedule_requests") == [
        await world.ask("SELECT id FROM slots WHERE public_id = :id", id=new["public_id"])
    ]
    assert await audited(world) == ["slot_created", "other_time_asked"]
    again = await move(office, slot, to)  # the slot that stands there is offered, not another one
    assert again.json()["slot"]["public_id"] == new["public_id"]
    assert await world.ask("SELECT count(*) FROM slots") == 2
    await press(pending, world, WantedSlotPicked, slot_id=SlotId(await world.ask("SELECT max(id) FROM slots")))
    await until_revision(world, 2)


async def test_nothing_stays_behind_when_the_journey_refuses(office: Office, pending: Pending, world: World) -> None:
    slot = await held_slot(world)
    assert await world.ask("SELECT public_id FROM bookings") == pending.public_id
    await world.run("UPDATE bookings SET revision = 7")  # of which the journey knows nothing
    refused = await move(office, slot, await later(world, 24))
    assert refusal(refused) == (409, "refused")
    assert await world.ask("SELECT array_agg(status ORDER BY id) FROM slots") == ["pending", "withdrawn"]
    assert await audited(world) == ["slot_created", "slot_withdrawn"]


async def test_a_slot_that_a_candidate_wants_is_not_moved_from_under_them(
    office: Office, pending: Pending, world: World
) -> None:
    wanted = await want_another(pending, world)
    refused = await move(office, wanted, await later(world, 48))
    assert refusal(refused) == (409, "slot_wanted")
    assert str(pending.public_id) in refused.json()["detail"]


async def want_another(pending: Pending, world: World) -> str:
    """Let the candidate ask for another slot of the recruiter; return its public id."""
    row = "SELECT {} FROM slots ORDER BY id LIMIT 1"
    recruiter, city, starts_at = [
        await world.ask(row.format(each)) for each in ("recruiter_id", "city_id", "starts_at")
    ]
    starts_at += 24 * HOUR
    other = SlotId(await world.slot(recruiter, city, starts_at=starts_at, ends_at=starts_at + HOUR))
    await press(pending, world, MoveRequested)
    await pending.until(Stage.RESCHEDULE_REQUESTED)
    await press(pending, world, WantedSlotPicked, slot_id=other)
    async with asyncio.timeout(10):
        while await world.ask("SELECT status FROM slots WHERE id = :id", id=other) != "wanted":
            await asyncio.sleep(0.05)
    return await public_id(world, "slots", other)


async def press(pending: Pending, world: World, kind: Any, **details: Any) -> None:
    booking = BookingId(await world.ask("SELECT id FROM bookings"))
    about = {"booking_id": booking, "revision": 1, "by": Actor.CANDIDATE, "by_id": int(pending.candidate_id)}
    assert await pending.journeys.tell(pending.candidate_id, kind(update_id=next(UPDATES), **about, **details))


async def until_revision(world: World, revision: int) -> None:
    async with asyncio.timeout(10):
        while await world.ask("SELECT revision FROM bookings") != revision:
            await asyncio.sleep(0.05)
