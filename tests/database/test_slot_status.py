"""What a slot shows follows from the bookings that hold it, for every status there is, whoever writes it."""

import pytest

from domain.booking import BookingStatus, SlotStatus, active_statuses, closed_statuses
from tests.database.world import NOW, World

SHOWN = "SELECT status || ' ' || coalesce(candidate_tg_id::text, 'nobody') FROM slots WHERE id = :slot"
CHANGE = """
    UPDATE bookings SET status = :status, ended_at = CASE WHEN :over THEN :now::timestamptz END WHERE id = :booking
""".replace(":now::timestamptz", "CAST(:now AS timestamptz)")


async def telegram_id(world: World, candidate: int) -> int:
    return int(await world.ask("SELECT telegram_id FROM candidates WHERE id = :id", id=candidate))


async def become(world: World, booking: int | None, status: BookingStatus) -> None:
    await world.run(CHANGE, status=status, over=status in closed_statuses(), now=NOW, booking=booking)


@pytest.mark.parametrize("status", sorted(active_statuses()))
async def test_a_slot_shows_the_status_of_the_active_booking_that_holds_it(world: World, status: BookingStatus) -> None:
    booking, candidate = await world.booked()
    await become(world, booking.booking_id, status)
    shown = await world.ask(SHOWN, slot=booking.slot_id)
    assert shown == f"{SlotStatus(status)} {await telegram_id(world, candidate)}"


@pytest.mark.parametrize("status", sorted(closed_statuses()))
async def test_a_slot_is_free_as_soon_as_its_booking_is_over(world: World, status: BookingStatus) -> None:
    booking, _ = await world.booked()
    await become(world, booking.booking_id, status)
    assert await world.ask(SHOWN, slot=booking.slot_id) == "free nobody"
    assert await world.ask("SELECT count(*) FROM slot_claims") == 0


@pytest.mark.parametrize("status", sorted(BookingStatus))
async def test_the_database_calls_the_same_statuses_active(world: World, status: BookingStatus) -> None:
    assert await world.ask("SELECT holds_slot(:status)", status=status) is (status in active_statuses())


@pytest.mark.parametrize("status", sorted(BookingStatus))
async def test_only_active_bookings_stand_in_the_way_of_a_second_one(world: World, status: BookingStatus) -> None:
    booking, candidate = await world.booked()
    await become(world, booking.booking_id, status)
    city = await world.city()
    answer = await world.reserve(await world.slot(await world.recruiter(city), city), candidate, city)
    assert (answer.existing_booking_id is not None) is (status in active_statuses())


@pytest.mark.parametrize("status", sorted(active_statuses()))
async def test_a_booking_that_is_over_stays_over(world: World, status: BookingStatus) -> None:
    booking, _ = await world.booked()
    await become(world, booking.booking_id, BookingStatus.REJECTED)
    with pytest.raises(Exception, match="is over"):
        await become(world, booking.booking_id, status)


@pytest.mark.parametrize("status", sorted(SlotStatus))
async def test_nobody_writes_the_status_of_a_slot_by_hand(world: World, status: SlotStatus) -> None:
    booking, candidate = await world.booked()
    free = await world.slot(await world.recruiter(), await world.city())
    await world.run("UPDATE slots SET status = :status, candidate_tg_id = 7", status=status)
    assert await world.ask(SHOWN, slot=booking.slot_id) == f"pending {await telegram_id(world, candidate)}"
    assert await world.ask(SHOWN, slot=free) == "free nobody"


async def test_a_slot_inserted_with_a_status_is_free_all_the_same(world: World) -> None:
    slot = await world.slot(await world.recruiter(), await world.city(), status=SlotStatus.BOOKED, candidate_tg_id=7)
    assert await world.ask(SHOWN, slot=slot) == "free nobody"


