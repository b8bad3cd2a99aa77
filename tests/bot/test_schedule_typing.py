"""Adding times from the phone: typed, shown, confirmed, saved once."""

import pytest

from bot.callbacks import ReplyPress
from bot.schedule_callbacks import DropTimesPress, HowToAddPress, TypedTimesPress
from domain.ids import CityId
from tests.bot.schedules import buttons, last_sent, press_under, type_times, typed
from tests.bot.seeded import ANNA, MARIA, STRANGER, Seeded
from tests.bot.switchboard import Switchboard

WORDS = "завтра 15:00–16:00 по 20 мин"


async def stored(seeded: Seeded) -> int:
    """Return how many slots there are beside those that were there from the beginning."""
    return int(await seeded.world.ask("SELECT count(*) FROM slots")) - 2


async def test_times_are_shown_before_they_are_saved(seeded: Seeded, switchboard: Switchboard) -> None:
    answer = await type_times(switchboard, WORDS)
    assert "3 окна по 20 минут</b> (МСК)" in answer.text
    assert "<b>Вторник, 24 ноября</b>\n15:00, 15:20, 15:40" in answer.text
    assert "🏙 Екатеринбург" in answer.text
    assert list(buttons(answer)) == ["✅ Сохранить (3)", "Отмена"]
    assert answer.reply_parameters is not None
    assert answer.reply_parameters.message_id == 77
    assert await stored(seeded) == 0


async def test_confirmed_times_are_saved_in_the_recruiters_zone(seeded: Seeded, switchboard: Switchboard) -> None:
    save = buttons(await type_times(switchboard, WORDS))["✅ Сохранить (3)"]
    assert "Сохранили 3 окна" in await press_under(switchboard, WORDS, save)
    assert await stored(seeded) == 3
    starts = await seeded.world.ask(
        "SELECT array_agg(to_char(starts_at AT TIME ZONE 'UTC', 'DD HH24:MI') ORDER BY id) FROM slots WHERE id > 2"
    )
    assert starts == ["24 12:00", "24 12:20", "24 12:40"]


async def test_pressing_twice_saves_once_and_says_the_same(seeded: Seeded, switchboard: Switchboard) -> None:
    save = buttons(await type_times(switchboard, WORDS))["✅ Сохранить (3)"]
    first = await press_under(switchboard, WORDS, save)
    assert await press_under(switchboard, WORDS, save) == first
    assert await stored(seeded) == 3


async def test_a_mix_shows_what_is_saved_and_what_is_not_and_why(seeded: Seeded, switchboard: Switchboard) -> None:
    words = "сегодня 11:00, 15:00; завтра 11:50, 13:00"
    answer = await type_times(switchboard, words)
    assert "пн, 23 нояб., 11:00: это время уже прошло" in answer.text
    assert "вт, 24 нояб., 11:50: пересекается с вашим временем 12:00–12:20" in answer.text
    save = buttons(answer)["✅ Сохранить (2)"]
    saved = await press_under(switchboard, words, save)
    assert "Сохранили 2 окна" in saved
    assert "пн, 23 нояб., 11:00: это время уже прошло" in saved
    assert await stored(seeded) == 2


async def test_times_are_judged_again_when_they_are_confirmed(seeded: Seeded, switchboard: Switchboard) -> None:
    save = buttons(await type_times(switchboard, WORDS))["✅ Сохранить (3)"]
    await seeded.world.slot(seeded.recruiter, seeded.city, hours=27.1)
    saved = await press_under(switchboard, WORDS, save)
    assert "Сохранили 1 окно" in saved
    assert "пересекается" in saved


async def test_a_message_that_was_edited_meanwhile_is_shown_anew(seeded: Seeded, switchboard: Switchboard) -> None:
    save = buttons(await type_times(switchboard, WORDS))["✅ Сохранить (3)"]
    assert "Сохранить?" in await press_under(switchboard, "завтра 15:00", save)
    assert "Не поняли" in await press_under(switchboard, "завтра никак", save)
    assert await stored(seeded) == 0


async def test_without_the_message_the_times_are_asked_for_again(seeded: Seeded, switchboard: Switchboard) -> None:
    save = buttons(await type_times(switchboard, WORDS))["✅ Сохранить (3)"]
    await switchboard.press(MARIA, save)
    assert "ещё раз" in (switchboard.edits()[-1].text or "")
    assert await stored(seeded) == 0


