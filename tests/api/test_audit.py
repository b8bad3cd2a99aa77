"""The audit log: who changed what, with names and public ids, and without the numbers of rows."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from api.audit import NOUNS, TABLES, without_row_ids
from database import audit
from database.tables import metadata
from domain.booking import Actor
from tests.api.office import Office
from tests.database.world import HOUR, NOW, World, statements_of
from tests.sources import sources

AUDIT = "/api/v1/audit"


@pytest.fixture
async def written(office: Office, world: World) -> None:
    """Four lines: by an admin about a city, by a candidate about a booking, by nobody, and about the company."""
    city = await world.city(name="Казань")
    recruiter = await world.recruiter(city, name="Алсу")
    candidate = await world.candidate()
    booking = await world.reserve(await world.slot(recruiter, city), candidate, city)
    token = await world.ask("SELECT min(id) FROM api_tokens")
    assert office.admin
    lines: list[dict[str, Any]] = [
        {"actor": Actor.ADMIN, "actor_id": token, "what": "city_changed", "subject_table": "cities",
         "subject_id": city, "before": {"name": "Kazan", "lead_id": recruiter}, "after": {"name": "Казань"}},
        {"actor": Actor.CANDIDATE, "actor_id": candidate, "what": "said", "subject_table": "bookings",
         "subject_id": booking.booking_id},
        {"actor": Actor.SYSTEM, "actor_id": 7000000001, "what": "press_of_stranger_refused"},
        {"actor": Actor.RECRUITER, "actor_id": recruiter, "what": "company_changed",
         "subject_table": "company_settings", "subject_id": 1},
    ]  # fmt: skip
    async with world.sessions.begin() as session:
        for hours, line in enumerate(lines):
            await audit.record(session, at=NOW + hours * HOUR, **line)


async def listed(office: Office, **query: Any) -> list[dict[str, Any]]:
    answer = await office.http.get(AUDIT, headers=office.admin, params=query)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


@pytest.mark.usefixtures("written")
async def test_lines_say_who_did_what_to_what_in_names_and_public_ids(office: Office, world: World) -> None:
    company, stranger, candidate, city = await listed(office)
    assert (city["who"]["kind"], city["who"]["name"]) == ("admin", "Ada")
    assert city["subject"] == {"noun": "city", "public_id": str(await world.ask("SELECT public_id FROM cities"))}
    assert (city["before"], city["after"]) == ({"name": "Kazan"}, {"name": "Казань"})
    known = str(await world.ask("SELECT public_id FROM candidates"))
    assert candidate["who"] == {"kind": "candidate", "name": None, "public_id": known}
    assert (stranger["who"], stranger["subject"]) == ({"kind": "system", "name": None, "public_id": None}, None)
    assert (company["who"]["name"], company["subject"]) == ("Алсу", {"noun": "company", "public_id": None})
    assert "7000000001" not in (await office.http.get(AUDIT, headers=office.admin)).text


@pytest.mark.usefixtures("written")
async def test_lines_are_filtered(office: Office, world: World) -> None:
    async def found(**query: Any) -> list[str]:
        return [each["what"] for each in await listed(office, **query)]

    city = str(await world.ask("SELECT public_id FROM cities"))
    recruiter = str(await world.ask("SELECT public_id FROM recruiters"))
    assert await found(actor="admin") == await found(what="city_changed") == ["city_changed"]
    assert await found(actor_public_id=recruiter) == await found(subject="company") == ["company_changed"]
    assert await found(subject="city", subject_public_id=city) == ["city_changed"]
    assert await found(subject="company", subject_public_id=city) == await found(actor_public_id=str(uuid4())) == []
    until = (NOW + timedelta(hours=1)).isoformat()
    assert await found(to=until) == ["city_changed"]
    assert await found(**{"from": until, "limit": 1}) == ["company_changed"]
    refused = await office.http.get(AUDIT, headers=office.admin, params={"subject_public_id": city})
    assert (refused.status_code, refused.json()["code"]) == (422, "subject_missing")
    page = (await office.http.get(AUDIT, headers=office.admin, params={"limit": 3, "total": True})).json()
    assert page["total"] == 4
    assert await found(cursor=page["next_cursor"]) == ["city_changed"]


@pytest.mark.usefixtures("written")
async def test_what_was_deleted_is_known_by_what_was_written_down_of_it(office: Office, world: World) -> None:
    gone = uuid4()
    async with world.sessions.begin() as session:
        about: dict[str, Any] = {"subject_table": "cities", "subject_id": 999, "before": {"public_id": str(gone)}}
        await audit.record(session, actor=Actor.ADMIN, actor_id=1, what="city_deleted", at=NOW, **about)
    (line,) = await listed(office, subject="city", subject_public_id=str(gone))
    assert line["subject"]["public_id"] == str(gone)


async def test_only_admins_read_it(office: Office, world: World) -> None:
    manager = await office.token("manager", cities=[await world.city()])
    for headers in (office.viewer, manager):
        assert (await office.http.get(AUDIT, headers=headers)).status_code == 403
    assert (await office.http.get(AUDIT)).status_code == 401


@pytest.mark.usefixtures("written")
async def test_the_log_costs_two_statements(office: Office) -> None:
    with statements_of(office.engine) as statements:
        await listed(office)
    assert len([statement for statement in statements if "UPDATE" not in statement]) == 2
    assert not any("_sqlakeyset" in statement for statement in statements)


def test_numbers_of_rows_are_left_out_wherever_they_stand() -> None:
    shown = {
        "id": 1, "city_id": 2, "city_ids": [3], "public_id": "a", "city_public_id": "b", "count": 4,
        "rows": [{"slot_id": 5, "name": "c"}],
    }  # fmt: skip
    left = {"public_id": "a", "city_public_id": "b", "count": 4, "rows": [{"name": "c"}]}
    assert without_row_ids(shown) == left
    assert without_row_ids(None) is None


def test_every_table_that_is_written_down_has_a_noun() -> None:
    named = {
        table
        for source in sources("api", "bot", "activities")
        for table in re.findall(r'(?:subject_)?table="([a-z_]+)"', source.text)
    }
    assert named <= set(NOUNS)
    assert set(TABLES.values()) <= set(metadata.tables)
