"""What stands when a recruiter changes: interviews, leads, a Telegram account; and what a manager sees of it."""

from datetime import timedelta

from database.people.invitations import LinkOutcome, issue_invitation, link_recruiter
from tests.api.named import ANYHOW, audited, last_audited, public_id, refusal
from tests.api.office import TODAY, Office
from tests.api.test_recruiters import RECRUITERS, change, names
from tests.database.world import World


async def booked(world: World) -> tuple[int, str]:
    """Return a recruiter who serves Kazan, with one interview asked for and one free slot there."""
    city = await world.city(name="Kazan")
    row = await world.recruiter(city, telegram_id=5, tg_chat_id=5, telegram_username="ada")
    await world.reserve(await world.slot(row, city), await world.candidate(), city)
    await world.slot(row, city, hours=48)
    return row, await public_id(world, "recruiters", row)


async def standing(world: World) -> list[str]:
    """What slots and bookings are, and when they last changed."""
    slots = "SELECT array_agg(status || updated_at ORDER BY id) FROM slots"
    bookings = "SELECT array_agg(status || updated_at ORDER BY id) FROM bookings"
    return [*await world.ask(slots), *await world.ask(bookings)]


async def test_interviews_stand_in_a_city_that_the_recruiter_leaves(office: Office, world: World) -> None:
    row, recruiter = await booked(world)
    before = await standing(world)
    left = await change(office, recruiter, {"cities": []})
    nowhere, interviews, free = left.json()["warnings"]
    assert nowhere == "Serves no city: nobody is offered their slots."
    assert interviews.startswith("Interviews asked for or agreed in Kazan, which they do not serve: 1; they stand;")
    assert free.startswith("Free slots in Kazan, which they do not serve: 1; candidates do not see them;")
    assert await standing(world) == before
    assert await world.ask("SELECT count(*) FROM recruiter_cities WHERE recruiter_id = :id", id=row) == 0


async def test_interviews_stand_when_the_recruiter_is_switched_off(office: Office, world: World) -> None:
    _, recruiter = await booked(world)
    before = await standing(world)
    switched = await change(office, recruiter, {"active": False})
    assert [each.partition(":")[0] for each in switched.json()["warnings"]] == [
        "Interviews asked for or agreed in Kazan although they are switched off",
        "Free slots in Kazan although they are switched off",
    ]
    assert await standing(world) == before


async def test_who_leaves_a_city_leads_it_no_more_and_who_is_switched_off_is_named(
    office: Office, world: World
) -> None:
    row, recruiter = await booked(world)
    await world.run("UPDATE cities SET lead_recruiter_id = :lead", lead=row)
    switched = await change(office, recruiter, {"active": False})
    assert "Still leads Kazan: choose another lead, or nobody is told there." in switched.json()["warnings"]
    left = await change(office, recruiter, {"active": True, "cities": []})
    assert "Does not lead Kazan any more: choose another lead." in left.json()["warnings"]
    assert await world.ask("SELECT lead_recruiter_id FROM cities") is None
    assert await last_audited(world) == ("city_lead_chosen", {"lead_recruiter_id": row}, {"lead_recruiter_id": None})


async def test_a_lost_account_is_unlinked_and_another_takes_its_place(office: Office, world: World) -> None:
    row, recruiter = await booked(world)
    await world.run("UPDATE recruiters SET telegram_id = NULL, tg_chat_id = NULL")

    async def follow(token: str, person: int) -> LinkOutcome:
        async with world.sessions.begin() as session:
            link = await link_recruiter(
                session, token=token, telegram_id=person, chat_id=person, username=None, now=TODAY
            )
            return link.outcome

    async def invite() -> str:
        async with world.sessions.begin() as session:
            return await issue_invitation(session, row, now=TODAY, lifetime=timedelta(days=1))

    lost = await invite()
    assert await follow(lost, 50) is LinkOutcome.LINKED
    await world.run(
        "INSERT INTO recruiter_prompts (recruiter_id, candidate_id, asked_at) SELECT :id, id, now() FROM candidates",
        id=row,
    )
    path = f"{RECRUITERS}/{recruiter}/telegram"
    before = await standing(world)
    assert refusal(await office.http.delete(path, headers=office.admin)) == (428, "if_match_missing")
    for _ in range(2):  # the second one finds nothing to do
        unlinked = await office.http.delete(path, headers=office.admin | ANYHOW)
        assert (unlinked.status_code, unlinked.json()["telegram_linked"]) == (200, False)
        assert unlinked.json()["warnings"][0].startswith("Not linked to Telegram")
    assert await audited(world) == ["recruiter_unlinked"]
    assert await standing(world) == before
    assert await world.ask("SELECT count(*) FROM recruiter_prompts") == 0
    assert await follow(lost, 50) is LinkOutcome.USED  # the lost account is nobody's any more
    assert await follow(await invite(), 51) is LinkOutcome.LINKED


async def test_a_manager_reads_the_recruiters_of_their_cities_and_changes_none(office: Office, world: World) -> None:
    mine, other = await world.city(name="Mine"), await world.city(name="Other")
    both = await world.recruiter(mine, other, name="A")
    foreign = await world.recruiter(other, name="B")
    await world.recruiter(name="C")
    await world.slots(both, other, count=2)
    await world.slots(both, mine, count=1, hours=48)
    manager = await office.token("manager", cities=[mine])
    assert await names(office, manager) == "A"
    assert await names(office, manager, city=await public_id(world, "cities", other)) == ""
    path, elsewhere = [f"{RECRUITERS}/{await public_id(world, 'recruiters', each)}" for each in (both, foreign)]
    seen = (await office.http.get(path, headers=manager)).json()
    assert ([city["name"] for city in seen["cities"]], seen["free_slots"]) == (["Mine"], 1)
    assert "Other" not in " ".join(seen["warnings"])
    assert refusal(await office.http.get(elsewhere, headers=manager)) == (404, "no_recruiter")
    for headers in (manager, office.viewer):
        assert (await office.http.patch(path, headers=headers | ANYHOW, json={})).status_code == 403
        assert (await office.http.delete(path, headers=headers | ANYHOW)).status_code == 403
        assert (await office.http.delete(f"{path}/telegram", headers=headers | ANYHOW)).status_code == 403
        assert (await office.http.post(RECRUITERS, headers=headers, json={})).status_code == 403
    assert (await office.http.get(RECRUITERS)).status_code == 401
