"""Texts through the API: listed, read and tried."""

from bot.samples import SAMPLES
from bot.wording import keys_of_texts
from tests.api.office import Office
from tests.api.worded import GOOD, TEXTS, get, public_id, put, tried
from tests.database.world import World, statements_of


async def test_the_list_names_every_text_with_what_it_is_given_and_where_it_is_worded(
    office: Office, world: World
) -> None:
    city = await public_id(world, await world.city(name="Казань"))
    await put(office, GOOD)
    await put(office, GOOD, city=city)
    page = await get(office, TEXTS, limit=500, total=True)
    assert {each["key"] for each in page["items"]} == set(SAMPLES)
    assert page["total"] == len({key for key in keys_of_texts() if not key.rpartition("/")[2].startswith("_")})
    (reminder,) = (await get(office, TEXTS, overridden=True))["items"]
    assert (reminder["key"], reminder["languages"]) == ("remind_candidate", ["en", "ru"])
    assert [(each["city"] or {}).get("name") for each in reminder["overrides"]] == [None, "Казань"]
    starts, address = (
        next(each for each in reminder["placeholders"] if each["name"] == name) for name in ("starts", "address")
    )
    assert (starts["kind"], starts["must_say"], starts["optional"]) == ("moment", True, False)
    assert "{{ starts|when }}" in starts["usage"]
    assert (address["optional"], address["example"]) == (True, "ул. Малышева, 51, офис 7")


async def test_the_list_comes_in_pages_that_join_without_a_gap(office: Office) -> None:
    seen: list[str] = []
    cursor = None
    while cursor is not None or not seen:
        page = await get(office, TEXTS, limit=7, group="replies/", **({"cursor": cursor} if cursor else {}))
        seen += [each["key"] for each in page["items"]]
        cursor = page["next_cursor"]
    assert seen == sorted(key for key in SAMPLES if key.startswith("replies/"))


async def test_the_list_asks_the_database_as_often_for_many_wordings_as_for_none(office: Office) -> None:
    counts = []
    for key in (None, "remind_candidate", "congratulate"):
        if key:
            await put(office, GOOD, f"{TEXTS}/{key}/overrides/ru")
        with statements_of(office.engine) as statements:
            await get(office, TEXTS, limit=500)
        counts.append(len(statements))
    assert counts[0] >= counts[1] == counts[2]


async def test_one_text_shows_what_ships_and_what_it_is_tried_with(office: Office) -> None:
    await put(office, GOOD)
    seen = await get(office, f"{TEXTS}/remind_candidate")
    assert set(seen["defaults"]) == {"ru", "en"}
    assert "{{ starts" in seen["defaults"]["en"]
    assert [each["number"] for each in seen["situations"]] == list(range(len(SAMPLES["remind_candidate"])))
    assert seen["situations"][2]["differs"]["meeting_link"] is None
    assert seen["overrides"][0]["body"] == GOOD
    assert (await get(office, f"{TEXTS}/replies/stranger"))["key"] == "replies/stranger"


async def test_a_text_that_is_not_there_is_a_problem_that_names_the_one_that_was_meant(office: Office) -> None:
    missing = await office.http.get(f"{TEXTS}/remind_candidat", headers=office.viewer)
    assert (missing.status_code, missing.json()["code"]) == (404, "no_template")
    assert "did you mean remind_candidate" in missing.json()["detail"]
    strange = await office.http.get(f"{TEXTS}/congratulate/overrides/xx", headers=office.viewer)
    assert (strange.status_code, strange.json()["code"]) == (404, "no_language")


async def test_a_preview_reads_as_people_would_and_says_what_is_wrong(office: Office) -> None:
    good = await tried(office, key="remind_candidate", body=GOOD, situation=1)
    assert (good["source"], good["problems"]) == ("body", [])
    assert good["plain"] == "Ждём вас в среду, 25 ноября, в 14:00 (Екатеринбург, МСК+2), Анна!"
    assert good["length"] == len(good["plain"]) < good["longest"] == 4096
    bad = await tried(office, key="remind_candidate", body="Здравствуйте,\n{{ nmae }}, {{ starts|when }}")
    assert (bad["html"], bad["plain"]) == (None, None)
    (flaw,) = bad["problems"]
    assert (flaw["code"], flaw["line"], flaw["placeholder"]) == ("placeholder_unknown", 2, "nmae")
    assert flaw["suggestions"] == ["name"]


async def test_a_preview_without_a_body_shows_whose_words_hold(office: Office, world: World) -> None:
    city_id = await world.city()
    city = await public_id(world, city_id)
    assert (await tried(office, key="remind_candidate", city=city))["source"] == "default"
    await put(office, "Компания: {{ starts|when }}")
    assert (await tried(office, key="remind_candidate", city=city))["source"] == "company"
    await put(office, "Город: {{ starts|when }}", city=city)
    assert (await tried(office, key="remind_candidate", city=city))["html"].startswith("Город")
    assert (await tried(office, key="remind_candidate"))["html"].startswith("Компания")
    await world.run("UPDATE templates SET body = '{{ nobody }}' WHERE city_id IS NOT NULL")
    shown = await tried(office, key="remind_candidate", city=city)
    assert shown["source"] == "default"
    assert "{" not in shown["html"]
    assert shown["problems"][0]["placeholder"] == "nobody"


async def test_a_preview_can_be_filled_in_with_a_real_booking_or_candidate(office: Office, world: World) -> None:
    reservation, candidate = await world.booked()
    await world.run("UPDATE candidates SET name = 'Ли Вера', city_id = (SELECT id FROM cities)")
    booking = str(await world.ask("SELECT public_id FROM bookings WHERE id = :id", id=reservation.booking_id))
    person = str(await world.ask("SELECT public_id FROM candidates WHERE id = :id", id=candidate))
    shown = await tried(office, key="remind_candidate", body=GOOD, booking=booking)
    assert shown["plain"] == "Ждём вас во вторник, 24 ноября, в 12:00 (City 1, МСК), Вера!"
    assert {"starts", "name"} <= set(shown["real"])
    card = await tried(office, key="update_card", booking=booking)
    assert "Ли Вера" in card["plain"]
    assert "Вера" in (await tried(office, key="remind_candidate", body=GOOD, candidate=person))["plain"]
    elsewhere = await office.token("manager", cities=[await world.city()])
    for trial in ({"booking": booking}, {"candidate": person}):
        hidden = await office.http.post(
            f"{TEXTS}/preview", headers=elsewhere, json={"key": "remind_candidate", **trial}
        )
        assert hidden.status_code == 404
