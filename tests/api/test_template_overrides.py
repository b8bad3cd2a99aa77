"""Texts worded differently through the API: saved, said, reverted, and what is refused."""

import asyncio

import pytest
from sqlalchemy import text

from bot.composer import compose
from domain.ids import BookingId, CandidateId
from domain.stages import Stage
from tests.api.office import Office
from tests.api.worded import GOOD, REMINDER, TEXTS, get, public_id, put
from tests.database.world import NOW, World
from workflows.letters.to_candidate import RemindCandidate
from workflows.steps import SendLetter

NOBODY = "3f333df6-90a4-4fda-8dd3-9485d27cee36"
AUDIT = text("SELECT what, subject_table, before, after FROM audit_log ORDER BY id")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("{{ nmae }} {{ starts|when }}", "line 1: unknown placeholder nmae; did you mean name?"),
        ("Ждём\n{{ starts|wehn }}", "line 2: unknown filter wehn; did you mean when?"),
        ("Ждём вас!", "missing placeholder starts"),
        ("{{ starts|when }}\n{nmae}", "line 2: {nmae} would be sent as it stands, a placeholder is {{ name }}"),
        ("{{ starts|when }} https://meet.example.org/REPLACE_ME", "line 1: REPLACE_ME was left to be filled in"),
        ("{{ starts|when }} <div>x</div>", "line 1: Telegram does not know the tag <div> (in situation 0)"),
        ("{{ starts }}", "line 1: the text does not render: a moment is said by a filter"),
        ("{{ starts|when }}\n{{ address }}", "line 2: the text does not render: something that is not always known"),
        ("{{ starts|when }}{{ name.upper() }}", "line 1: call is not available in texts"),
        ("{{ starts|when }}{{ 'a' * 9999999999 }}", "line 1: mul is not available in texts"),
        ("{{ starts|when", "line 1: the template cannot be read"),
        ("{{ starts|when }}" + "а" * 5000, "Telegram takes 4096"),
        ("{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}", "nested too deeply"),
    ],
)
async def test_a_wording_that_fails_anywhere_is_refused_with_what_is_wrong(
    office: Office, world: World, body: str, said: str
) -> None:
    refused = await put(office, body)
    assert (refused.status_code, refused.json()["code"]) == (422, "text_refused")
    assert any(said in error["what"] for error in refused.json()["errors"]), refused.json()["errors"]
    assert all(error["where"] == ["body", "body"] for error in refused.json()["errors"])
    assert await world.ask("SELECT count(*) FROM templates") == 0


async def test_the_next_letter_says_what_was_saved_and_after_deleting_what_ships(office: Office, world: World) -> None:
    reservation, candidate = await world.booked()
    assert reservation.booking_id is not None
    city = str(await world.ask("SELECT public_id FROM cities"))

    async def letter() -> str:
        about = RemindCandidate(booking_id=BookingId(reservation.booking_id or 0), revision=1)
        order = SendLetter(
            candidate_id=CandidateId(candidate), letter=about, occurrence=1, stage=Stage.SCHEDULED, now=NOW
        )
        async with world.sessions() as session:
            envelope = await compose(session, order)
        assert envelope is not None
        return str(envelope.card.text)

    shipped = await letter()
    await put(office, "Компания: {{ starts|when }}")
    assert (await letter()).startswith("Компания: во вторник")
    await put(office, "Город: {{ starts|when }}", city=city)
    assert (await letter()).startswith("Город: во вторник")
    for query in ({"city": city}, {}):
        dropped = await office.http.delete(REMINDER, headers=office.admin | {"If-Match": "*"}, params=query)
        assert (dropped.status_code, dropped.json()["body"]) == (200, None)
    assert await letter() == shipped


