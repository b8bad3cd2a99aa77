import asyncio
import secrets
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from temporalio.client import Client

from api.candidates import journeys as journey_states
from domain.ids import CandidateId
from domain.stages import Stage
from tests.api.office import Office
from tests.api.pending import Pending
from tests.database.world import World
from workflows import messages as m
from workflows.journeys import Journeys

WORDS = "/api/v1/candidates/words"


async def public_id(office: Office) -> UUID:
    (waiting,) = (await office.http.get("/api/v1/bookings/queue", headers=office.viewer)).json()["items"]
    return UUID(waiting["candidate_public_id"])


async def test_words_that_no_recruiter_can_read_in_telegram_are_read_by_admins(
    office: Office, pending: Pending
) -> None:
    await pending.journeys.tell(pending.candidate_id, m.TextWritten(update_id=900, text="А можно вечером?"))
    found: list[dict[str, str]] = []
    while not found:
        found = (await office.http.get(WORDS, headers=office.admin)).json()["items"]
    assert (found[0]["text"], found[0]["city_name"]) == ("А можно вечером?", "Казань")
    assert found[0]["candidate_public_id"] == str(await public_id(office))


@pytest.mark.usefixtures("pending")
async def test_a_journey_is_ended_by_an_admin_once(office: Office) -> None:
    path = f"/api/v1/candidates/{await public_id(office)}/cancel"
    assert (await office.http.post(path, headers=office.viewer)).status_code == 403
    ended = await office.http.post(path, headers=office.admin)
    assert (ended.status_code, ended.json()) == (200, {"stage": Stage.CLOSED})


@pytest.mark.usefixtures("pending")
async def test_another_try_is_only_for_whom_test1_refused(office: Office) -> None:
    path = f"/api/v1/candidates/{await public_id(office)}/retry"
    refused = await office.http.post(path, headers=office.admin)
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:otklik:problem:refused")


async def test_a_candidate_whom_nobody_knows_is_not_found(office: Office) -> None:
    for word in ("retry", "cancel"):
        missing = await office.http.post(f"/api/v1/candidates/{uuid4()}/{word}", headers=office.admin)
        assert (missing.status_code, missing.json()["type"]) == (404, "urn:otklik:problem:no_candidate")


async def test_a_candidate_is_shown_with_the_booking_the_answers_and_what_the_journey_says(
    office: Office, pending: Pending
) -> None:
    path = f"/api/v1/candidates/{await public_id(office)}"
    shown: dict[str, Any] = {}
    while shown.get("stage") != "awaiting_approval":  # the row follows the journey with its next letter
        await asyncio.sleep(0.05)
        shown = (await office.http.get(path, headers=office.viewer)).json()
    assert (shown["name"], shown["city_name"]) == ("Петрова Анна", "Казань")
    assert shown["telegram_id"] == pending.telegram_id
    assert shown["booking"]["public_id"] == str(pending.public_id)
    journey = shown["journey"]
    assert (journey["answer"], journey["stage"], journey["waiting_for"]) == ("open", "awaiting_approval", "recruiter")
    assert journey["since"]["zone"] == journey["next_action_at"]["zone"] == "Europe/Moscow"
    (test,) = shown["test1"]
    assert (test["passed"], test["reason"]) == (True, None)
    assert [answer["answer"] for answer in test["answers"]] == ["Петрова Анна", "Казань"]
    assert test["answers"][0]["question"].startswith("Как вас зовут?")

    await office.http.post(f"{path}/cancel", headers=office.admin)
    await pending.until(Stage.CLOSED)
    closed = (await office.http.get(path, headers=office.viewer)).json()
    assert (closed["journey"]["answer"], closed["journey"]["next_action_at"]) == ("closed", None)
    assert closed["booking"] is None


async def test_of_a_candidate_without_a_journey_this_is_said(office: Office, world: World) -> None:
    candidate = await world.candidate()
    known = await world.ask("SELECT public_id FROM candidates WHERE id = :id", id=candidate)
    shown = await office.http.get(f"/api/v1/candidates/{known}", headers=office.viewer)
    assert (shown.status_code, shown.json()["journey"]["answer"]) == (200, "none")
    assert (shown.json()["city_name"], shown.json()["test1"]) == (None, [])


async def test_a_journey_that_nobody_serves_is_silent_and_the_rest_is_shown(
    office: Office, world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journey_states, "PATIENCE", timedelta(milliseconds=300))
    candidate = secrets.randbelow(10**12)
    await world.run(f"ALTER TABLE candidates ALTER COLUMN id RESTART WITH {candidate}")
    assert await world.candidate() == candidate
    await Journeys(client).arrive(CandidateId(candidate), m.CandidateArrived(update_id=1))
    known = await world.ask("SELECT public_id FROM candidates")
    shown = await office.http.get(f"/api/v1/candidates/{known}", headers=office.viewer)
    assert (shown.status_code, shown.json()["journey"]["answer"]) == (200, "silent")
    await Journeys(client).handle(CandidateId(candidate)).terminate()
