import pytest
from sqlalchemy import Select, select, tuple_
from sqlalchemy.ext.asyncio import AsyncEngine

from database.keyset import BadBookmarkError, Cut, Rows, rows_of
from database.tables import City
from tests.database.world import World, statements_of


def named(*, latest_first: bool = False) -> Select[str, int]:
    order = City.created_at.desc() if latest_first else City.created_at
    return select(City.name, City.id).order_by(order, City.id)


async def page(world: World, cut: Cut, query: Select[str, int] | None = None) -> Rows[str]:
    async with world.sessions() as session:
        return await rows_of(session, named() if query is None else query, cut, lambda row: str(row.name))


async def test_the_pages_put_together_are_the_list(world: World) -> None:
    names = [f"City {number:02}" for number in range(7)]
    for name in names:
        await world.city(name=name)
    seen: list[str] = []
    bookmark, pages = None, 0
    while pages == 0 or bookmark is not None:
        rows = await page(world, Cut(limit=3, bookmark=bookmark))
        seen, bookmark, pages = seen + rows.items, rows.next_bookmark, pages + 1
    assert (seen, pages) == (names, 3)


async def test_what_is_added_meanwhile_moves_nothing_on_the_next_page(world: World) -> None:
    for name in ("a", "b", "c", "d"):
        await world.city(name=name)
    first = await page(world, Cut(limit=2), named(latest_first=True))
    await world.city(name="e")
    second = await page(world, Cut(limit=2, bookmark=first.next_bookmark), named(latest_first=True))
    assert (first.items, second.items, second.next_bookmark) == (["d", "c"], ["b", "a"], None)


async def test_a_page_is_one_statement_and_the_total_one_more(engine: AsyncEngine, world: World) -> None:
    for _ in range(5):
        await world.city()
    with statements_of(engine) as plain:
        assert (await page(world, Cut(limit=2))).total is None
    with statements_of(engine) as counted:
        assert (await page(world, Cut(limit=2, with_total=True))).total == 5
    assert (len(plain), len(counted)) == (1, 2)


@pytest.mark.parametrize(
    "bookmark", ["nonsense", ">i:1", ">s:a~i:1", ">i:1~i:2", ">dt:2026-01-01 00:00:00~i:99999999999999999999"]
)
async def test_a_bookmark_that_nobody_gave_out_is_refused_as_such(world: World, bookmark: str) -> None:
    with pytest.raises(BadBookmarkError):
        await page(world, Cut(bookmark=bookmark))


async def test_a_statement_that_is_wrong_by_itself_is_no_wrong_bookmark(world: World) -> None:
    broken = select(City.name, City.id).where(tuple_(City.id) > tuple_(City.name)).order_by(City.id)
    with pytest.raises(Exception, match="operator does not exist"):
        await page(world, Cut(), broken)
