import pytest
from aiogram.methods import SendDocument, SendMessage
from aiogram.types import BufferedInputFile, InlineKeyboardMarkup

from bot.callbacks import ErasurePress, ErasureStep
from database.people.candidates import keep_text, set_language, set_phone
from domain.ids import CandidateId
from tests.bot.seeded import ANNA, MARIA, NOBODY_YET, STRANGER, Seeded
from tests.bot.switchboard import Switchboard
from tests.database.world import NOW
from workflows.messages import CandidateArrived, ErasureAsked


def press_of(seeded: Seeded, step: ErasureStep) -> str:
    return ErasurePress(step=step, candidate_id=seeded.candidate).pack()


def captions(keyboard: object) -> list[str]:
    assert isinstance(keyboard, InlineKeyboardMarkup)
    return [button.text for row in keyboard.inline_keyboard for button in row]


async def kept(seeded: Seeded) -> bool:
    return bool(await seeded.world.ask("SELECT erased_at IS NULL FROM candidates WHERE id = :id", id=seeded.candidate))


async def test_a_candidate_is_shown_everything_that_is_known_of_them(seeded: Seeded, switchboard: Switchboard) -> None:
    async with seeded.world.sessions.begin() as session:
        await set_phone(session, seeded.candidate, "+79000000000")
        await keep_text(session, candidate_id=seeded.candidate, update_id=1, text="Можно вечером?", written_at=NOW)
    await switchboard.write(ANNA, "/me")
    (sent,) = [call for call in switchboard.wire.calls if isinstance(call, SendMessage)]
    for known in (
        "Петрова Анна Сергеевна",
        "Екатеринбург",
        "+79000000000",
        "@anna_p",
        "номер 5001",
        "Русский",
        "<b>Возраст:</b> 23",
        "Ищу работу",
        "Люблю &lt;людей&gt; &amp; общение",
        "Во вторник, 24 ноября, в 14:00 (Екатеринбург, МСК+2), Мария Соколова: ждёт согласования",
        "1 ваше сообщение",
    ):
        assert known in sent.text
    assert captions(sent.reply_markup) == ["🗑 Удалить мои данные"]
    assert switchboard.journeys.told == []


async def test_long_answers_come_in_full_as_a_file(seeded: Seeded, switchboard: Switchboard) -> None:
    long = "Очень люблю людей. " * 30
    await seeded.world.run("UPDATE test_answers SET text = :long WHERE question_id = 'motivation'", long=long)
    await switchboard.write(ANNA, "/me")
    assert "Полные ответы в файле ниже" in switchboard.said()[0]
    (file,) = [call.document for call in switchboard.wire.calls if isinstance(call, SendDocument)]
    assert isinstance(file, BufferedInputFile)
    assert long in file.data.decode()


async def test_a_candidate_in_mid_test_is_told_where_the_answers_will_stand(
    seeded: Seeded, switchboard: Switchboard
) -> None:
    await switchboard.write(NOBODY_YET, "/start")
    await switchboard.write(NOBODY_YET, "/me")
    assert "Ответы на вопросы появятся здесь" in switchboard.said()[0]
    assert "Имя: ещё не знаем" in switchboard.said()[0]
    assert await kept(seeded)


async def test_whom_nobody_met_is_told_that_nothing_is_kept(switchboard: Switchboard) -> None:
    await switchboard.write(NOBODY_YET, "/me")
    assert "ничего о вас не храним" in switchboard.said()[0]


async def test_a_recruiter_is_shown_their_place_and_who_changes_it(switchboard: Switchboard) -> None:
    await switchboard.write(MARIA, "/me")
    (text,) = switchboard.said()
    for known in ("Мария Соколова", "Города: Екатеринбург.", "Europe/Moscow, сейчас 12:00 (МСК)", "администратору"):
        assert known in text


async def test_the_button_asks_and_says_what_will_happen(seeded: Seeded, switchboard: Switchboard) -> None:
    await switchboard.press(ANNA, press_of(seeded, ErasureStep.ASK))
    (question,) = switchboard.edits()
    assert "во вторник, 24 ноября, в 14:00 (Екатеринбург, МСК+2) будет отменено" in (question.text or "")
    assert captions(question.reply_markup) == ["Да, удалить всё", "← Назад"]
    await switchboard.press(ANNA, press_of(seeded, ErasureStep.BACK))
    assert "Что мы о вас знаем" in (switchboard.edits()[1].text or "")
    assert switchboard.journeys.told == []
    assert await kept(seeded)


async def test_the_second_press_lets_the_journey_end_and_erase(seeded: Seeded, switchboard: Switchboard) -> None:
    update_id = await switchboard.press(ANNA, press_of(seeded, ErasureStep.SURE))
    assert switchboard.journeys.told == [(seeded.candidate, ErasureAsked(update_id=update_id, message_id=77))]
    assert switchboard.keyboards() == [None]
    assert await kept(seeded)


async def test_without_an_open_journey_everything_is_erased_at_once(seeded: Seeded, switchboard: Switchboard) -> None:
    switchboard.journeys.open = False
    await switchboard.press(ANNA, press_of(seeded, ErasureStep.SURE))
    (said,) = switchboard.edits()
    assert "удалено" in (said.text or "")
    assert not await kept(seeded)
    assert await seeded.world.ask("SELECT status FROM bookings") == "cancelled"
    await switchboard.write(ANNA, "/me")
    assert "ничего о вас не храним" in switchboard.said()[0]


async def test_a_button_of_who_somebody_was_before_erases_nothing_of_the_new_candidate(
    seeded: Seeded, switchboard: Switchboard
) -> None:
    switchboard.journeys.open = False
    await switchboard.press(ANNA, press_of(seeded, ErasureStep.SURE))
    update_id = await switchboard.write(ANNA, "/start")
    ((new, news),) = switchboard.journeys.arrived
    assert news == CandidateArrived(at=NOW, update_id=update_id)
    assert new != seeded.candidate
    await switchboard.press(ANNA, press_of(seeded, ErasureStep.SURE))
    assert "уже не действует" in (switchboard.answers()[-1] or "")
    assert await seeded.world.ask("SELECT erased_at IS NULL FROM candidates WHERE id = :id", id=new)


@pytest.mark.parametrize("person", [MARIA, STRANGER])
async def test_nobody_else_can_have_a_candidate_erased(person: int, seeded: Seeded, switchboard: Switchboard) -> None:
    for step in ErasureStep:
        await switchboard.press(person, press_of(seeded, step))
    await switchboard.press(ANNA, ErasurePress(step=ErasureStep.SURE, candidate_id=CandidateId(999_999)).pack())
    assert all("уже не действует" in (answer or "") for answer in switchboard.answers())
    assert switchboard.journeys.told == []
    assert await kept(seeded)


async def test_it_is_all_said_in_the_candidates_language(seeded: Seeded, switchboard: Switchboard) -> None:
    async with seeded.world.sessions.begin() as session:
        await set_language(session, seeded.candidate, "en")
    await switchboard.write(ANNA, "/me")
    (sent,) = [call for call in switchboard.wire.calls if isinstance(call, SendMessage)]
    assert "What we know of you" in sent.text
    assert captions(sent.reply_markup) == ["🗑 Delete my data"]
    await switchboard.press(ANNA, press_of(seeded, ErasureStep.ASK))
    assert captions(switchboard.edits()[0].reply_markup) == ["Yes, delete everything", "← Back"]
    switchboard.journeys.open = False
    await switchboard.press(ANNA, press_of(seeded, ErasureStep.SURE))
    assert "everything we knew of you is deleted" in (switchboard.edits()[1].text or "")
