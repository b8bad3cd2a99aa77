"""Who waits for a slot, and the wishes to move: open and settled."""

from datetime import timedelta
from typing import Any

from database.moves.wish import request_move, settle_move
from database.waiting.offers import offer_to_waiting
from database.waiting.waitlist import join_waitlist
from domain.booking import Actor
from tests.api.agreed import DAY, Town
from tests.api.office import Office
from tests.database.world import HOUR, NOW, World, statements_of

WAITLIST = "/api/v1/waitlist"
REQUESTS = "/api/v1/reschedule-requests"


async def wait(world: World, city: int, *, since_hours: int, recruiter: int | None = None) -> int:
    candidate = await world.candidate(city_id=city)
    async with world.sessions.begin() as session:
        await join_waitlist(
            session, candidate_id=candidate, city_id=city, recruiter_id=recruiter, now=NOW - since_hours * HOUR
        )
    return candidate


async def listed(
    office: Office, path: str, headers: dict[str, str] | None = None, **query: Any
) -> list[dict[str, Any]]:
    answer = await office.http.get(path, headers=headers or office.viewer, params=query)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


async def test_who_waits_longest_is_first_and_sees_the_open_offer(office: Office, world: World) -> None:
    kazan, omsk = await world.city(name="Казань"), await world.city(name="Омск", zone="Asia/Omsk")
    recruiter = await world.recruiter(kazan, name="Алсу")
    slot = await world.slot(recruiter, kazan)
    await wait(world, kazan, since_hours=1, recruiter=recruiter)
    await wait(world, omsk, since_hours=2)
    oldest = await wait(world, kazan, since_hours=3)
    async with world.sessions.begin() as session:
        assert await offer_to_waiting(session, now=NOW)
    waiting = await listed(office, WAITLIST)
    assert [(each["city_name"], each["position"], each["recruiter_name"]) for each in waiting] == [
        ("Казань", 1, None),
        ("Омск", 1, None),
        ("Казань", 2, "Алсу"),
    ]
    first = waiting[0]
    assert first["candidate_public_id"] == str(
        await world.ask("SELECT public_id FROM candidates WHERE id = :id", id=oldest)
    )
    assert first["offer"]["slot_public_id"] == str(
        await world.ask("SELECT public_id FROM slots WHERE id = :id", id=slot)
    )
    assert first["offer"]["starts"]["wall"] == "2026-11-24T12:00:00+03:00"
    assert first["offer"]["expires"]["utc"] > "2026-11-23T09:00:00Z"
    assert [each["offer"] for each in waiting[1:]] == [None, None]

    public_id = str(await world.ask("SELECT public_id FROM cities WHERE id = :id", id=kazan))
    assert [each["position"] for each in await listed(office, WAITLIST, city=public_id)] == [1, 2]
    manager = await office.token("manager", cities=[omsk])
    assert [each["city_name"] for each in await listed(office, WAITLIST, manager)] == ["Омск"]
    page = (await office.http.get(WAITLIST, headers=office.viewer, params={"limit": 2, "total": True})).json()
    assert page["total"] == 3
    (last,) = await listed(office, WAITLIST, cursor=page["next_cursor"])
    assert last["position"] == 2


async def test_wishes_to_move_are_listed_open_and_settled(office: Office, world: World) -> None:
    kazan, omsk = await Town.at(world, "Казань", "Europe/Moscow"), await Town.at(world, "Омск", "Asia/Omsk")
    for town, hours in ((kazan, 1), (omsk, 2)):
        booking = await town.agreed(NOW + 2 * DAY)
        candidate = await world.ask("SELECT candidate_id FROM bookings WHERE id = :id", id=booking)
        recruiter = await world.ask("SELECT recruiter_id FROM bookings WHERE id = :id", id=booking)
        offered = [await world.slot(recruiter, town.city_id, hours=hour) for hour in (96, 72)]
        at = NOW + hours * HOUR
        async with world.sessions.begin() as session:
            await request_move(
                session, booking_id=booking, revision=1, candidate_id=candidate, now=at, answer_until=at + DAY,
                asked_by=Actor.RECRUITER, asked_by_id=recruiter, offered=offered,
            )  # fmt: skip
            if town is omsk:
                await settle_move(session, booking_id=booking, revision=1, settlement="kept", now=at + HOUR)
    latest, earlier = await listed(office, REQUESTS)
    assert (latest["city_name"], latest["settlement"], latest["waits_for_candidate"]) == ("Омск", "kept", False)
    assert (earlier["city_name"], earlier["settled_at"], earlier["waits_for_candidate"]) == ("Казань", None, True)
    assert [each["utc"] for each in earlier["offered"]] == [
        (NOW + timedelta(hours=hours)).isoformat().replace("+00:00", "Z") for hours in (72, 96)
    ]
    assert await listed(office, REQUESTS, open=True) == [earlier]
    assert await listed(office, REQUESTS, open=False) == [latest]
    assert await listed(office, REQUESTS, city=kazan.public_id) == [earlier]
    assert await listed(office, REQUESTS, recruiter=latest["recruiter_public_id"]) == [latest]
    manager = await office.token("manager", cities=[omsk.city_id])
    assert await listed(office, REQUESTS, manager) == [latest]
    assert await listed(office, "/api/v1/bookings/moves", manager) == []
    assert await listed(office, "/api/v1/bookings/moves") == [earlier]
    with statements_of(office.engine) as statements:
        await listed(office, REQUESTS)
    assert len(statements) == 2  # the token, the list with everything that was offered
    assert not any("_sqlakeyset" in statement for statement in statements)