async def test_a_recruiter_of_several_cities_is_asked_for_which(seeded: Seeded, switchboard: Switchboard) -> None:
    kazan = await seeded.world.city(name="Казань")
    await seeded.world.serve(seeded.recruiter, kazan)
    answer = await type_times(switchboard, WORDS)
    assert "Для какого города?" in answer.text
    assert list(buttons(answer)) == ["Екатеринбург", "Казань", "Отмена"]
    shown = await press_under(switchboard, WORDS, buttons(answer)["Казань"])
    assert "🏙 Казань" in shown
    await press_under(switchboard, WORDS, buttons(switchboard.edits()[-1])["✅ Сохранить (3)"])
    assert await seeded.world.ask("SELECT count(*) FROM slots WHERE city_id = :city", city=kazan) == 3


async def test_a_named_city_is_not_asked_for(seeded: Seeded, switchboard: Switchboard) -> None:
    await seeded.world.serve(seeded.recruiter, await seeded.world.city(name="Казань"))
    answer = await type_times(switchboard, f"{WORDS} в Казани")
    assert "🏙 Казань" in answer.text
    assert "✅ Сохранить (3)" in buttons(answer)


async def test_a_city_that_is_not_served_is_not_taken_from_a_button(seeded: Seeded, switchboard: Switchboard) -> None:
    elsewhere = CityId(await seeded.world.city())
    forged = TypedTimesPress(sure=True, city_id=elsewhere, fingerprint=1).pack()
    await press_under(switchboard, WORDS, forged)
    assert await stored(seeded) == 0


@pytest.mark.parametrize("change", ["UPDATE recruiters SET active = false", "DELETE FROM recruiter_cities"])
async def test_who_serves_no_open_city_can_add_nothing(change: str, seeded: Seeded, switchboard: Switchboard) -> None:
    await seeded.world.run(change)
    assert "Напишите администратору" in (await type_times(switchboard, WORDS)).text


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("завтра 14-10", "Конец раньше начала: <i>14 - 10</i>"),
        ("завтра в 10 я занята", "что значит <i>я занята</i>"),
        ("31.11 10:00", "Такой даты нет"),
        ("завтра 0-23 по 5", "не больше 100"),
    ],
)
async def test_what_is_not_understood_is_said_with_examples(words: str, reason: str, switchboard: Switchboard) -> None:
    answer = await type_times(switchboard, words)
    assert reason in answer.text
    assert "<code>завтра 10:00–14:00 по 20 мин</code>" in answer.text


async def test_other_words_get_the_answer_they_always_got(switchboard: Switchboard) -> None:
    assert "Кому это передать" in (await type_times(switchboard, "Спасибо, перезвоню")).text


async def test_words_that_are_waited_for_are_no_times(seeded: Seeded, switchboard: Switchboard) -> None:
    await switchboard.press(MARIA, ReplyPress(candidate_id=seeded.candidate).pack())
    await switchboard.feed("message", typed("завтра 10:00"))
    assert len(switchboard.journeys.told) == 1


async def test_the_button_explains_by_examples_that_are_understood(seeded: Seeded, switchboard: Switchboard) -> None:
    await seeded.world.serve(seeded.recruiter, await seeded.world.city(name="Казань"))
    await switchboard.press(MARIA, HowToAddPress().pack())
    examples = [line[6:-7] for line in last_sent(switchboard).text.splitlines() if line.startswith("<code>")]
    assert len(examples) == 4
    for example in examples:
        assert (
            "Сохранить" in (await type_times(switchboard, example)).text
            or "Для какого города?" in last_sent(switchboard).text
        )


async def test_dropping_saves_nothing(seeded: Seeded, switchboard: Switchboard) -> None:
    assert "ничего не добавили" in await press_under(switchboard, WORDS, DropTimesPress().pack())
    assert await stored(seeded) == 0


async def test_candidates_and_strangers_add_nothing(seeded: Seeded, switchboard: Switchboard) -> None:
    press = TypedTimesPress(sure=True, city_id=seeded.city, fingerprint=1).pack()
    for person in (ANNA, STRANGER):
        await switchboard.press(person, press)
        await switchboard.press(person, DropTimesPress().pack())
        await switchboard.press(person, HowToAddPress().pack())
    assert switchboard.answers() == ["Эта кнопка не для вас."] * 6
    assert await stored(seeded) == 0


async def test_all_times_past_leave_nothing_to_confirm(switchboard: Switchboard) -> None:
    answer = await type_times(switchboard, "сегодня 9-12")
    assert "Сохранить пока нечего" in answer.text
    assert "✅" not in "".join(buttons(answer))
