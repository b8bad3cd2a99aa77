import pytest
from aiogram.methods import SendMessage
from sqlalchemy.ext.asyncio import AsyncSession

from bot.callbacks import HumanPress, LanguagePress, StopPress
from bot.commands import BOT_COMMANDS, announce_commands, commands_in
from bot.views.writer import Writer
from database.places.templates import save_template
from domain.ids import CityId
from tests.bot.letters import UNTIL, about, captions, card_of
from tests.bot.seeded import ANNA, MARIA, NOBODY_YET, STRANGER, Seeded
from tests.bot.switchboard import Json, Switchboard, message_from, user
from tests.database.world import NOW
from workflows.letters import to_candidate, to_recruiter


def written_by(person: int, words: str, language_code: str | None) -> Json:
    return {**message_from(person, text=words), "from": {**user(person), "language_code": language_code}}


async def speak_english(seeded: Seeded) -> None:
    await seeded.world.run("UPDATE candidates SET language = 'en'")


def buttons(switchboard: Switchboard) -> list[list[str]]:
    """Return the captions under each message that was sent."""
    sent = [call for call in switchboard.wire.calls if isinstance(call, SendMessage)]
    keyboards = [getattr(call.reply_markup, "inline_keyboard", []) for call in sent]
    return [[button.text for row in rows for button in row] for rows in keyboards]


@pytest.mark.parametrize(
    ("code", "kept"),
    [("en", "en"), ("en-US", "en"), ("EN", "en"), ("ru", "ru"), ("xx", "ru"), ("../en", "ru"), (None, "ru")],
)
async def test_the_first_contact_takes_the_language_of_telegram(
    seeded: Seeded, switchboard: Switchboard, code: str | None, kept: str
) -> None:
    await switchboard.feed("message", written_by(NOBODY_YET, "/start", code))
    found = "SELECT language FROM candidates WHERE telegram_id = :id"
    assert await seeded.world.ask(found, id=NOBODY_YET) == kept
    await switchboard.feed("message", written_by(NOBODY_YET, "/start", "ru"))
    assert await seeded.world.ask(found, id=NOBODY_YET) == kept


async def test_letters_to_a_candidate_are_in_their_language_with_their_buttons(
    seeded: Seeded, session: AsyncSession
) -> None:
    await speak_english(seeded)
    card = await card_of(session, seeded, to_candidate.RemindCandidate(**about(seeded)))
    assert "Will you be there?" in card.text
    assert "Tuesday, 24 November, at" in card.text
    assert captions(card) == ["✅ I’ll be there", "❌ I can’t come", "🔁 Ask for another time"]


async def test_the_recruiter_of_an_english_candidate_reads_russian(seeded: Seeded, session: AsyncSession) -> None:
    await speak_english(seeded)
    card = await card_of(session, seeded, to_recruiter.AskForApproval(**about(seeded), answer_until=UNTIL))
    assert "Заявка на собеседование" in card.text
    assert "Сейчас:</b> Ищу работу" in card.text
    assert captions(card)[0] == "✅ Согласовать"


async def test_the_bots_own_replies_follow_the_profile(seeded: Seeded, switchboard: Switchboard) -> None:
    await speak_english(seeded)
    await switchboard.write(ANNA, "/help")
    await switchboard.write(ANNA, "/stop")
    await switchboard.press(ANNA, StopPress(sure=False).pack())
    await switchboard.press(ANNA, "outdated")
    assert "Here you can book" in switchboard.said()[0]
    assert [said.split("?")[0] for said in switchboard.said()[1:]] == [
        "Cancel your request",
        "All right, nothing is cancelled.",
    ]
    assert buttons(switchboard) == [["Ask for a person"], ["Yes, cancel", "No, let’s go on"], []]
    assert "doesn’t work any more" in (switchboard.answers()[-1] or "")


async def test_a_candidate_without_a_journey_is_answered_in_their_language(
    seeded: Seeded, switchboard: Switchboard
) -> None:
    await speak_english(seeded)
    switchboard.journeys.open = False
    await switchboard.press(ANNA, HumanPress().pack())
    assert "Of course!" in switchboard.said()[0]
    assert buttons(switchboard) == [["Contact us"]]


async def test_somebody_we_never_met_is_answered_in_the_language_of_their_telegram(switchboard: Switchboard) -> None:
    await switchboard.feed("message", written_by(STRANGER, "hello", "en-GB"))
    await switchboard.feed("message", written_by(STRANGER, "сәлем", "kk"))
    assert [said[:10] for said in switchboard.said()] == ["You have n", "Сейчас у в"]


async def test_recruiters_are_answered_in_russian_whatever_their_telegram_speaks(switchboard: Switchboard) -> None:
    await switchboard.feed("message", written_by(MARIA, "/help", "en"))
    assert "Заявки кандидатов" in switchboard.said()[0]


async def test_a_press_of_a_stranger_is_refused_in_their_own_language(seeded: Seeded, switchboard: Switchboard) -> None:
    await speak_english(seeded)
    await switchboard.press(ANNA, f"b:yes:{seeded.booking}:1")
    assert switchboard.answers() == ["This button is not for you."]


async def test_a_chosen_language_is_kept_and_spoken_at_once(seeded: Seeded, switchboard: Switchboard) -> None:
    await switchboard.press(ANNA, LanguagePress(language="en").pack())
    assert await seeded.world.ask("SELECT language FROM candidates WHERE telegram_id = :id", id=ANNA) == "en"
    (edit,) = switchboard.edits()
    assert edit.text == "All right, we’ll write in English."
    assert edit.reply_markup is not None
    assert edit.reply_markup.inline_keyboard[0][0].text == "Continue"


async def test_the_menu_of_commands_is_announced_in_each_language(switchboard: Switchboard) -> None:
    await announce_commands(switchboard.bot)
    menus = {getattr(call, "language_code", None): getattr(call, "commands", None) for call in switchboard.wire.calls}
    assert menus == {None: BOT_COMMANDS, "en": commands_in("en")}


BODIES = {"all, ru": "Всем", "all, en": "To all", "city, ru": "Городу", "city, en": "To the city"}


async def test_each_language_has_its_own_wording_city_before_company_before_default(
    seeded: Seeded, session: AsyncSession
) -> None:
    async def said(language: str, city: CityId | None) -> str:
        writer = Writer(session=session, language=language, city_id=city, now=NOW)
        return str(await writer.say("replies/going_on"))

    async def override(whose: str) -> None:
        where, _, language = whose.partition(", ")
        city_id = seeded.city if where == "city" else None
        async with seeded.world.sessions.begin() as saving:
            await save_template(saving, key="replies/going_on", city_id=city_id, language=language, body=BODIES[whose])

    english = "All right, nothing is cancelled."
    await override("city, ru")
    assert [await said("ru", seeded.city), await said("en", seeded.city)] == ["Городу", english]
    await override("all, ru")
    assert [await said("ru", None), await said("en", None), await said("en", seeded.city)] == ["Всем", english, english]
    await override("all, en")
    assert [await said("en", None), await said("en", seeded.city), await said("ru", None)] == ["To all"] * 2 + ["Всем"]
    await override("city, en")
    assert [await said("en", seeded.city), await said("en", None)] == ["To the city", "To all"]
    assert [await said("ru", seeded.city), await said("ru", None)] == ["Городу", "Всем"]
