"""A recruiter's agenda: which interviews stand on it, and which do not."""

from database.bookings.agenda import AgendaEntry, agenda
from database.moves.wish import request_move
from domain.booking import BookingStatus
from domain.ids import RecruiterId
from tests.database.moving import set_moving
from tests.database.world import HOUR, NOW, World


async def entries(world: World, recruiter: int, *, hours: float = 72) -> list[AgendaEntry]:
    async with world.sessions() as session:
        return await agenda(session, RecruiterId(recruiter), since=NOW, until=NOW + hours * HOUR)


async def book(world: World, recruiter: int, city: int, *, hours: float) -> int:
    slot = await world.slot(recruiter, city, hours=hours)
    booking = (await world.reserve(slot, await world.candidate(name="Анна"), city)).booking_id
    assert booking is not None
    return booking


async def test_the_agenda_holds_ones_own_interviews_of_those_hours_in_order(world: World) -> None:
    city = await world.city(name="Казань")
    recruiter, other = await world.recruiter(city), await world.recruiter(city)
    for hours in (30, 24, 72):
        await book(world, recruiter, city, hours=hours)
    await book(world, other, city, hours=24)
    first, second = await entries(world, recruiter)
    assert (first.starts_at, second.starts_at) == (NOW + 24 * HOUR, NOW + 30 * HOUR)
    assert (first.candidate_name, first.city_name, first.status) == ("Анна", "Казань", BookingStatus.PENDING)
    assert not first.wants_to_move


async def test_what_fell_through_is_not_on_the_agenda(world: World) -> None:
    city = await world.city()
    recruiter = await world.recruiter(city)
    booking = await book(world, recruiter, city, hours=24)
    await world.run("UPDATE bookings SET status = 'declined', ended_at = :now WHERE id = :id", now=NOW, id=booking)
    assert await entries(world, recruiter) == []


async def test_an_open_wish_to_move_stands_on_the_agenda(world: World) -> None:
    city = await world.city()
    recruiter = await world.recruiter(city)
    booking = await book(world, recruiter, city, hours=24)
    await world.run("UPDATE bookings SET status = 'booked', decided_at = :now WHERE id = :id", now=NOW, id=booking)
    candidate = await world.ask("SELECT candidate_id FROM bookings WHERE id = :id", id=booking)
    async with world.sessions.begin() as session:
        await request_move(
            session,
            booking_id=booking,
            revision=1,
            candidate_id=candidate,
            wish=None,
            now=NOW,
            answer_until=NOW + HOUR,
        )
    (entry,) = await entries(world, recruiter)
    assert entry.wants_to_move


async def test_a_wish_of_the_company_is_not_the_candidates(world: World) -> None:
    moving = await set_moving(world)
    await moving.offer(moving.wanted)
    (entry,) = await entries(world, moving.recruiter)
    assert not entry.wants_to_move
