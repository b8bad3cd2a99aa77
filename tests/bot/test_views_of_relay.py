from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot import telegram_html
from bot.callbacks import ReplyPress
from bot.card import NoChat
from bot.composer import compose
from domain.ids import RecruiterId
from tests.bot.letters import captions, card_of, envelope_of, order, pressed
from tests.bot.seeded import MARIA, Seeded
from workflows.letters.to_candidate import PassReply
from workflows.letters.to_recruiter import PassWords


async def write(seeded: Seeded, words: str) -> None:
    await seeded.world.run(
        "INSERT INTO candidate_texts (candidate_id, update_id, text, written_at) VALUES (:id, 1, :words, now())",
        id=seeded.candidate,
        words=words,
    )


def to(recruiter: RecruiterId) -> PassWords:
    return PassWords(recruiter_id=recruiter, update_id=1)


async def test_words_say_who_wrote_and_can_be_answered(seeded: Seeded, session: AsyncSession) -> None:
    await write(seeded, "Можно <вечером>?")
    await seeded.world.run("UPDATE candidates SET phone = '+79000000000'")
    envelope = await envelope_of(session, seeded, to(seeded.recruiter))
    text = envelope.card.text
    for part in (
        "Петрова Анна Сергеевна",
        'href="https://t.me/anna_p"',
        "Екатеринбург",
        "+79000000000",
        "<b>Возраст:</b> 23",
        "<b>Сейчас:</b> Ищу работу",
        "Во вторник, 24 ноября, в 12:00 (МСК)",
        "<blockquote>Можно &lt;вечером&gt;?</blockquote>",
    ):
        assert part in text
    assert "Люблю" not in text
    assert (envelope.chat_id, envelope.booking_id) == (MARIA, None)
    assert captions(envelope.card) == ["✍️ Ответить"]
    assert pressed(envelope.card) == [ReplyPress(candidate_id=seeded.candidate).pack()]


async def test_a_colleague_of_the_city_reads_nothing_about_the_booking(seeded: Seeded, session: AsyncSession) -> None:
    await write(seeded, "Здравствуйте")
    await seeded.world.run("UPDATE recruiters SET tg_chat_id = 7100 WHERE id = :id", id=seeded.other_recruiter)
    envelope = await envelope_of(session, seeded, to(seeded.other_recruiter))
    assert envelope.chat_id == 7100
    assert "🗓" not in envelope.card.text


async def test_a_recruiter_without_telegram_cannot_read(seeded: Seeded, session: AsyncSession) -> None:
    await write(seeded, "Здравствуйте")
    envelope = await envelope_of(session, seeded, to(seeded.other_recruiter))
    assert (envelope.chat_id, envelope.no_chat) == (None, NoChat.RECRUITER_UNREACHABLE)


async def test_erased_words_and_unknown_readers_are_nothing_to_send(seeded: Seeded, session: AsyncSession) -> None:
    assert await compose(session, order(seeded, to(seeded.recruiter))) is None
    await write(seeded, "Здравствуйте")
    assert await compose(session, order(seeded, to(RecruiterId(10**9)))) is None


async def test_long_words_follow_in_full_as_a_file(seeded: Seeded, session: AsyncSession) -> None:
    words = "🙂" * 2000
    await write(seeded, words)
    card = await card_of(session, seeded, to(seeded.recruiter))
    assert telegram_html.problems(card.text) == []
    assert "в файле ниже" in card.text
    assert card.document is not None
    document: Any = card.document
    assert document.data.decode() == words


async def test_an_answer_says_whose_it_is(seeded: Seeded, session: AsyncSession) -> None:
    card = await card_of(session, seeded, PassReply(recruiter_id=seeded.recruiter, text="Да, <в 18:00>"))
    assert "<b>Мария Соколова</b>" in card.text
    assert "<blockquote>Да, &lt;в 18:00&gt;</blockquote>" in card.text
    gone = order(seeded, PassReply(recruiter_id=RecruiterId(10**9), text="Да"))
    assert await compose(session, gone) is None


def test_cutting_never_splits_a_sign() -> None:
    assert telegram_html.cut("🙂🙂", 4) == "🙂🙂"
    assert telegram_html.cut("🙂🙂🙂", 4) == "🙂…"
    assert telegram_html.cut("слово", 4) == "сло…"
