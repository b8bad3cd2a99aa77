from sqlalchemy.ext.asyncio import AsyncSession

from bot.card import NoChat
from domain.stages import Stage
from tests.bot.letters import UNTIL, about, captions, card_of, envelope_of
from tests.bot.seeded import LEAD, MARIA, Seeded
from tests.bot.switchboard import Switchboard
from workflows.letters.to_candidate import ShowWhereYouStand, TellRequestSent
from workflows.letters.to_recruiter import AskForApproval, TellLead


async def blocked_at(seeded: Seeded) -> object:
    return await seeded.world.ask("SELECT blocked_at FROM recruiters WHERE id = :id", id=seeded.recruiter)


async def test_a_recruiter_who_blocks_the_bot_is_marked_until_they_come_back(
    seeded: Seeded, switchboard: Switchboard
) -> None:
    await switchboard.membership(MARIA, "kicked")
    assert await blocked_at(seeded) is not None
    await switchboard.membership(MARIA, "member")
    assert await blocked_at(seeded) is None
    assert switchboard.journeys.told == []


async def test_start_makes_a_recruiter_reachable_again(seeded: Seeded, switchboard: Switchboard) -> None:
    await seeded.world.run("UPDATE recruiters SET blocked_at = now()")
    await switchboard.write(MARIA, "/start")
    assert await blocked_at(seeded) is None


async def test_a_blocked_recruiter_has_no_chat(seeded: Seeded, session: AsyncSession) -> None:
    await seeded.world.run("UPDATE recruiters SET blocked_at = now()")
    envelope = await envelope_of(session, seeded, AskForApproval(**about(seeded), answer_until=UNTIL))
    assert (envelope.chat_id, envelope.no_chat) == (None, NoChat.RECRUITER_UNREACHABLE)
    assert envelope.recruiter_id == seeded.recruiter


async def test_the_lead_reads_the_request_and_decides_nothing(seeded: Seeded, session: AsyncSession) -> None:
    await seeded.name_lead()
    await seeded.world.run("UPDATE recruiters SET zone = 'Asia/Vladivostok' WHERE id = :id", id=seeded.other_recruiter)
    envelope = await envelope_of(session, seeded, TellLead(**about(seeded), answer_until=UNTIL))
    card = envelope.card
    assert (envelope.chat_id, envelope.no_chat, envelope.recruiter_id) == (LEAD, None, seeded.other_recruiter)
    assert card.keyboard is None
    assert "Рекрутёр: <b>Мария Соколова</b>" in card.text
    assert "в очереди администраторов" in card.text
    assert "Ответ нужен до вторника, 24 ноября, 01:00 (МСК+7)" in card.text
    assert "Во вторник, 24 ноября, в 19:00 (МСК+7)" in card.text
    assert "У кандидата: во вторник, 24 ноября, в 14:00 (Екатеринбург, МСК+2)" in card.text
    assert "<b>Сейчас:</b> Ищу работу" in card.text


async def test_without_a_lead_there_is_nobody_to_tell(seeded: Seeded, session: AsyncSession) -> None:
    letter = TellLead(**about(seeded), answer_until=UNTIL)
    none = await envelope_of(session, seeded, letter)
    await seeded.name_lead()
    await seeded.world.run("UPDATE recruiters SET blocked_at = now() WHERE id = :id", id=seeded.other_recruiter)
    await session.rollback()
    blocked = await envelope_of(session, seeded, letter)
    assert [(each.chat_id, each.no_chat) for each in (none, blocked)] == [(None, NoChat.NO_LEAD)] * 2


async def test_the_contact_stays_with_whoever_looks_where_they_stand(seeded: Seeded, session: AsyncSession) -> None:
    asked = ShowWhereYouStand(stage=Stage.AWAITING_APPROVAL, **about(seeded), stale=False)
    assert "Свяжитесь с нами" not in captions(await card_of(session, seeded, asked))
    await seeded.world.run("UPDATE recruiters SET blocked_at = now()")
    await session.rollback()
    assert captions(await card_of(session, seeded, asked))[0] == "Свяжитесь с нами"


async def test_the_candidate_gets_the_contact_and_no_internal_remark(seeded: Seeded, session: AsyncSession) -> None:
    letter = TellRequestSent(**about(seeded), answer_until=UNTIL, recruiter_reachable=False)
    card = await card_of(session, seeded, letter)
    assert captions(card)[0] == "Свяжитесь с нами"
    assert "ответим до понедельника, 23 ноября, 20:00 (Екатеринбург, МСК+2)" in card.text
    for internal in ("администратор", "очеред", "Telegram", "недоступ", "заблокир", "привяз", "chat_id"):
        assert internal not in card.text
