"""Meeting candidates, inviting recruiters, waiting for slots, tokens for the API."""

import asyncio
from datetime import timedelta

import pytest

from database.office.tokens import api_caller, issue_token, revoke_token
from database.people.candidates import (
    candidate_by_telegram,
    candidate_profile,
    keep_text,
    kept_text,
    kept_texts,
    mark_blocked,
    mark_unblocked,
    meet_candidate,
    set_stage,
)
from database.people.invitations import LinkOutcome, RecruiterLink, issue_invitation, link_recruiter
from database.people.recruiters import recruiter_by_telegram
from database.tables import Role
from database.waiting.waitlist import join_waitlist, leave_waitlist, waiting_in
from domain.stages import Stage
from tests.database.world import HOUR, NOW, World

DAY = timedelta(days=1)


async def meet(world: World, username: str | None = None, language: str = "ru") -> tuple[int, bool]:
    async with world.sessions.begin() as session:
        met = await meet_candidate(session, telegram_id=7, chat_id=7, username=username, language=language)
    return met.candidate_id, met.is_new


async def invite(world: World, recruiter: int) -> str:
    async with world.sessions.begin() as session:
        return await issue_invitation(session, recruiter, now=NOW, lifetime=DAY)


async def follow(world: World, token: str, *, person: int = 50, days: float = 0) -> RecruiterLink:
    async with world.sessions.begin() as session:
        return await link_recruiter(
            session, token=token, telegram_id=person, chat_id=person, username="anna", now=NOW + days * DAY
        )


async def test_a_candidate_is_met_once_and_recognised_afterwards(world: World) -> None:
    first, is_new = await meet(world)
    assert is_new
    assert await meet(world, username="new_name", language="en") == (first, False)
    async with world.sessions() as session:
        profile = await candidate_by_telegram(session, 7)
        assert profile == await candidate_profile(session, first)
        assert await candidate_by_telegram(session, 8) is None
    assert profile is not None
    assert (profile.username, profile.language, profile.stage) == ("new_name", "ru", Stage.SCREENING)


async def test_many_first_messages_at_once_make_one_candidate(world: World) -> None:
    met = await asyncio.gather(*(meet(world) for _ in range(10)))
    assert len({candidate for candidate, _ in met}) == 1
    assert sum(is_new for _, is_new in met) == 1


async def test_a_blocked_candidate_keeps_the_first_moment_and_is_back_on_writing(world: World) -> None:
    candidate, _ = await meet(world)

    async def blocked_at() -> object:
        return await world.ask("SELECT blocked_at FROM candidates")

    for now in (NOW, NOW + HOUR):
        async with world.sessions.begin() as session:
            await mark_blocked(session, candidate, now=now)
    assert await blocked_at() == NOW
    await meet(world)
    assert await blocked_at() is None
    async with world.sessions.begin() as session:
        await mark_blocked(session, candidate, now=NOW)
        await mark_unblocked(session, candidate)
    assert await blocked_at() is None


async def test_an_unchanged_stage_is_not_written(world: World) -> None:
    candidate, _ = await meet(world)
    row = "SELECT stage || xmin FROM candidates"
    async with world.sessions.begin() as session:
        await set_stage(session, candidate, Stage.CHOOSING_SLOT)
    before = await world.ask(row)
    async with world.sessions.begin() as session:
        await set_stage(session, candidate, Stage.CHOOSING_SLOT)
    assert await world.ask(row) == before
    assert before.startswith(Stage.CHOOSING_SLOT)


async def test_words_are_kept_once_per_update_and_in_order(world: World) -> None:
    candidate, _ = await meet(world)
    for update_id, words in ((2, "second"), (1, "first"), (2, "second again")):
        async with world.sessions.begin() as session:
            written_at = NOW + update_id * HOUR
            await keep_text(session, candidate_id=candidate, update_id=update_id, text=words, written_at=written_at)
    async with world.sessions() as session:
        assert [kept.text for kept in await kept_texts(session, candidate)] == ["first", "second"]
        assert await kept_text(session, candidate_id=candidate, update_id=2) == "second"
        assert await kept_text(session, candidate_id=candidate, update_id=3) is None


