from datetime import timedelta

import pytest

from database.people.invitations import issue_invitation
from tests.bot.seeded import ANNA, MARIA, NOBODY_YET, STRANGER, Seeded
from tests.bot.switchboard import Switchboard
from tests.database.world import NOW
from workflows.messages import CandidateArrived

MONTH = timedelta(days=30)


async def invite(seeded: Seeded, lifetime: timedelta = MONTH) -> str:
    async with seeded.world.sessions.begin() as session:
        return await issue_invitation(session, seeded.other_recruiter, now=NOW, lifetime=lifetime)


async def test_start_meets_the_candidate_and_begins_a_journey(seeded: Seeded, switchboard: Switchboard) -> None:
    update_id = await switchboard.write(NOBODY_YET, "/start")
    met = await seeded.world.ask("SELECT id FROM candidates WHERE telegram_id = :id", id=NOBODY_YET)
    assert switchboard.journeys.arrived == [(met, CandidateArrived(at=NOW, update_id=update_id))]
    assert switchboard.said() == []


async def test_start_again_resumes_the_same_candidate(seeded: Seeded, switchboard: Switchboard) -> None:
    await switchboard.write(ANNA, "/start")
    await switchboard.write(ANNA, "/start from-an-advert")
    assert [candidate for candidate, _ in switchboard.journeys.arrived] == [seeded.candidate] * 2


async def test_the_journey_finds_the_candidate_at_once(seeded: Seeded, switchboard: Switchboard) -> None:
    found: list[int] = []
    arrive = switchboard.journeys.arrive

    async def look_up(candidate_id: int, news: CandidateArrived) -> None:
        found.append(await seeded.world.ask("SELECT count(*) FROM candidates WHERE id = :id", id=candidate_id))
        await arrive(candidate_id, news)  # type: ignore[arg-type] # the id comes back from the database

    switchboard.journeys.arrive = look_up  # type: ignore[method-assign] # it looks before it notes
    await switchboard.write(NOBODY_YET, "/start")
    assert found == [1]


async def test_an_invitation_links_the_recruiter_and_welcomes_them(seeded: Seeded, switchboard: Switchboard) -> None:
    token = await invite(seeded)
    await switchboard.write(STRANGER, f"/start r_{token}")
    await switchboard.write(STRANGER, f"/start r_{token}")
    linked = await seeded.world.ask("SELECT tg_chat_id FROM recruiters WHERE id = :id", id=seeded.other_recruiter)
    assert linked == STRANGER
    assert [text.split("\n")[0] for text in switchboard.said()] == ["👋 <b>Здравствуйте, Илья Ким!</b>"] * 2
    assert "Города: Екатеринбург." in switchboard.said()[0]
    assert switchboard.journeys.arrived == []


async def test_an_invitation_that_somebody_else_used_is_refused(seeded: Seeded, switchboard: Switchboard) -> None:
    token = await invite(seeded)
    await switchboard.write(STRANGER, f"/start r_{token}")
    await switchboard.write(NOBODY_YET, f"/start r_{token}")
    assert "уже зарегистрирован" in switchboard.said()[1]


async def test_an_expired_an_unknown_and_a_second_invitation_are_refused(
    seeded: Seeded, switchboard: Switchboard
) -> None:
    await switchboard.write(STRANGER, f"/start r_{await invite(seeded, -MONTH)}")
    await switchboard.write(STRANGER, "/start r_nonsense")
    await switchboard.write(MARIA, f"/start r_{await invite(seeded)}")
    expired, unknown, taken = switchboard.said()
    assert "истёк" in expired
    assert "не знаем" in unknown
    assert "другому рекрутёру" in taken
    assert switchboard.journeys.arrived == []


async def test_a_recruiter_who_starts_is_greeted_and_begins_no_journey(switchboard: Switchboard) -> None:
    await switchboard.write(MARIA, "/start")
    assert "Здравствуйте, Мария Соколова!" in switchboard.said()[0]
    assert switchboard.journeys.arrived == []


async def test_stop_asks_back_first(switchboard: Switchboard) -> None:
    await switchboard.write(ANNA, "/stop")
    assert "Отменить заявку?" in switchboard.said()[0]
    assert switchboard.journeys.told == []


async def test_stop_of_somebody_we_never_met_says_how_to_begin(switchboard: Switchboard) -> None:
    await switchboard.write(NOBODY_YET, "/stop")
    assert "/start" in switchboard.said()[0]


@pytest.mark.parametrize("command", ["/help", "/nonsense", "/today"])
async def test_help_tells_a_candidate_what_can_be_done(command: str, switchboard: Switchboard) -> None:
    await switchboard.write(ANNA, command)
    assert "записаться на короткое собеседование" in switchboard.said()[0]
    assert switchboard.journeys.told == []


async def test_help_tells_a_recruiter_something_else(switchboard: Switchboard) -> None:
    await switchboard.write(MARIA, "/help")
    assert "/today" in switchboard.said()[0]


async def test_today_shows_the_recruiters_own_day(seeded: Seeded, switchboard: Switchboard) -> None:
    await switchboard.write(MARIA, "/today")
    await seeded.world.run(
        "UPDATE slots SET starts_at = starts_at - interval '23 h', ends_at = ends_at - interval '23 h'"
    )
    await switchboard.write(MARIA, "/today")
    empty, full = switchboard.said()
    assert "На сегодня собеседований нет." in empty
    assert "Понедельник, 23 ноября" in full
    assert "Ждут вашего ответа" in full
    assert "13:00 Петрова Анна Сергеевна, Екатеринбург" in full
