"""A day that an older copy of the database knows nothing of, and what everybody did on it."""

from dataclasses import dataclass

from domain.booking import Actor
from domain.ids import SlotId
from domain.stages import Stage as JourneyStage
from otklik.reconciling.differences import Kind
from tests.otklik.recovered import House, Person
from workflows import messages as m

WAITS = "INSERT INTO telegram_updates (bot_id, update_id, person_key, payload) VALUES (1, :id, :person, '{}')"


@dataclass
class LostDay:
    """Those who were there in the morning; `newcomer` comes at noon, `quick` is faster than the repair."""

    slots: list[SlotId]
    asking: Person
    choosing: Person
    waiting: Person
    added: Person
    declining: Person
    moving: Person
    quitting: Person
    unlucky: Person
    quick: Person
    testing: Person
    stop_pressed: int
    newcomer: Person | None = None

    @property
    def people(self) -> list[Person]:
        early = [self.asking, self.choosing, self.waiting, self.added, self.declining]
        return [*early, self.moving, self.quitting, self.unlucky, self.quick, self.testing]

    def differences(self) -> set[tuple[Kind, int | None]]:
        """Return what has to be found afterwards."""
        assert self.newcomer is not None
        return {
            (Kind.TEST1, self.testing.id),
            (Kind.TAKEN_NUMBER, self.asking.id),  # it was given to who was so quick
            (Kind.BOOKING, self.waiting.id),
            (Kind.ENDED, self.declining.id),
            (Kind.BOOKING, self.choosing.id),
            (Kind.MOVE, self.moving.id),
            (Kind.ENDED, self.quitting.id),
            (Kind.UPDATE, self.quitting.id),
            (Kind.BOOKING, self.added.id),
            (Kind.BOOKING, self.unlucky.id),
            (Kind.NO_CANDIDATE, self.newcomer.id),
            (Kind.NUMBERS, None),
        }


async def morning(house: House) -> LostDay:
    """Bring everybody to where they stand when the copy is taken; a press of /stop is in the inbox, not handled yet."""
    slots = [await house.slot(30 + number) for number in range(9)]
    people = [await house.chooser() for _ in range(9)]
    asking, choosing, waiting, added, declining, moving, quitting, unlucky, quick = people
    await house.pick(waiting, slots[0])
    for person, slot in ((declining, slots[1]), (moving, slots[2]), (quitting, slots[3])):
        await house.agree(person, slot)
    stop_pressed = next(house.updates)
    await house.world.run(WAITS, id=stop_pressed, person=quitting.chat)
    testing = await house.newcomer()
    early = (asking, choosing, waiting, added, declining, moving, quitting, unlucky, quick, testing)
    return LostDay(slots, *early, stop_pressed)


async def afternoon(house: House, day: LostDay) -> None:
    """Live the hours that the copy knows nothing of."""
    await house.answer(day.testing)
    await house.pick(day.asking, day.slots[4])
    await house.press(day.waiting, m.BookingApproved, Actor.RECRUITER)
    await house.until(day.waiting, JourneyStage.SCHEDULED)
    await house.press(day.declining, m.AttendanceDeclined)
    await house.until(day.declining, JourneyStage.CHOOSING_SLOT)
    await house.agree(day.choosing, day.slots[1])  # the time that was given back
    await house.ask_to_move(day.moving, day.slots[5])
    await house.tell(day.quitting, m.CandidateLeft(update_id=day.stop_pressed))
    await house.agree(day.added, await house.slot(60))
    await house.pick(day.unlucky, day.slots[6])
    day.newcomer = await house.chooser()
    await house.pick(day.newcomer, day.slots[7])
    await house.until(day.testing, JourneyStage.CHOOSING_RECRUITER)
    await house.until(day.quitting, JourneyStage.CLOSED)