async def test_a_wanted_slot_shows_who_wants_it_whatever_their_booking_is(world: World) -> None:
    booking, candidate = await world.booked()
    wanted = await world.slot(await world.recruiter(), await world.city())
    claim = "INSERT INTO slot_claims (slot_id, booking_id, kind) VALUES (:slot, :booking, 'wanted')"
    await world.run(claim, slot=wanted, booking=booking.booking_id)
    person = await telegram_id(world, candidate)
    for status in (BookingStatus.BOOKED, BookingStatus.CONFIRMED):
        await become(world, booking.booking_id, status)
        assert await world.ask(SHOWN, slot=wanted) == f"wanted {person}"
        assert await world.ask(SHOWN, slot=booking.slot_id) == f"{status} {person}"
    await become(world, booking.booking_id, BookingStatus.DECLINED)
    assert await world.ask(SHOWN, slot=wanted) == "free nobody"
    assert await world.ask(SHOWN, slot=booking.slot_id) == "free nobody"


async def test_a_claim_that_moves_frees_one_slot_and_holds_the_other(world: World) -> None:
    booking, candidate = await world.booked()
    other = await world.slot(await world.recruiter(), await world.city())
    await world.run("UPDATE slot_claims SET slot_id = :slot", slot=other)
    assert await world.ask(SHOWN, slot=booking.slot_id) == "free nobody"
    assert await world.ask(SHOWN, slot=other) == f"pending {await telegram_id(world, candidate)}"


async def test_a_withdrawn_slot_says_so_and_blocks_no_other(world: World) -> None:
    city, recruiter = await world.city(), await world.recruiter()
    slot = await world.slot(recruiter, city)
    await world.run("UPDATE slots SET withdrawn_at = now() WHERE id = :slot", slot=slot)
    assert await world.ask(SHOWN, slot=slot) == "withdrawn nobody"
    again = await world.slot(recruiter, city)
    assert await world.ask(SHOWN, slot=again) == "free nobody"


async def test_two_overlapping_slots_of_one_recruiter_are_refused(world: World) -> None:
    city, recruiter = await world.city(), await world.recruiter()
    await world.slot(recruiter, city, hours=24)
    await world.slot(recruiter, city, hours=24 + 1 / 3)  # back to back is no overlap
    await world.slot(await world.recruiter(), city, hours=24)  # another recruiter is none either
    with pytest.raises(Exception, match="ex_slots_recruiter_overlap"):
        await world.slot(recruiter, city, hours=24.2)


async def test_a_slot_that_was_withdrawn_from_under_its_booking_stands_until_that_is_over(world: World) -> None:
    booking, _ = await world.booked()
    assert booking.recruiter_id is not None
    assert booking.city_id is not None
    await world.run("UPDATE slots SET withdrawn_at = now(), stands = false")
    with pytest.raises(Exception, match="ex_slots_recruiter_overlap"):
        await world.slot(booking.recruiter_id, booking.city_id)
    await become(world, booking.booking_id, BookingStatus.DECLINED)
    assert await world.ask(SHOWN, slot=booking.slot_id) == "withdrawn nobody"
    await world.slot(booking.recruiter_id, booking.city_id)
    with pytest.raises(Exception, match="ex_slots_recruiter_overlap"):
        await world.run("UPDATE slots SET withdrawn_at = NULL WHERE id = :id", id=booking.slot_id)


async def test_nobody_says_by_hand_whether_a_slot_stands(world: World) -> None:
    slot = await world.slot(await world.recruiter(), await world.city(), stands=False)
    assert await world.ask("SELECT stands FROM slots WHERE id = :slot", slot=slot) is True


async def test_the_history_of_a_booking_writes_itself_and_only_grows(world: World) -> None:
    booking, _ = await world.booked()
    for status in (BookingStatus.BOOKED, BookingStatus.CONFIRMED, BookingStatus.MET):
        await become(world, booking.booking_id, status)
    history = await world.ask("SELECT string_agg(status, ' ' ORDER BY id) FROM booking_events")
    assert history == "pending booked confirmed met"
    with pytest.raises(Exception, match="only grows"):
        await world.run("DELETE FROM booking_events")
    with pytest.raises(Exception, match="only grows"):
        await world.run("UPDATE booking_events SET status = 'met'")
