"""Whether a recruiter can be written to, and who is told where they cannot."""

from typing import Any

import pytest

from database.bookings.cards import BookingCard, booking_card
from database.people.invitations import issue_invitation, link_recruiter
from database.people.recruiters import mark_recruiter_blocked, mark_recruiter_unblocked, recruiter
from domain.booking import Actor
from tests.database.moving import Moving, set_moving
from tests.database.world import HOUR, NOW, World


@pytest.fixture
async def moving(world: World) -> Moving:
    """A pending booking whose recruiter can be written to in chat 5."""
    moving = await set_moving(world)
    await world.run("UPDATE recruiters SET tg_chat_id = 5, telegram_id = 5")
    return moving


async def card_of(moving: Moving) -> BookingCard:
    async with moving.world.sessions() as session:
        card = await booking_card(session, moving.booking)
    assert card is not None
    return card


async def set_lead(moving: Moving, lead: int, **values: Any) -> None:
    await moving.world.run("UPDATE cities SET lead_recruiter_id = :lead WHERE id = :city", lead=lead, city=moving.city)
    for name, value in values.items():
        await moving.world.run(f"UPDATE recruiters SET {name} = :value WHERE id = :lead", value=value, lead=lead)


async def test_a_recruiter_who_blocked_the_bot_has_no_chat_until_they_unblock_it(moving: Moving) -> None:
    assert (await card_of(moving)).recruiter_chat_id == 5
    for now in (NOW, NOW + HOUR):
        async with moving.world.sessions.begin() as session:
            await mark_recruiter_blocked(session, moving.recruiter, now=now)
    assert (await card_of(moving)).recruiter_chat_id is None
    async with moving.world.sessions() as session:
        known = await recruiter(session, moving.recruiter)
    assert known is not None
    assert (known.tg_chat_id, known.blocked_at) == (5, NOW)
    async with moving.world.sessions.begin() as session:
        await mark_recruiter_unblocked(session, moving.recruiter)
    assert (await card_of(moving)).recruiter_chat_id == 5


async def test_whoever_follows_an_invitation_can_be_written_to_again(moving: Moving) -> None:
    async with moving.world.sessions.begin() as session:
        await mark_recruiter_blocked(session, moving.recruiter, now=NOW)
        token = await issue_invitation(session, moving.recruiter, now=NOW, lifetime=HOUR)
        await link_recruiter(session, token=token, telegram_id=6, chat_id=6, username=None, now=NOW)
    assert (await card_of(moving)).recruiter_chat_id == 6


async def test_a_card_knows_the_lead_of_its_city(moving: Moving) -> None:
    lead = await moving.world.recruiter(moving.city, name="Ольга", tg_chat_id=9)
    assert (await card_of(moving)).lead_recruiter_id is None
    await set_lead(moving, lead)
    card = await card_of(moving)
    assert (card.lead_recruiter_id, card.lead_name, card.lead_chat_id) == (lead, "Ольга", 9)
    await set_lead(moving, lead, blocked_at=NOW)
    card = await card_of(moving)
    assert (card.lead_recruiter_id, card.lead_chat_id) == (lead, None)


async def test_nobody_leads_themselves_and_who_is_switched_off_leads_nobody(moving: Moving) -> None:
    await set_lead(moving, moving.recruiter)
    assert (await card_of(moving)).lead_chat_id is None
    await set_lead(moving, await moving.world.recruiter(moving.city, tg_chat_id=9), active=False)
    assert (await card_of(moving)).lead_chat_id is None


async def test_a_lead_who_is_deleted_leaves_the_city_without_one(moving: Moving) -> None:
    lead = await moving.world.recruiter()
    await set_lead(moving, lead)
    await moving.world.run("DELETE FROM recruiters WHERE id = :lead", lead=lead)
    assert await moving.world.ask("SELECT count(lead_recruiter_id) FROM cities") == 0


async def test_a_card_shows_the_open_wish_and_who_changed_the_booking_last(moving: Moving) -> None:
    await moving.approve()
    assert (await card_of(moving)).open_move is None
    await moving.ask()
    await moving.want()
    card = await card_of(moving)
    assert (card.changed_by, card.changed_at) == (Actor.RECRUITER, NOW)
    assert card.open_move is not None
    assert (card.open_move.asked_by, card.open_move.wanted_slot_id) == (Actor.CANDIDATE, moving.wanted)
    await moving.keep()
    assert (await card_of(moving)).open_move is None