async def test_an_invitation_binds_the_recruiter_to_who_follows_it_first(world: World) -> None:
    recruiter = await world.recruiter()
    token = await invite(world, recruiter)
    linked = await follow(world, token)
    assert linked.outcome is LinkOutcome.LINKED
    assert linked.recruiter is not None
    assert (linked.recruiter.id, linked.recruiter.tg_chat_id) == (recruiter, 50)
    assert (await follow(world, token)).outcome is LinkOutcome.ALREADY_YOURS
    assert await follow(world, token, person=51) == RecruiterLink(outcome=LinkOutcome.USED)
    async with world.sessions() as session:
        assert await recruiter_by_telegram(session, 50) == linked.recruiter
        assert await recruiter_by_telegram(session, 51) is None


async def test_an_invitation_expires_and_an_invented_one_is_unknown(world: World) -> None:
    token = await invite(world, await world.recruiter())
    assert (await follow(world, token, days=1)).outcome is LinkOutcome.EXPIRED
    assert (await follow(world, "invented")).outcome is LinkOutcome.UNKNOWN
    assert (await follow(world, token, days=0.5)).outcome is LinkOutcome.LINKED


async def test_one_person_is_one_recruiter(world: World) -> None:
    first, second = await world.recruiter(), await world.recruiter()
    await follow(world, await invite(world, first))
    token = await invite(world, second)
    assert (await follow(world, token)).outcome is LinkOutcome.TAKEN
    assert (await follow(world, token, person=51)).outcome is LinkOutcome.LINKED


async def test_two_people_following_one_link_at_once_have_one_winner(world: World) -> None:
    token = await invite(world, await world.recruiter())
    links = await asyncio.gather(*(follow(world, token, person=person) for person in range(60, 66)))
    assert sorted(link.outcome for link in links) == [LinkOutcome.LINKED] + [LinkOutcome.USED] * 5


async def test_tokens_are_not_stored_in_the_clear(world: World) -> None:
    token = await invite(world, await world.recruiter())
    async with world.sessions.begin() as session:
        issued = await issue_token(session, name="ops", role=Role.ADMIN, expires_at=None)
    for secret, table in ((token, "recruiter_invitations"), (issued.secret, "api_tokens")):
        assert secret not in await world.ask(f"SELECT string_agg({table}::text, ' ') FROM {table}")


async def test_an_api_token_stands_for_its_caller_until_it_expires_or_is_revoked(world: World) -> None:
    async with world.sessions.begin() as session:
        issued = await issue_token(session, name="ops", role=Role.ADMIN, expires_at=NOW + DAY)
        caller = await api_caller(session, issued.secret, now=NOW)
        assert caller is not None
        assert (caller.name, caller.role) == ("ops", "admin")
        assert await api_caller(session, issued.secret, now=NOW + DAY) is None
        assert await api_caller(session, "guessed", now=NOW) is None
        assert await revoke_token(session, issued.public_id, now=NOW) is True
        assert await api_caller(session, issued.secret, now=NOW) is None


async def test_who_waits_longest_is_first_and_keeps_their_place(world: World) -> None:
    city = await world.city()
    late, early = await world.candidate(), await world.candidate()

    async def join(candidate: int, hours: int) -> bool:
        async with world.sessions.begin() as session:
            since = NOW + hours * HOUR
            return await join_waitlist(session, candidate_id=candidate, city_id=city, recruiter_id=None, now=since)

    assert [await join(late, 2), await join(early, 1), await join(early, 3)] == [True, True, False]
    async with world.sessions.begin() as session:
        assert [waiting.candidate_id for waiting in await waiting_in(session, city)] == [early, late]
        assert len(await waiting_in(session, city, limit=1)) == 1
        await leave_waitlist(session, early, now=NOW)
        assert [waiting.candidate_id for waiting in await waiting_in(session, city)] == [late]
    assert await join(early, 4) is True


@pytest.mark.parametrize(
    "link", ["http://t.me/kazan", "https://example.org/kazan", "https://t.me/", "https://t.me.evil.example/x", "@kazan"]
)
async def test_only_a_telegram_link_is_a_contact(world: World, link: str) -> None:
    with pytest.raises(Exception, match="ck_cities_contact_link"):
        await world.city(contact_link=link)
