"""What must hold after every repair, whatever was taken back."""

from tests.otklik.recovered import House, Person

TWICE = """
    SELECT count(*) FROM (
        SELECT slot_id FROM bookings WHERE status IN ('pending', 'booked', 'confirmed')
        GROUP BY slot_id HAVING count(*) > 1
    ) AS twice
"""


async def assert_nobody_is_forgotten(house: House, people: list[Person]) -> None:
    for person in people:
        facts = await house.facts(person)
        assert facts.is_closed or facts.alarm is not None, person
    assert await house.world.ask(TWICE) == 0
