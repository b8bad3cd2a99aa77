from datetime import timedelta

import pytest
from aiogram.methods import SendMessage

from bot.callbacks import DropReplyPress, ReplyPress
from domain.ids import CandidateId
from tests.bot.seeded import ANNA, MARIA, STRANGER, Seeded
from tests.bot.switchboard import Switchboard, message_from
from tests.database.world import NOW
from workflows.occasions import RecruiterReplied

COLLEAGUE = 7100
ANOTHER = 5002


def answer(seeded: Seeded) -> str:
    return ReplyPress(candidate_id=seeded.candidate).pack()


def drop(seeded: Seeded) -> str:
    return DropReplyPress(candidate_id=seeded.candidate).pack()


async def link_colleague(seeded: Seeded) -> None:
    await seeded.world.run(
        "UPDATE recruiters SET telegram_id = :id, tg_chat_id = :id WHERE id = :colleague",
        id=COLLEAGUE,
        colleague=seeded.other_recruiter,
    )


async def prompts(seeded: Seeded) -> int:
    return int(await seeded.world.ask("SELECT count(*) FROM recruiter_prompts"))


async def test_the_next_words_go_to_the_candidate(seeded: Seeded, switchboard: Switchboard) -> None:
    await switchboard.press(MARIA, answer(seeded))
    update_id = await switchboard.write(MARIA, "Да, можно в 18:00")
    replied = RecruiterReplied(update_id=update_id, recruiter_id=seeded.recruiter, text="Да, можно в 18:00")
    assert switchboard.journeys.told == [(seeded.candidate, replied)]
    asked, passed = switchboard.said()
    assert "Петрова Анна Сергеевна" in asked
    assert "15 минут" in asked
    assert "Передали" in passed
    await switchboard.write(MARIA, "И ещё")
    assert len(switchboard.journeys.told) == 1
    assert "«✍️ Ответить»" in switchboard.said()[2]


async def test_a_colleague_who_serves_the_city_may_answer(seeded: Seeded, switchboard: Switchboard) -> None:
    await link_colleague(seeded)
    await switchboard.press(COLLEAGUE, answer(seeded))
    await switchboard.write(COLLEAGUE, "Подскажу")
    ((_, told),) = switchboard.journeys.told
    assert isinstance(told, RecruiterReplied)
    assert told.recruiter_id == seeded.other_recruiter


async def test_who_holds_the_booking_may_answer_wherever_they_serve(seeded: Seeded, switchboard: Switchboard) -> None:
    await seeded.world.run("DELETE FROM recruiter_cities")
    await switchboard.press(MARIA, answer(seeded))
    assert await prompts(seeded) == 1


@pytest.mark.parametrize(
    "change",
    ["SELECT 1", "DELETE FROM recruiter_cities", "UPDATE recruiters SET active = false"],
    ids=["unknown", "elsewhere", "inactive"],
)
async def test_nobody_else_may_answer(change: str, seeded: Seeded, switchboard: Switchboard) -> None:
    await link_colleague(seeded)
    await seeded.world.run(change)
    person = STRANGER if change == "SELECT 1" else COLLEAGUE
    await switchboard.press(person, answer(seeded))
    await switchboard.press(MARIA, ReplyPress(candidate_id=CandidateId(seeded.candidate + 1000)).pack())
    assert switchboard.answers() == ["Эта кнопка не для вас."] * 2
    assert await seeded.strange_presses() == 2
    assert await prompts(seeded) == 0
    assert switchboard.said() == []


async def test_who_lost_the_right_meanwhile_is_told(seeded: Seeded, switchboard: Switchboard) -> None:
    await link_colleague(seeded)
    await switchboard.press(COLLEAGUE, answer(seeded))
    await seeded.world.run("UPDATE recruiters SET active = false WHERE telegram_id = :id", id=COLLEAGUE)
    await switchboard.write(COLLEAGUE, "Подскажу")
    assert switchboard.journeys.told == []
    assert "не передали" in switchboard.said()[1]


async def test_a_candidate_cannot_write_as_a_recruiter(seeded: Seeded, switchboard: Switchboard) -> None:
    await switchboard.press(ANNA, answer(seeded))
    assert switchboard.answers() == ["Эта кнопка не для вас."]


async def test_after_a_quarter_of_an_hour_nobody_is_meant(seeded: Seeded, switchboard: Switchboard) -> None:
    await switchboard.press(MARIA, answer(seeded))
    await seeded.world.run("UPDATE recruiter_prompts SET asked_at = :at", at=NOW - timedelta(minutes=15, seconds=1))
    await switchboard.write(MARIA, "Да")
    assert switchboard.journeys.told == []
    assert "больше 15 минут" in switchboard.said()[1]
    assert await prompts(seeded) == 0


async def test_cancelling_forgets_whom_it_was_for(seeded: Seeded, switchboard: Switchboard) -> None:
    await switchboard.press(MARIA, answer(seeded))
    await switchboard.press(MARIA, drop(seeded))
    assert [edit.text for edit in switchboard.edits()] == ["Хорошо, ничего не передаём."]
    await switchboard.write(MARIA, "Да")
    assert switchboard.journeys.told == []
    await switchboard.press(MARIA, drop(seeded))
    assert "уже не действует" in (switchboard.answers()[2] or "")


async def test_the_last_asked_candidate_is_meant(seeded: Seeded, switchboard: Switchboard) -> None:
    other = await seeded.world.candidate(telegram_id=ANOTHER, chat_id=ANOTHER, city_id=seeded.city)
    await switchboard.press(MARIA, answer(seeded))
    await switchboard.press(MARIA, ReplyPress(candidate_id=CandidateId(other)).pack())
    await switchboard.press(MARIA, drop(seeded))
    await switchboard.write(MARIA, "Да")
    assert [candidate for candidate, _ in switchboard.journeys.told] == [other]


async def test_what_cannot_be_passed_on_leaves_the_question_open(seeded: Seeded, switchboard: Switchboard) -> None:
    await switchboard.press(MARIA, answer(seeded))
    await switchboard.feed("message", message_from(MARIA, dice={"emoji": "🎲", "value": 1}))
    await switchboard.write(MARIA, "я" * 3001)
    assert switchboard.journeys.told == []
    _asked, thing, long = switchboard.said()
    assert "только текст" in thing
    assert "3000" in long
    await switchboard.write(MARIA, "Да")
    assert len(switchboard.journeys.told) == 1


async def test_an_answer_after_the_end_is_passed_on_all_the_same(seeded: Seeded, switchboard: Switchboard) -> None:
    await switchboard.press(MARIA, answer(seeded))
    switchboard.journeys.open = False
    await switchboard.write(MARIA, "Да")
    (stray,) = switchboard.journeys.relayed
    assert (stray.candidate_id, stray.by, stray.text) == (seeded.candidate, seeded.recruiter, "Да")
    assert "Передали" in switchboard.said()[1]


async def test_who_blocked_the_bot_after_the_end_is_written_to_by_hand(
    seeded: Seeded, switchboard: Switchboard
) -> None:
    await seeded.world.run("UPDATE candidates SET blocked_at = now() WHERE id = :id", id=seeded.candidate)
    await switchboard.press(MARIA, answer(seeded))
    switchboard.journeys.open = False
    await switchboard.write(MARIA, "Да")
    assert "уже закрыта" in switchboard.said()[1]
    (told,) = [call for call in switchboard.wire.calls if isinstance(call, SendMessage) and "закрыта" in call.text]
    assert "https://t.me/anna_p" in str(told.reply_markup)
