from datetime import timedelta
from typing import Any

from aiogram.types import BufferedInputFile
from icalendar import Calendar
from sqlalchemy.ext.asyncio import AsyncSession

from bot.composer import compose
from tests.bot.letters import about, card_of, order
from tests.bot.seeded import Seeded
from tests.database.world import HOUR, LENGTH, NOW
from workflows.effects import AnyLetter
from workflows.letters.of_move import TellMoved
from workflows.letters.to_candidate import Congratulate, WithdrawInvitation

LINK = "https://meet.example.org/ekb"


def congratulation(seeded: Seeded) -> Congratulate:
    return Congratulate(**about(seeded), with_buttons=False)


async def file_of(session: AsyncSession, seeded: Seeded, letter: AnyLetter) -> BufferedInputFile:
    document = (await card_of(session, seeded, letter)).document
    assert document is not None
    return document


async def entry_of(session: AsyncSession, seeded: Seeded, letter: AnyLetter) -> tuple[str, Any]:
    """Return the method of the file and its one event."""
    calendar = Calendar.from_ical((await file_of(session, seeded, letter)).data)
    (event,) = calendar.walk("VEVENT")
    return str(calendar["METHOD"]), event


async def test_the_congratulation_brings_the_interview_as_a_file(seeded: Seeded, session: AsyncSession) -> None:
    await seeded.set_booking("booked")
    method, event = await entry_of(session, seeded, congratulation(seeded))
    public_id = await seeded.world.ask("SELECT public_id FROM bookings")
    assert (await file_of(session, seeded, congratulation(seeded))).filename == "interview.ics"
    assert (method, event["STATUS"], str(event["UID"])) == ("REQUEST", "CONFIRMED", f"{public_id}@otklik")
    assert event["DTSTART"].dt == NOW + 24 * HOUR
    assert event["DTEND"].dt == NOW + 24 * HOUR + LENGTH
    assert event["DTSTAMP"].dt == NOW
    assert event["SUMMARY"] == "Собеседование: Мария Соколова"
    assert "15–20 минут" in event["DESCRIPTION"]
    assert "во вторник, 24 ноября, в 14:00 (Екатеринбург, МСК+2)" in event["DESCRIPTION"]


async def test_all_instants_are_utc(seeded: Seeded, session: AsyncSession) -> None:
    lines = (await file_of(session, seeded, congratulation(seeded))).data.decode().split("\r\n")
    assert "DTSTART:20261124T090000Z" in lines
    assert "DTSTAMP:20261123T090000Z" in lines


async def test_a_letter_tried_again_brings_the_same_file(seeded: Seeded, session: AsyncSession) -> None:
    first = await file_of(session, seeded, congratulation(seeded))
    assert (await file_of(session, seeded, congratulation(seeded))).data == first.data
    later = await compose(session, order(seeded, congratulation(seeded), now=NOW + timedelta(hours=1)))
    assert later is not None
    assert later.card.document is not None
    assert isinstance(later.card.document, BufferedInputFile)
    assert later.card.document.data != first.data


async def test_the_sequence_grows_with_every_move_and_once_more_when_it_is_off(
    seeded: Seeded, session: AsyncSession
) -> None:
    await seeded.set_booking("booked")
    numbers = []
    for revision in (1, 2):
        await seeded.world.run("UPDATE bookings SET revision = :revision", revision=revision)
        moved = TellMoved(booking_id=seeded.booking, revision=revision, with_buttons=False)
        off = WithdrawInvitation(booking_id=seeded.booking, revision=revision)
        numbers += [int((await entry_of(session, seeded, letter))[1]["SEQUENCE"]) for letter in (moved, off)]
    assert numbers == sorted(set(numbers))


async def test_a_withdrawn_invitation_takes_the_same_entry_away(seeded: Seeded, session: AsyncSession) -> None:
    _, before = await entry_of(session, seeded, congratulation(seeded))
    await seeded.set_booking("cancelled", over=True)
    letter = WithdrawInvitation(**about(seeded))
    method, event = await entry_of(session, seeded, letter)
    assert (method, event["STATUS"], event["UID"]) == ("CANCEL", "CANCELLED", before["UID"])
    card = await card_of(session, seeded, letter)
    assert "отменено" in card.text
    assert "во вторник, 24 ноября" in card.text
    assert card.keyboard is None


async def test_the_link_is_in_the_file_once_the_candidate_has_confirmed(seeded: Seeded, session: AsyncSession) -> None:
    await seeded.set_booking("booked")
    _, before = await entry_of(session, seeded, congratulation(seeded))
    await seeded.set_booking("confirmed")
    _, after = await entry_of(session, seeded, congratulation(seeded))
    assert ("URL" in before, LINK in before["DESCRIPTION"], before["LOCATION"]) == (False, False, "Видеосвязь")
    assert (after["URL"], LINK in after["DESCRIPTION"]) == (LINK, True)


async def test_an_address_is_the_place_and_what_is_not_known_is_left_out(seeded: Seeded, session: AsyncSession) -> None:
    await seeded.set_booking("confirmed")
    await seeded.world.run("UPDATE cities SET meeting_link = NULL, address = 'ул. Мира, 5; <двор>'")
    _, with_address = await entry_of(session, seeded, congratulation(seeded))
    await seeded.world.run("UPDATE cities SET address = NULL")
    _, without = await entry_of(session, seeded, congratulation(seeded))
    assert (str(with_address["LOCATION"]), "URL" in with_address) == ("ул. Мира, 5; <двор>", False)
    assert ("LOCATION" in without, "URL" in without) == (False, False)
    assert "None" not in without.to_ical().decode()
