from sqlalchemy.ext.asyncio import AsyncSession

from domain.ids import SlotId
from domain.moves import MoveDenial
from domain.stages import Stage
from tests.bot.letters import UNTIL, about, captions, card_of, envelope_of, pressed
from tests.bot.moves import ask_to_move, offer_times, own_slots, want
from tests.bot.seeded import Seeded
from workflows.letters import of_move, to_candidate, to_recruiter

WAYS_OUT = ["❌ Не смогу", "Позвать человека"]


def standing(seeded: Seeded) -> to_candidate.ShowWhereYouStand:
    return to_candidate.ShowWhereYouStand(
        stage=Stage.RESCHEDULE_REQUESTED, booking_id=seeded.booking, revision=1, stale=False
    )


async def test_who_asks_to_move_picks_a_time_unless_the_recruiter_has_to(seeded: Seeded, session: AsyncSession) -> None:
    await seeded.set_booking("booked")
    free, by_hand = [
        await card_of(
            session, seeded, of_move.AcknowledgeMoveRequest(**about(seeded), answer_until=UNTIL, by_hand=hand)
        )
        for hand in (False, True)
    ]
    assert captions(free) == ["🗓 Выбрать время", "Оставить как есть", *WAYS_OUT]
    assert captions(by_hand) == ["Оставить как есть", *WAYS_OUT]
    assert "Во вторник" not in free.text
    assert "во вторник, 24 ноября, в 14:00 (Екатеринбург, МСК+2)" in free.text


async def test_the_times_to_move_to_are_those_of_the_bookings_recruiter(seeded: Seeded, session: AsyncSession) -> None:
    await seeded.set_booking("booked")
    first, second = await own_slots(seeded)
    card = await card_of(session, seeded, of_move.OfferWantedSlots(**about(seeded)))
    assert captions(card) == ["14:00", "15:00", "🔄 Обновить", "← Назад", "Оставить как есть", *WAYS_OUT]
    assert pressed(card)[:2] == [f"w:{seeded.booking}:1:{first}", f"w:{seeded.booking}:1:{second}"]
    assert "Среда, 25 ноября" in card.text


async def test_times_to_move_to_stand_by_day(seeded: Seeded, session: AsyncSession) -> None:
    await own_slots(seeded, count=1, hours=48)
    await own_slots(seeded, count=1, hours=96)
    beyond = await card_of(session, seeded, of_move.OfferWantedSlots(**about(seeded), page=9))
    assert "Страница 2 из 2" in beyond.text
    assert captions(beyond)[:2] == ["14:00", "‹ Раньше"]


async def test_without_another_time_the_old_one_stays_and_the_recruiter_will_offer(
    seeded: Seeded, session: AsyncSession
) -> None:
    await seeded.set_booking("booked")
    card = await card_of(session, seeded, of_move.OfferWantedSlots(**about(seeded), because=MoveDenial.SLOT_TAKEN))
    assert card.text.startswith("Это время только что занял другой человек.\n")
    assert "сейчас нет" in card.text
    assert captions(card) == ["🔄 Обновить", "← Назад", "Оставить как есть", *WAYS_OUT]


async def test_a_picked_time_is_put_before_the_recruiter(seeded: Seeded, session: AsyncSession) -> None:
    await seeded.set_booking("booked")
    await ask_to_move(seeded, wish="Лучше <вечером>")
    (slot_id,) = await own_slots(seeded, count=1)
    await want(seeded, slot_id)
    told = await card_of(session, seeded, of_move.TellMoveWanted(**about(seeded), slot_id=slot_id, answer_until=UNTIL))
    passed = await card_of(
        session, seeded, of_move.PassMoveRequest(**about(seeded), slot_id=slot_id, answer_until=UNTIL)
    )
    card = await card_of(session, seeded, to_recruiter.UpdateCard(**about(seeded)))
    answers = ["✅ Перенести", "🗓 Предложить другое", "📌 Оставить как есть", "🚫 Отменить собеседование"]
    assert "в среду, 25 ноября, в 14:00 (Екатеринбург, МСК+2)" in told.text
    assert captions(told) == ["🗓 Выбрать другое", "Оставить как есть", *WAYS_OUT]
    assert "в среду, 25 ноября, в 12:00 (МСК)" in passed.text
    assert "Лучше &lt;вечером&gt;" in passed.text
    assert "Кандидат просит перенести" in card.text
    assert captions(passed) == captions(card) == answers
    assert pressed(card)[0] == f"mv:{seeded.booking}:1:{slot_id}"


async def test_a_request_for_which_another_time_was_asked_can_still_be_agreed_to(
    seeded: Seeded, session: AsyncSession
) -> None:
    slots = await own_slots(seeded)
    await offer_times(seeded, *slots)
    card = await card_of(session, seeded, to_recruiter.UpdateCard(**about(seeded)))
    assert "Ждёт вашего ответа" not in card.text
    assert "Предложено: ср, 25 нояб., 12:00; ср, 25 нояб., 13:00 (МСК)" in card.text
    assert captions(card) == ["✅ Согласовать прежнее время", "🗓 Предложить другое", "⛔️ Отклонить"]


