import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from database.ledger import Begun, SendKey, begin_send, complete_send
from domain.booking import closed_statuses
from tests.bot.letters import UNTIL, about, card_of, envelope_of
from tests.bot.moves import ask_to_move
from tests.bot.seeded import MARIA, Seeded
from workflows.letters.of_move import PassMoveRequest
from workflows.letters.to_recruiter import ExplainToRecruiter, NudgeRecruiter, ReportSilence, UpdateCard

STATES = [
    ("booked", "recruiter", "<b>Согласовано:</b> Мария Соколова, 23 ноября, 15:00 (МСК)"),
    ("booked", "admin", "<b>Согласовано:</b> администратор, 23 ноября, 15:00 (МСК)"),
    ("confirmed", "candidate", "участие подтверждено:</b> 23 ноября, 15:00 (МСК)"),
    ("rejected", "recruiter", "<b>Отклонено:</b> Мария Соколова"),
    ("rejected", "admin", "<b>Отклонено:</b> администратор"),
    ("expired", "system", "время снова свободно:</b> автоматически, 23 ноября"),
    ("declined", "candidate", "<b>Кандидат не сможет, время снова свободно:</b> 23 ноября"),
    ("cancelled", "candidate", "<b>Отменено:</b> кандидат, 23 ноября"),
    ("cancelled", "recruiter", "<b>Отменено:</b> Мария Соколова, 23 ноября"),
    ("met", "recruiter", "<b>Собеседование состоялось:</b> Мария Соколова"),
    ("missed", "recruiter", "<b>Кандидат не приходил:</b> Мария Соколова"),
    ("ended", "system", "<b>Время собеседования прошло:</b> автоматически"),
]


async def change(seeded: Seeded, status: str, by: str, *, reason: str | None = None, revision: int = 1) -> None:
    await seeded.set_booking(status, over=status not in {"pending", "booked", "confirmed"})
    await seeded.world.run(
        "UPDATE bookings SET changed_by = :by, changed_at = '2026-11-23T12:00Z', reason = :reason, revision = :revision",
        by=by,
        reason=reason,
        revision=revision,
    )


async def sent(seeded: Seeded, kind: str, message_id: int, *, chat_id: int = MARIA) -> None:
    """Write down that the recruiter got a message about the booking."""
    key = SendKey(candidate_id=seeded.candidate, kind=kind, booking_id=seeded.booking, revision=1)
    async with seeded.world.sessions.begin() as ledger:
        begun = await begin_send(ledger, key, chat_id=chat_id)
        assert isinstance(begun, Begun)
        await complete_send(ledger, begun.send_id, message_id=message_id)


@pytest.mark.parametrize(("status", "by", "said"), STATES)
async def test_the_card_says_who_decided_and_when(
    status: str, by: str, said: str, seeded: Seeded, session: AsyncSession
) -> None:
    await change(seeded, status, by)
    assert said in (await card_of(session, seeded, UpdateCard(**about(seeded)))).text


async def test_a_pending_request_says_until_when_and_nobody_who_decided(seeded: Seeded, session: AsyncSession) -> None:
    await seeded.world.run("UPDATE bookings SET answer_until = :until", until=UNTIL)
    text = (await card_of(session, seeded, UpdateCard(**about(seeded)))).text
    assert text.startswith("⏳ <b>Ждёт вашего ответа</b> до понедельника, 23 ноября, 18:00 (МСК)\n\n👤")


async def test_a_booking_that_moved_says_so(seeded: Seeded, session: AsyncSession) -> None:
    await change(seeded, "booked", "candidate", revision=2)
    text = (await card_of(session, seeded, UpdateCard(**about(seeded)))).text
    assert "<b>Перенесено:</b> кандидат, 23 ноября, 15:00 (МСК)" in text


async def test_the_reason_stands_on_the_card_as_it_was_written(seeded: Seeded, session: AsyncSession) -> None:
    await change(seeded, "rejected", "recruiter", reason="Уезжаю <завтра>")
    text = (await card_of(session, seeded, UpdateCard(**about(seeded)))).text
    assert "<blockquote>Уезжаю &lt;завтра&gt;</blockquote>" in text


async def test_messages_whose_question_is_settled_lose_their_buttons(seeded: Seeded, session: AsyncSession) -> None:
    await sent(seeded, NudgeRecruiter.kind, 11)
    await sent(seeded, ReportSilence.kind, 12)
    await sent(seeded, PassMoveRequest.kind, 13)
    letter = UpdateCard(**about(seeded))
    outdated = {}
    for status in ("pending", "booked", "confirmed", "cancelled"):
        await change(seeded, status, "recruiter")
        outdated[status] = (await envelope_of(session, seeded, letter)).outdated
    assert outdated == {"pending": (13, 12), "booked": (11, 13), "confirmed": (11, 13, 12), "cancelled": (11, 13, 12)}


async def test_an_explanation_of_the_past_ends_with_the_next_state(seeded: Seeded, session: AsyncSession) -> None:
    await sent(seeded, ExplainToRecruiter.kind, 14)
    assert (await envelope_of(session, seeded, UpdateCard(**about(seeded)))).outdated == (14,)


async def test_an_open_wish_to_move_keeps_its_buttons_until_it_is_put_anew(
    seeded: Seeded, session: AsyncSession
) -> None:
    await change(seeded, "booked", "recruiter")
    await ask_to_move(seeded)
    await sent(seeded, PassMoveRequest.kind, 13)
    assert (await envelope_of(session, seeded, UpdateCard(**about(seeded)))).outdated == ()
    anew = PassMoveRequest(**about(seeded), answer_until=UNTIL, slot_id=seeded.free_slot)
    assert (await envelope_of(session, seeded, anew)).outdated == (13,)


async def test_a_card_that_came_without_a_request_is_the_one_to_edit(seeded: Seeded, session: AsyncSession) -> None:
    await sent(seeded, UpdateCard.kind, 21)
    assert (await envelope_of(session, seeded, UpdateCard(**about(seeded)))).edits == 21


async def test_messages_in_a_chat_that_the_recruiter_left_stay_alone(seeded: Seeded, session: AsyncSession) -> None:
    await sent(seeded, NudgeRecruiter.kind, 11, chat_id=MARIA + 1)
    await change(seeded, "booked", "recruiter")
    assert (await envelope_of(session, seeded, UpdateCard(**about(seeded)))).outdated == ()


@pytest.mark.parametrize("status", sorted(closed_statuses()))
async def test_no_message_to_the_recruiter_about_a_booking_that_is_over_has_buttons(
    status: str, seeded: Seeded, session: AsyncSession
) -> None:
    await seeded.set_booking(status, over=True)
    for letter in (UpdateCard(**about(seeded)), ExplainToRecruiter(**about(seeded)), ReportSilence(**about(seeded))):
        assert (await card_of(session, seeded, letter)).keyboard is None, letter.kind