async def test_versions_are_kept_and_an_earlier_one_can_be_said_again(office: Office, world: World) -> None:
    for body in ("Раз: {{ starts|when }}", "Два: {{ starts|when }}", "Два: {{ starts|when }}"):
        await put(office, body)
    headers = office.admin | {"If-Match": "*"}
    again = await office.http.post(f"{REMINDER}/versions/1/revert", headers=headers)
    assert (again.status_code, again.json()["version"], again.json()["body"][:3]) == (200, 3, "Раз")
    assert again.headers["etag"] == (await office.http.get(REMINDER, headers=office.viewer)).headers["etag"]
    await office.http.delete(REMINDER, headers=headers)
    assert (await office.http.delete(REMINDER, headers=headers)).json()["code"] == "no_override"
    kept = await get(office, f"{REMINDER}/versions", total=True)
    assert kept["total"] == 3
    assert [(each["version"], each["active"]) for each in kept["items"]] == [(3, False), (2, False), (1, False)]
    missing = await office.http.post(f"{REMINDER}/versions/9/revert", headers=headers)
    assert (missing.status_code, missing.json()["code"]) == (404, "no_version")
    await world.run("UPDATE templates SET body = '{{ nobody }}' WHERE version = 2")
    outdated = await office.http.post(f"{REMINDER}/versions/2/revert", headers=headers)
    assert (outdated.status_code, outdated.json()["errors"][0]["where"]) == (422, ["path", "version"])


async def test_each_change_is_written_down_and_no_change_is_not(office: Office, world: World) -> None:
    await put(office, GOOD)
    await put(office, GOOD)
    await office.http.post(f"{REMINDER}/versions/1/revert", headers=office.admin | {"If-Match": "*"})
    await office.http.delete(REMINDER, headers=office.admin | {"If-Match": "*"})
    async with world.sessions() as session:
        rows = [tuple(row) for row in await session.execute(AUDIT)]
    which = {"key": "remind_candidate", "language": "ru", "city_public_id": None}
    assert rows == [
        ("template_saved", "templates", {"version": None}, {"version": 1, **which}),
        ("template_reverted", "templates", {"version": 1}, {"version": 2, "reverted_to": 1, **which}),
        ("template_dropped", "templates", {"version": 2}, {"version": None, **which}),
    ]


async def test_of_two_admins_who_saw_the_same_one_is_refused(office: Office) -> None:
    unsaid = (await office.http.get(REMINDER, headers=office.viewer)).headers["etag"]
    answers = await asyncio.gather(*(put(office, f"{number} {GOOD}", tag=unsaid) for number in (1, 2)))
    assert sorted(answer.status_code for answer in answers) == [200, 412]
    blind = await office.http.put(REMINDER, headers=office.admin, json={"body": GOOD})
    assert (blind.status_code, blind.json()["code"]) == (428, "if_match_missing")
    late = await office.http.delete(REMINDER, headers=office.admin | {"If-Match": unsaid})
    assert late.status_code == 412


async def test_managers_word_the_texts_of_their_cities_and_nothing_else(office: Office, world: World) -> None:
    mine, other = await world.city(), await world.city()
    manager = await office.token("manager", cities=[mine])
    cities = {city: await public_id(world, city) for city in (mine, other)}
    await put(office, GOOD, city=cities[other])

    async def say(headers: dict[str, str], **query: str) -> tuple[int, str]:
        answer = await office.http.put(REMINDER, headers=headers | {"If-Match": "*"}, params=query, json={"body": GOOD})
        return answer.status_code, answer.json().get("code", "")

    assert (await say(manager, city=cities[mine]))[0] == 200
    assert await say(manager, city=cities[other]) == (404, "no_city")
    assert await say(manager) == (403, "role_insufficient")
    assert await say(manager, city=NOBODY) == (404, "no_city")
    assert (await say(office.viewer, city=cities[mine]))[0] == 403
    assert (await say({}, city=cities[mine]))[0] == 401
    seen = (await office.http.get(TEXTS, headers=manager, params={"overridden": True})).json()["items"]
    assert [each["city"]["public_id"] for each in seen[0]["overrides"]] == [cities[mine]]
    foreign = await office.http.get(REMINDER, headers=manager, params={"city": cities[other]})
    assert foreign.status_code == 404
