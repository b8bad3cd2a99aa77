"""Taking slots away and giving them back, with the consequence stated."""

from typing import Any
from uuid import uuid4

import pytest

from domain.stages import Stage
from tests.api.named import audited, last_audited, refusal
from tests.api.office import Office
from tests.api.pending import Pending
from tests.api.slots import SLOTS, Desk
from tests.api.test_slots_moving import held_slot, want_another
from tests.database.world import NOW, World


@pytest.fixture
async def desk(office: Office, world: World) -> Desk:
    return await Desk.of(office, world)


async def ask(office: Office, slot: str) -> dict[str, Any]:
    return dict((await office.http.get(f"{SLOTS}/{slot}/withdrawal", headers=office.viewer)).json())


async def withdraw(office: Office, slot: str, consequence: str, **more: str) -> Any:
    order = {"consequence": consequence} | more
    return await office.http.post(f"{SLOTS}/{slot}/withdraw", headers=office.admin, json=order)


async def restore(office: Office, slot: str) -> Any:
    return await office.http.post(f"{SLOTS}/{slot}/restore", headers=office.admin)


async def test_a_free_slot_is_withdrawn_and_given_back(desk: Desk) -> None:
    slot = await desk.slot()
    assert (await ask(desk.office, slot))["consequence"] == "none"
    assert refusal(await restore(desk.office, slot)) == (409, "slot_not_withdrawn")
    gone = await withdraw(desk.office, slot, "none", reason="The room is taken")
    assert (gone.status_code, gone.json()["slot"]["status"], gone.json()["stage"]) == (200, "withdrawn", None)
    what, before, after = await last_audited(desk.world)
    assert (what, before["status"], after["status"]) == ("slot_withdrawn", "free", "withdrawn")
    assert after["reason"] == "The room is taken"
    assert refusal(await withdraw(desk.office, slot, "none")) == (409, "slot_withdrawn")
    back = await restore(desk.office, slot)
    assert (back.status_code, back.json()["status"], back.json()["withdrawn_at"]) == (200, "free", None)
    assert await audited(desk.world) == ["slot_withdrawn", "slot_restored"]


async def test_a_slot_is_not_given_back_where_another_stands_or_when_it_is_over(desk: Desk) -> None:
    slot, old = await desk.slot(), await desk.slot(hours=-3)
    for each in (slot, old):
        await withdraw(desk.office, each, "none")
    other = await desk.slot()
    refused = await restore(desk.office, slot)
    assert refusal(refused) == (409, "slot_overlaps")
    assert other in refused.json()["detail"]
    assert refusal(await restore(desk.office, old)) == (409, "starts_in_past")
    assert refusal(await restore(desk.office, str(uuid4()))) == (404, "no_slot")


async def test_an_offer_to_somebody_who_waits_is_named_and_ends(desk: Desk) -> None:
    slot, candidate = await desk.slot(), await desk.world.candidate()
    await desk.world.run(
        "INSERT INTO slot_offers (slot_id, candidate_id, city_id, offered_at, expires_at)"
        " SELECT id, :candidate, city_id, :now, starts_at FROM slots",
        candidate=candidate,
        now=NOW,
    )
    seen = await ask(desk.office, slot)
    assert (seen["consequence"], seen["offered_until"] is None) == ("none", False)
    assert seen["candidate_public_id"] == str(await desk.world.ask("SELECT public_id FROM candidates"))
    assert (await withdraw(desk.office, slot, "none")).status_code == 200
    assert await desk.world.ask("SELECT settlement FROM slot_offers") == "withdrawn"


async def test_an_interview_is_called_off_only_by_who_says_so(office: Office, pending: Pending, world: World) -> None:
    slot = await held_slot(world)
    seen = await ask(office, slot)
    assert (seen["consequence"], seen["booking_status"]) == ("interview_called_off", "pending")
    assert seen["booking_public_id"] == str(pending.public_id)
    refused = await withdraw(office, slot, "none")
    assert refusal(refused) == (409, "consequence_differs")
    assert str(pending.public_id) in refused.json()["detail"]
    assert await world.ask("SELECT status FROM slots") == "pending"
    gone = await withdraw(office, slot, "interview_called_off", reason="Заболели")
    assert gone.status_code == 200, gone.text
    assert (gone.json()["slot"]["status"], gone.json()["stage"]) == ("withdrawn", "choosing_slot")
    assert await world.ask("SELECT status || ': ' || reason FROM bookings") == "cancelled: Заболели"
    assert await audited(world) == ["booking_cancelled", "slot_withdrawn"]


async def test_a_wanted_slot_goes_and_the_interview_stays_at_its_time(
    office: Office, pending: Pending, world: World
) -> None:
    wanted = await want_another(pending, world)
    assert (await ask(office, wanted))["consequence"] == "move_refused"
    assert refusal(await withdraw(office, wanted, "interview_called_off")) == (409, "consequence_differs")
    gone = await withdraw(office, wanted, "move_refused")
    assert (gone.status_code, gone.json()["slot"]["status"]) == (200, "withdrawn")
    await pending.until(Stage.AWAITING_APPROVAL)
    assert await world.ask("SELECT revision FROM bookings WHERE status = 'pending'") == 1


async def test_a_manager_of_another_city_finds_no_slot(office: Office, desk: Desk) -> None:
    slot = await desk.slot()
    manager = await office.token("manager", cities=[await desk.world.city()])
    for path, body in (("withdraw", {"consequence": "none"}), ("restore", None)):
        refused = await office.http.post(f"{SLOTS}/{slot}/{path}", headers=manager, json=body)
        assert refusal(refused) == (404, "no_slot")
