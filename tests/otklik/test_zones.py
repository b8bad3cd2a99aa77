"""`otklik zones` says which promises the zone data has shifted, and its exit code says whether there are any."""

from dataclasses import asdict
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from database.engine import DatabaseSettings, build_engine, build_sessions
from database.slots.open_slots import NewSlot, slot_at
from otklik.clock import now
from tests.database.world import LENGTH, World
from tests.otklik.test_processes import run

TEN = time(10, 0)


async def add(database_url: str, slot: NewSlot) -> None:
    engine = build_engine(DatabaseSettings(database_url, pool_size=2))
    world = World(build_sessions(engine))
    city = await world.city(name="Алматы")
    await world.slot(await world.recruiter(city, name="Мария"), city, **asdict(slot))
    await engine.dispose()


async def test_shifted_slots_are_listed_with_exit_code_1(tmp_path: Path, database_url: str) -> None:
    day = (now() + timedelta(days=30)).date()
    wall = datetime.combine(day, TEN)
    starts_at = wall.replace(tzinfo=UTC) - timedelta(hours=6)  # UTC+6 until March 2024, UTC+5 since
    slot = NewSlot(starts_at=starts_at, ends_at=starts_at + LENGTH, wall_time=wall, wall_zone="Asia/Almaty")
    await add(database_url, slot)
    code, out, err = await run("zones", data_dir=tmp_path, DATABASE_URL=database_url)
    assert code == 1, err
    headings, line = out.strip().splitlines()
    assert headings.split()[:4] == ["slot", "status", "recruiter", "city"]
    assert line.split()[1:] == ["free", "Мария", "Алматы", str(day), "10:00", "Asia/Almaty", str(day), "09:00", "-1:00"]


async def test_without_shifted_slots_the_exit_code_is_0(tmp_path: Path, database_url: str) -> None:
    await add(database_url, slot_at((now() + timedelta(days=30)).date(), TEN, "Asia/Almaty", LENGTH))
    code, out, err = await run("zones", data_dir=tmp_path, DATABASE_URL=database_url)
    assert code == 0, err
    assert out.strip() == "Every slot to come shows the time that was entered."
