from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest

from database.ledger import Begun, SendKey, begin_send, complete_send, fail_send
from database.tables import SendStatus
from domain.ids import CandidateId
from tests.api.office import Office
from tests.database.world import World

REPR = "TelegramRetryAfter('Telegram server says - Flood control exceeded on method 'SendMessage' in chat 1001.')"


@dataclass
class Told:
    """A candidate with a booking, whose ledger is written as the sending would."""

    world: World
    candidate_id: CandidateId
    public_id: UUID
    booking_id: int

    @property
    def path(self) -> str:
        return f"/api/v1/candidates/{self.public_id}/messages"

    async def begin(self, kind: str, **key: int) -> int:
        async with self.world.sessions.begin() as session:
            begun = await begin_send(session, SendKey(candidate_id=self.candidate_id, kind=kind, **key), chat_id=1001)
        assert isinstance(begun, Begun)
        return begun.send_id

    async def send(self, kind: str, **key: int) -> None:
        send_id = await self.begin(kind, **key)
        async with self.world.sessions.begin() as session:
            await complete_send(session, send_id, message_id=5)

    async def fail(self, kind: str, status: SendStatus, **key: int) -> None:
        send_id = await self.begin(kind, **key)
        async with self.world.sessions.begin() as session:
            await fail_send(session, send_id, status=status, error=REPR)


@pytest.fixture
async def told(world: World) -> Told:
    reservation, candidate = await world.booked()
    assert reservation.booking_id is not None
    public_id = await world.ask("SELECT public_id FROM candidates WHERE id = :id", id=candidate)
    return Told(world, CandidateId(candidate), public_id, reservation.booking_id)


async def listed(office: Office, path: str, **query: Any) -> Any:
    answer = await office.http.get(path, headers=office.viewer, params=query)
    assert answer.status_code == 200
    return answer.json()


async def test_the_state_of_each_message_is_shown_newest_first(office: Office, told: Told) -> None:
    await told.send("ask_question", occurrence=1)
    await told.fail("remind_candidate", SendStatus.UNKNOWN, booking_id=told.booking_id, revision=1)
    await told.begin("congratulate", booking_id=told.booking_id, revision=2)
    page = await listed(office, told.path)
    shown = [(each["kind"], each["status"], each["revision"], each["attempts"]) for each in page["items"]]
    assert shown == [
        ("congratulate", "sending", 2, 1),
        ("remind_candidate", "unknown", 1, 1),
        ("ask_question", "sent", 0, 1),
    ]
    under_way, unknown, sent = page["items"]
    booking = await told.world.ask("SELECT public_id FROM bookings")
    assert (under_way["booking_public_id"], sent["booking_public_id"]) == (str(booking), None)
    assert (under_way["finished_at"], under_way["error"], sent["error"]) == (None, None, None)
    assert unknown["finished_at"] >= unknown["started_at"]
    assert page["next_cursor"] is None


async def test_an_error_is_shown_by_its_name_alone(office: Office, told: Told) -> None:
    await told.fail("congratulate", SendStatus.FAILED, booking_id=told.booking_id, revision=1)
    answer = await office.http.get(told.path, headers=office.viewer)
    assert answer.json()["items"][0]["error"] == "TelegramRetryAfter"
    assert "1001" not in answer.text


async def test_the_pages_bring_every_message_once(office: Office, told: Told) -> None:
    for number in range(5):
        await told.send("ask_question", occurrence=number)
    whole = (await listed(office, told.path))["items"]
    seen: list[Any] = []
    query: dict[str, Any] = {"limit": 2}
    while True:
        page = await listed(office, told.path, **query)
        seen.append(page["items"])
        if page["next_cursor"] is None:
            break
        query["cursor"] = page["next_cursor"]
    assert [len(each) for each in seen] == [2, 2, 1]
    assert [message for each in seen for message in each] == whole


async def test_another_candidates_messages_are_not_shown(office: Office, told: Told) -> None:
    await told.send("ask_question")
    other = await told.world.ask("SELECT public_id FROM candidates WHERE id = :id", id=await told.world.candidate())
    assert await listed(office, f"/api/v1/candidates/{other}/messages") == {
        "items": [],
        "next_cursor": None,
        "total": None,
    }


async def test_messages_need_a_token_and_a_candidate(office: Office, told: Told) -> None:
    assert (await office.http.get(told.path)).status_code == 401
    missing = await office.http.get(f"/api/v1/candidates/{uuid4()}/messages", headers=office.viewer)
    assert (missing.status_code, missing.json()["type"]) == (404, "urn:otklik:problem:no_candidate")
    for query in ({"limit": 0}, {"limit": 501}, {"cursor": "0"}, {"cursor": "bm9uZQ=="}):
        assert (await office.http.get(told.path, headers=office.viewer, params=query)).status_code == 422
