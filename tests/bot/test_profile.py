from aiogram.methods import SendMessage
from aiogram.types import InlineKeyboardMarkup

from bot import wording
from bot.callbacks import LanguagePress
from bot.commands import BOT_COMMANDS
from tests.bot.seeded import ANNA, MARIA, NOBODY_YET, Seeded
from tests.bot.switchboard import Switchboard, message_from


def contact(person: int, of: int | None) -> dict[str, object]:
    whose = {} if of is None else {"user_id": of}
    return message_from(person, contact={"phone_number": "+7 (900) 000-00-00", "first_name": "Anna", **whose})


async def language(seeded: Seeded) -> str:
    return str(await seeded.world.ask("SELECT language FROM candidates WHERE telegram_id = :id", id=ANNA))


async def test_a_candidate_chooses_among_the_languages_that_there_are(switchboard: Switchboard) -> None:
    await switchboard.write(ANNA, "/language")
    (sent,) = [call for call in switchboard.wire.calls if isinstance(call, SendMessage)]
    assert sent.text == "На каком языке вам писать?"
    assert isinstance(sent.reply_markup, InlineKeyboardMarkup)
    assert [row[0].text for row in sent.reply_markup.inline_keyboard] == ["English", "Русский"]
    assert switchboard.journeys.told == []


async def test_whoever_has_no_profile_of_a_candidate_is_told_what_to_do_instead(switchboard: Switchboard) -> None:
    for person in (MARIA, NOBODY_YET):
        await switchboard.write(person, "/language")
    recruiter, unknown = switchboard.said()
    assert "Рекрутёрам пишем по-русски" in recruiter
    assert "/start" in unknown


def test_one_language_alone_is_said_to_be_the_only_one() -> None:
    assert "только на одном языке: Русский" in wording.render(
        "replies/choose_language", "ru", {"languages": ["Русский"]}
    )


async def test_a_chosen_language_is_kept(seeded: Seeded, switchboard: Switchboard) -> None:
    await seeded.world.run("UPDATE candidates SET language = 'en'")
    await switchboard.press(ANNA, LanguagePress(language="ru").pack())
    assert await language(seeded) == "ru"
    assert [edit.text for edit in switchboard.edits()] == ["Хорошо, будем писать по-русски."]


async def test_a_language_without_texts_is_not_kept(seeded: Seeded, switchboard: Switchboard) -> None:
    await switchboard.press(ANNA, LanguagePress(language="xx").pack())
    await switchboard.press(ANNA, "lang:../../x")
    await switchboard.press(NOBODY_YET, LanguagePress(language="ru").pack())
    assert await language(seeded) == "ru"
    assert switchboard.edits() == []
    assert all("уже не действует" in (answer or "") for answer in switchboard.answers())


def test_only_folders_with_words_are_languages() -> None:
    assert dict(wording.languages()) == {"en": "English", "ru": "Русский"}
    assert {wording.known(code) for code in ("__pycache__", "..", "", None, "xx", "xx-EN")} == {"ru"}
    assert {wording.known(code) for code in ("en", "en-GB", "EN")} == {"en"}


async def test_ones_own_phone_is_kept_and_acknowledged(seeded: Seeded, switchboard: Switchboard) -> None:
    await switchboard.feed("message", contact(ANNA, ANNA))
    assert await seeded.world.ask("SELECT phone FROM candidates WHERE telegram_id = :id", id=ANNA) == "+79000000000"
    assert "+79000000000" in switchboard.said()[0]
    assert switchboard.journeys.told == []


async def test_the_phone_of_somebody_else_is_not_kept(seeded: Seeded, switchboard: Switchboard) -> None:
    for of in (MARIA, None):
        await switchboard.feed("message", contact(ANNA, of))
    assert await seeded.world.ask("SELECT phone FROM candidates WHERE telegram_id = :id", id=ANNA) is None
    assert all("другого человека" in text for text in switchboard.said())


async def test_a_contact_of_somebody_we_never_met_or_of_a_recruiter_is_answered(switchboard: Switchboard) -> None:
    await switchboard.feed("message", contact(NOBODY_YET, NOBODY_YET))
    await switchboard.feed("message", contact(MARIA, MARIA))
    unknown, recruiter = switchboard.said()
    assert "/start" in unknown
    assert "/today" in recruiter


def test_the_menu_names_every_command_that_candidates_have() -> None:
    assert [command.command for command in BOT_COMMANDS] == ["start", "help", "language", "me", "stop"]
