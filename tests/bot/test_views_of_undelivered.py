import pytest
from aiogram.types import InlineKeyboardMarkup
from sqlalchemy.ext.asyncio import AsyncSession

from bot import telegram_html, wording
from bot.card import Card
from bot.keyboards.decisions import LONGEST_COPY
from bot.samples import SAMPLES
from bot.views.undelivered import OCCASIONS, Occasion
from tests.bot.letters import about, card_of
from tests.bot.seeded import Seeded
from workflows.letters.to_recruiter import ReportUndelivered

WHEN = "во вторник, 24 ноября, в 14:00 (Екатеринбург, МСК+2)"
WORDS = {
    "congratulate": "Собеседование назначено",
    "remind_candidate": "Напоминаю о собеседовании",
    "give_meeting_details": "Ссылка на встречу: https://meet.example.org/ekb",
    "tell_moved": "новое время",
    "tell_move_refused": "время прежнее",
    "offer_other_times": "другое время",
    "acknowledge_move_request": "Просьбу перенести",
    "tell_request_sent": "Скоро ответим",
    "withdraw_invitation": "отменено",
    "blocked": "Пишу по поводу собеседования",
    "introduce_human": "Пишу по поводу собеседования",
}


def to_copy(card: Card) -> str:
    assert isinstance(card.keyboard, InlineKeyboardMarkup)
    copies = [button.copy_text.text for row in card.keyboard.inline_keyboard for button in row if button.copy_text]
    return copies[0]


@pytest.mark.parametrize(("kind", "said"), WORDS.items())
async def test_the_words_to_copy_say_what_was_not_delivered(
    kind: str, said: str, seeded: Seeded, session: AsyncSession
) -> None:
    await seeded.set_booking("booked")
    card = await card_of(session, seeded, ReportUndelivered(**about(seeded), undelivered=kind, certain=True))
    words = to_copy(card)
    assert words.startswith("Здравствуйте, Анна!")
    assert said in words
    assert WHEN in words
    assert f"<blockquote>{words}</blockquote>" in card.text, "nothing was cut"


@pytest.mark.parametrize(
    ("status", "said"),
    [("rejected", "встретиться не получится"), ("cancelled", "отменено"), ("expired", "отменено")],
)
async def test_what_became_of_the_booking_since_counts_more(
    status: str, said: str, seeded: Seeded, session: AsyncSession
) -> None:
    await seeded.set_booking(status, over=True)
    letter = ReportUndelivered(**about(seeded), undelivered="congratulate", certain=True)
    assert said in to_copy(await card_of(session, seeded, letter))


async def test_the_report_names_the_chat_and_the_phone(seeded: Seeded, session: AsyncSession) -> None:
    letter = ReportUndelivered(**about(seeded), undelivered="congratulate", certain=True)
    without = await card_of(session, seeded, letter)
    await seeded.world.run("UPDATE candidates SET phone = '+79000000000'")
    await session.rollback()
    card = await card_of(session, seeded, letter)
    assert "Свяжитесь с кандидатом вручную" in card.text
    assert "https://t.me/anna_p" in card.text
    assert ("+79000000000" in without.text, "+79000000000" in card.text) == (False, True)


async def test_doubt_is_told_apart_from_certainty(seeded: Seeded, session: AsyncSession) -> None:
    letter = ReportUndelivered(**about(seeded), undelivered="remind_candidate", certain=False)
    assert "не уверены" in (await card_of(session, seeded, letter)).text


def test_every_occasion_has_its_own_words_that_fit_into_the_button() -> None:
    samples = {sample["occasion"]: sample for sample in SAMPLES["replies/words_to_copy"]}
    assert set(samples) == set(Occasion)
    assert set(OCCASIONS.values()) <= set(Occasion)
    plain = {telegram_html.plain(wording.render("replies/words_to_copy", "ru", each)) for each in samples.values()}
    assert len(plain) == len(Occasion)
    assert all(telegram_html.units(words) <= LONGEST_COPY for words in plain)
