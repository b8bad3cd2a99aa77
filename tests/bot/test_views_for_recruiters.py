from sqlalchemy.ext.asyncio import AsyncSession

from bot.card import NoChat
from database.ledger import Begun, SendKey, begin_send, complete_send
from tests.bot.letters import UNTIL, about, captions, card_of, envelope_of
from tests.bot.seeded import MARIA, Seeded
from workflows.letters import to_candidate, to_recruiter


async def test_a_recruiter_without_telegram_has_no_chat_and_says_why(seeded: Seeded, session: AsyncSession) -> None:
    await seeded.world.run("UPDATE recruiters SET tg_chat_id = NULL WHERE id = :id", id=seeded.recruiter)
    envelope = await envelope_of(session, seeded, to_recruiter.AskForApproval(**about(seeded), answer_until=UNTIL))
    assert (envelope.chat_id, envelope.no_chat) == (None, NoChat.RECRUITER_UNREACHABLE)


async def test_each_side_reads_its_own_clock_with_its_name(seeded: Seeded, session: AsyncSession) -> None:
    told = await card_of(session, seeded, to_candidate.RemindCandidate(**about(seeded)))
    asked = await card_of(session, seeded, to_recruiter.AskForApproval(**about(seeded), answer_until=UNTIL))
    assert "Во вторник, 24 ноября, в 14:00 (Екатеринбург, МСК+2)" in told.text
    assert "Во вторник, 24 ноября, в 12:00 (МСК)" in asked.text
    assert "У кандидата: во вторник, 24 ноября, в 14:00 (Екатеринбург, МСК+2)" in asked.text


async def test_the_candidates_clock_is_left_out_where_it_shows_the_same(seeded: Seeded, session: AsyncSession) -> None:
    await seeded.world.run("UPDATE cities SET zone = 'Europe/Moscow' WHERE id = :id", id=seeded.city)
    card = await card_of(session, seeded, to_recruiter.AskForApproval(**about(seeded), answer_until=UNTIL))
    assert "У кандидата" not in card.text


async def test_the_card_carries_the_answers_in_place_and_as_a_file(seeded: Seeded, session: AsyncSession) -> None:
    card = await card_of(session, seeded, to_recruiter.AskForApproval(**about(seeded), answer_until=UNTIL))
    assert "<blockquote expandable>" in card.text
    assert "<b>Сейчас:</b> Ищу работу" in card.text
    assert "Люблю &lt;людей&gt; &amp; общение" in card.text
    assert card.document is not None
    assert "Люблю <людей> & общение".encode() in card.document.data
    assert "файле" not in card.text
    assert captions(card) == ["✅ Согласовать", "🔁 Другое время", "⛔️ Отклонить"]


async def test_long_answers_follow_as_a_file(seeded: Seeded, session: AsyncSession) -> None:
    await seeded.world.run("UPDATE test_answers SET text = repeat('я', 900) WHERE question_id = 'motivation'")
    card = await card_of(session, seeded, to_recruiter.AskForApproval(**about(seeded), answer_until=UNTIL))
    assert card.document is not None
    assert "я" * 900 in card.document.data.decode()
    assert "я" * 900 not in card.text
    assert "в файле" in card.text


async def test_the_card_shows_what_happened_and_no_dead_buttons(seeded: Seeded, session: AsyncSession) -> None:
    await seeded.set_booking("declined", over=True)
    card = await card_of(session, seeded, to_recruiter.UpdateCard(**about(seeded)))
    assert "Кандидат не сможет" in card.text
    assert card.keyboard is None


async def test_the_card_is_the_message_that_asked_for_approval(seeded: Seeded, session: AsyncSession) -> None:
    key = SendKey(candidate_id=seeded.candidate, kind="ask_for_approval", booking_id=seeded.booking, revision=1)
    async with seeded.world.sessions.begin() as ledger:
        begun = await begin_send(ledger, key, chat_id=MARIA)
        assert isinstance(begun, Begun)
        await complete_send(ledger, begun.send_id, message_id=321)
    assert (await envelope_of(session, seeded, to_recruiter.UpdateCard(**about(seeded)))).edits == 321
    await seeded.world.run("UPDATE recruiters SET tg_chat_id = 7002 WHERE id = :id", id=seeded.recruiter)
    assert (await envelope_of(session, seeded, to_recruiter.UpdateCard(**about(seeded)))).edits is None
