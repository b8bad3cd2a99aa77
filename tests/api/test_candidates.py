from uuid import UUID, uuid4

import pytest

from domain.stages import Stage
from tests.api.office import Office
from tests.api.pending import Pending
from workflows import messages as m

WORDS = "/api/v1/candidates/words"


async def public_id(office: Office) -> UUID:
    (waiting,) = (await office.http.get("/api/v1/bookings/queue", headers=office.viewer)).json()
    return UUID(waiting["candidate_public_id"])


async def test_words_that_no_recruiter_can_read_in_telegram_are_read_by_admins(
    office: Office, pending: Pending
) -> None:
    await pending.journeys.tell(pending.candidate_id, m.TextWritten(update_id=900, text="А можно вечером?"))
    found: list[dict[str, str]] = []
    while not found:
        found = (await office.http.get(WORDS, headers=office.viewer)).json()
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