async def test_offered_times_are_buttons_as_long_as_they_are_free(seeded: Seeded, session: AsyncSession) -> None:
    first, second = await own_slots(seeded)
    letter = of_move.OfferOtherTimes(**about(seeded), slot_ids=(second, first), answer_until=UNTIL)
    assert captions(await card_of(session, seeded, letter)) == [
        "ср, 25 нояб., 14:00",
        "ср, 25 нояб., 15:00",
        "🗓 Другое время",
        *WAYS_OUT,
    ]
    await seeded.world.run("UPDATE slots SET withdrawn_at = now()")
    await session.commit()
    assert captions(await card_of(session, seeded, letter)) == ["🗓 Выбрать время", *WAYS_OUT]


async def test_where_you_stand_goes_by_whose_turn_it_is(seeded: Seeded, session: AsyncSession) -> None:
    await seeded.set_booking("booked")
    first, second = await own_slots(seeded)
    await ask_to_move(seeded)
    asked = await card_of(session, seeded, standing(seeded))
    await session.commit()
    await offer_times(seeded, first)
    offered = await card_of(session, seeded, standing(seeded))
    await session.commit()
    await want(seeded, second)
    picked = await card_of(session, seeded, standing(seeded))
    assert captions(asked) == ["🗓 Выбрать время", "Оставить как есть", *WAYS_OUT]
    assert captions(offered) == ["ср, 25 нояб., 14:00", "🗓 Другое время", *WAYS_OUT]
    assert captions(picked) == ["🗓 Выбрать другое", "Оставить как есть", *WAYS_OUT]
    assert ["ответ придёт сюда" in asked.text, "Ждём вашего выбора" in offered.text, "в 15:00" in picked.text] == [
        True,
        True,
        True,
    ]


async def test_who_has_moved_as_often_as_they_may_is_not_led_to_a_list(seeded: Seeded, session: AsyncSession) -> None:
    await seeded.set_booking("booked")
    await ask_to_move(seeded)
    await seeded.world.run("""UPDATE cities SET policy = '{"moves_by_candidate": 0}'""")
    assert captions(await card_of(session, seeded, standing(seeded))) == ["Оставить как есть", *WAYS_OUT]


async def test_a_moved_interview_comes_with_its_new_time_and_the_calendars_file(
    seeded: Seeded, session: AsyncSession
) -> None:
    await seeded.set_booking("booked")
    early = await envelope_of(session, seeded, of_move.TellMoved(**about(seeded), with_buttons=False))
    late = await card_of(session, seeded, of_move.TellMoved(**about(seeded), with_buttons=True))
    for part in ("перенесено", "15–20 минут", "Мария Соколова", "МСК+2", "пришлём напоминание"):
        assert part in early.card.text
    assert early.card.document is not None
    assert captions(early.card)[0] == "🔁 Просьба перенести"
    assert captions(late) == ["✅ Подтверждаю", "❌ Не смогу", "🔁 Просьба перенести"]


async def test_a_refused_move_leaves_a_request_unconfirmed(seeded: Seeded, session: AsyncSession) -> None:
    pending = await card_of(session, seeded, of_move.TellMoveRefused(**about(seeded)))
    await seeded.set_booking("booked")
    await session.commit()
    booked = await card_of(session, seeded, of_move.TellMoveRefused(**about(seeded)))
    assert "ещё не подтверждено" in pending.text
    assert captions(pending) == ["🔁 Просьба перенести", *WAYS_OUT]
    assert "ещё не подтверждено" not in booked.text
    assert captions(booked) == ["✅ Подтверждаю", "❌ Не смогу", "🔁 Просьба перенести"]


async def test_a_recruiter_who_hears_how_a_move_ended_can_go_on(seeded: Seeded, session: AsyncSession) -> None:
    await seeded.set_booking("booked")
    for letter in (of_move.ReportMove(**about(seeded)), of_move.ReportNoChoice(**about(seeded))):
        card = await card_of(session, seeded, letter)
        assert captions(card) == ["🔁 Другое время", "🚫 Отменить собеседование"]


async def test_a_slot_that_nobody_knows_is_left_out(seeded: Seeded, session: AsyncSession) -> None:
    unknown = SlotId(10**9)
    told = of_move.TellMoveWanted(**about(seeded), slot_id=unknown, answer_until=UNTIL)
    passed = of_move.PassMoveRequest(**about(seeded), slot_id=unknown, answer_until=UNTIL)
    assert "Новое время" not in (await card_of(session, seeded, told)).text
    assert "Новое время" not in (await card_of(session, seeded, passed)).text
