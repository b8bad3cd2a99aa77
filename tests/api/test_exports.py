"""Exports through the API: what stands in the files, who may have them, and what is written down about it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from api.exports import downloads
from api.exports.exported import ALL, Heads, words
from domain.booking import Actor, BookingStatus, SlotStatus
from domain.stages import Stage
from tests.api.office import Office
from tests.api.sheets import read_csv, read_xlsx, typed_cells
from tests.database.counted_town import Town, november
from tests.database.lived import Lived
from tests.database.world import World

EXPORTS = "/api/v1/exports"
CODES = {"headers": "codes"}
AT = datetime(2026, 11, 3, 21, 30, tzinfo=UTC)


async def had(office: Office, name: str, who: Any = None, **params: Any) -> Any:
    answer = await office.http.get(f"{EXPORTS}/{name}", headers=who or office.admin, params=params)
    assert answer.status_code == 200, answer.text
    return answer


async def rows_of(office: Office, name: str, who: Any = None, **params: Any) -> Any:
    return read_csv((await had(office, name, who, **CODES, **params)).text)


async def public_id(world: World, table: str, row_id: int) -> str:
    return str(await world.ask(f"SELECT public_id FROM {table} WHERE id = :id", id=row_id))


async def test_an_instant_is_said_in_utc_and_by_the_clocks_of_the_city(office: Office, world: World) -> None:
    city = await world.city(name="West", zone="Europe/Moscow")
    candidate = await world.candidate(name="Ada", city_id=city, created_at=AT, username="ada", phone="+79990001122")
    await world.candidate(created_at=AT)
    answer = await had(office, "candidates", **CODES)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="otklik-candidates-2026-11-23.csv"'
    known, stranger = read_csv(answer.text)
    assert known["public_id"] == await public_id(world, "candidates", candidate)
    assert (known["began_utc"], known["began_local"], known["zone"]) == (
        "2026-11-03T21:30:00Z",
        "2026-11-04 00:30:00",
        "Europe/Moscow",
    )
    assert (known["stage"], known["phone"], known["test1_passed"]) == ("screening", "'+79990001122", "")
    assert (stranger["city"], stranger["began_utc"], stranger["began_local"]) == ("", "2026-11-03T21:30:00Z", "")


@pytest.mark.parametrize("name", ["=1+1", "+7", "-1", "@sum", "\tx", "\rx", '=HYPERLINK("https://x";"y")'])
async def test_no_cell_of_a_csv_file_is_a_formula(office: Office, world: World, name: str) -> None:
    await world.candidate(name=name)
    (row,) = await rows_of(office, "candidates")
    assert row["name"] == "'" + name.replace("\r", "\n")


async def test_whatever_stands_in_a_cell_stays_in_it(office: Office, world: World) -> None:
    await world.candidate(name='a;b,"c"\r\nd\x07e')
    for delimiter, sign in (("comma", ","), ("semicolon", ";")):
        written = (await had(office, "candidates", **CODES, delimiter=delimiter)).text
        (row,) = read_csv(written, sign)
        assert row["name"] == 'a;b,"c"\nde'
        assert len(row) == len(ALL[0].heads(Heads.CODES))


async def test_excel_is_told_by_a_mark_that_it_is_utf_8(office: Office, world: World) -> None:
    await world.candidate(name="Петрова Анна")
    marked = (await had(office, "candidates", bom="true", delimiter="semicolon")).content
    assert marked.startswith(b'\xef\xbb\xbf"\xd0')
    (row,) = read_csv(marked.decode("utf-8-sig"), ";")
    assert (row["ФИО"], row["Этап"], row["Начал(а), UTC"][:2]) == ("Петрова Анна", "Отвечает на анкету", "20")


async def test_a_sheet_has_text_as_text_and_times_as_times(office: Office, world: World) -> None:
    city = await world.city(name="West", zone="Europe/Moscow")
    await world.candidate(name="=1+1", city_id=city, created_at=AT, phone="+79990001122")
    answer = await had(office, "candidates", format="xlsx", headers="codes")
    assert answer.headers["content-disposition"].endswith('.xlsx"')
    heads, row = typed_cells(answer.content)
    cells = dict(zip([name for _, name in heads], row, strict=False))
    assert cells["name"] == ("inlineStr", "=1+1")
    assert cells["phone"] == ("inlineStr", "+79990001122")
    days = [words for kind, words in row if kind == "n" and words]
    assert [round(float(day) % 1 * 24, 3) for day in days] == [21.5, 0.5]
    captions, _ = read_xlsx((await had(office, "candidates", format="xlsx")).content)
    assert captions[1] == "ФИО"


async def test_bookings_and_slots_say_whose_they_are_and_how_they_stand(office: Office, world: World) -> None:
    town = await Town.of(world)
    await town.live()
    first, *_ = bookings = await rows_of(office, "bookings")
    assert [each["status"] for each in bookings] == ["met", "missed", "rejected", "cancelled", "met"]
    assert (first["starts_utc"], first["starts_local"], first["recruiter"]) == (
        "2026-11-05T09:00:00Z",
        "2026-11-05 12:00:00",
        "Ada",
    )
    await world.candidate()
    free = await world.slot(town.eve, town.east, wall_zone="Asia/Kamchatka")
    taken, candidate = await world.slot(town.ada, town.west), await world.candidate(name="Bob")
    await world.reserve(taken, candidate, town.west)
    slots = {each["public_id"]: each for each in await rows_of(office, "slots", **{"from": "2026-11-24"})}
    held, open_one = slots[await public_id(world, "slots", taken)], slots[await public_id(world, "slots", free)]
    assert (held["status"], held["candidate"], held["city"]) == ("pending", "Bob", "West")
    assert (open_one["status"], open_one["candidate"], open_one["entered_zone"]) == ("free", "", "Asia/Kamchatka")


async def test_answers_come_with_the_words_of_their_questions(office: Office, world: World) -> None:
    city = await world.city(name="West")
    lived = await Lived.of(world)
    words_of_it = '{"questions": [{"id": "city", "label": "Which city"}, {"id": "day", "options": [{"id": "mon", "caption": "Monday"}]}]}'
    await world.run("UPDATE questionnaires SET content = CAST(:content AS jsonb)", content=words_of_it)
    candidate = await lived.began(AT, name="Ada")
    await lived.tested(candidate, AT, "nights_only", city)
    await world.run("DELETE FROM test_answers")
    given = "SELECT id, place, question, option, said FROM test_results, (VALUES (0, 'city', '77', 'West'), (1, 'day', 'mon', NULL), (2, 'gone', NULL, 'words')) AS given (place, question, option, said)"
    await world.run(f"INSERT INTO test_answers (result_id, place, question_id, option_id, text) {given}")
    where, when, gone = await rows_of(office, "test1-answers")
    assert (where["question"], where["answer"], where["option_id"]) == ("Which city", "West", "")
    assert (when["question"], when["answer"], when["option_id"]) == ("day", "Monday", "mon")
    assert (gone["question"], gone["answer"], gone["place"]) == ("gone", "words", "3")
    assert (gone["passed"], gone["reason"], gone["candidate"]) == ("false", "nights_only", "Ada")


async def test_rows_are_chosen_by_city_stage_status_and_days(office: Office, world: World) -> None:
    town = await Town.of(world)
    await town.live()
    west = await public_id(world, "cities", town.west)
    assert len(await rows_of(office, "candidates")) == 10
    assert len(await rows_of(office, "candidates", city=west)) == 7
    assert len(await rows_of(office, "candidates", city=west, **{"from": "2026-11-01"})) == 6
    assert len(await rows_of(office, "candidates", **{"from": "2026-11-03", "to": "2026-11-04"})) == 2
    assert await rows_of(office, "candidates", stage="closed") == []
    assert len(await rows_of(office, "bookings", status=["met", "missed"])) == 3
    assert len(await rows_of(office, "bookings", recruiter=await public_id(world, "recruiters", town.eve))) == 2
    assert len(await rows_of(office, "slots", status="free", to="2026-11-08")) == 3


async def test_an_erased_candidate_is_in_no_list_of_people(office: Office, world: World) -> None:
    await world.candidate(erased_at=AT)
    assert await rows_of(office, "candidates") == []


async def test_a_manager_takes_what_belongs_to_their_cities_and_a_viewer_nothing(office: Office, world: World) -> None:
    town = await Town.of(world)
    await town.live()
    manager = await office.token("manager", cities=[town.east])
    for name, count in (("candidates", 2), ("bookings", 2), ("slots", 2), ("test1-answers", 2)):
        assert len(await rows_of(office, name, manager)) == count, name
        refused = await office.http.get(f"{EXPORTS}/{name}", headers=office.viewer)
        assert (refused.status_code, refused.json()["code"]) == (403, "role_insufficient")
        assert (await office.http.get(f"{EXPORTS}/{name}")).status_code == 401
    west = await public_id(world, "cities", town.west)
    assert await rows_of(office, "candidates", manager, city=west) == []


async def test_the_audit_log_says_who_took_what_and_how_much(office: Office, world: World) -> None:
    await Lived(world, 0).began(november(3), await world.city())
    await had(office, "candidates", stage="screening", zone="UTC", **{"from": "2026-11-01"})
    after = await world.ask("SELECT after FROM audit_log WHERE what = 'candidates_exported'")
    assert after == {
        "rows": 1,
        "format": "csv",
        "filters": {"from": "2026-11-01", "zone": "UTC", "stages": ["screening"]},
    }
    admin = await world.ask("SELECT id FROM api_tokens WHERE role = 'admin'")
    assert await world.ask("SELECT actor_id FROM audit_log WHERE actor = 'admin'") == admin


async def test_more_rows_than_a_sheet_holds_are_refused_with_advice(
    office: Office, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads, "MOST_ROWS", 2)
    await world.candidates(2)
    await had(office, "candidates", format="xlsx")
    await world.candidates(1)
    refused = await office.http.get(f"{EXPORTS}/candidates", headers=office.admin, params={"format": "xlsx"})
    assert (refused.status_code, refused.json()["code"]) == (422, "too_many_rows")
    assert "CSV" in refused.json()["detail"]
    assert len(await rows_of(office, "candidates")) == 3


def test_every_column_and_every_state_has_a_caption() -> None:
    columns = {column for export in ALL for column in export.columns}
    assert set(words()["columns"]) == columns
    assert set(words()["sheets"]) == {export.name for export in ALL}
    for states in (Stage, BookingStatus, SlotStatus, Actor):
        assert set(words()["words"][states.__name__]) == set(states)
    for export in ALL:
        assert (
            len(set(export.heads(Heads.CAPTIONS)))
            == len(export.heads(Heads.CODES))
            == len(export.columns) + len(export.instants)
        )
