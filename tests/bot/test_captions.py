import ast
import re
import tomllib
from collections.abc import Iterator

import pytest
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot import wording
from bot.callbacks import OptionPress, ResumePress
from bot.captions import Captions, captions, in_language
from bot.commands import BOT_COMMANDS, commands_in
from bot.keyboards import choosing, contact, relay
from bot.texts import FOLDER
from domain.ids import CandidateId, SlotId
from tests.sources import Source, sources

CYRILLIC = re.compile(r"[\u0400-\u04ff]")
OTHERS = sorted(set(wording.languages()) - {wording.DEFAULT_LANGUAGE})
QUOTED = {"ru": re.compile("«([^»]+)»"), "en": re.compile("“([^”]+)”")}


def captions_of(source: Source) -> Iterator[str]:
    """Yield the captions that stand in a source; what varies in them is an empty pair of braces."""
    parts = {id(part) for node in ast.walk(source.tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    yield from (str(string.value) for string in source.strings() if id(string) not in parts)


RUSSIAN = {
    caption
    for room in ("bot/keyboards", "bot")
    for source in sources(room)
    if source.path.startswith("bot/keyboards/") or source.path == "bot/commands.py"
    for caption in captions_of(source)
    if CYRILLIC.search(caption)
}


def translations(language: str) -> dict[str, str]:
    return tomllib.loads((FOLDER / language / "captions.toml").read_text(encoding="utf-8"))


def shape(caption: str) -> str:
    """Return the caption with what varies in it left unnamed."""
    return re.sub(r"\{\w*\}", "{}", caption)


def texts_of(keyboard: InlineKeyboardMarkup | None) -> list[str]:
    return [button.text for row in keyboard.inline_keyboard for button in row] if keyboard else []


def test_the_captions_are_found_in_the_keyboards_themselves() -> None:
    assert {"✅ Согласовать", "❌ Не смогу", "Позвать человека", "Отменить заявку"} < RUSSIAN


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_every_caption_and_no_other(language: str) -> None:
    translated = {shape(key) for key in translations(language)}
    assert sorted(RUSSIAN - translated) == [], "captions that are not translated"
    assert sorted(translated - RUSSIAN) == [], "captions that no keyboard has any more"


@pytest.mark.parametrize("language", OTHERS)
def test_a_translated_caption_says_what_varies_in_the_russian_one(language: str) -> None:
    for key, caption in translations(language).items():
        assert sorted(re.findall(r"\{\w+\}", key)) == sorted(re.findall(r"\{\w+\}", caption))
        assert not CYRILLIC.search(caption)
        assert caption.strip() == caption != ""


@pytest.mark.parametrize("language", sorted(QUOTED))
def test_texts_name_only_buttons_that_there_are(language: str) -> None:
    known = {captions(language).say(caption) for caption in RUSSIAN}
    bare = known | {re.sub(r"^\W+ ", "", caption) for caption in known}
    texts = [path.read_text(encoding="utf-8") for path in (FOLDER / language).rglob("*.html")]
    named = {name for text in texts for name in QUOTED[language].findall(text) if "{" not in name}
    assert named
    assert sorted(named - bare) == []


def test_a_keyboard_is_put_into_the_readers_language() -> None:
    assert texts_of(in_language(contact.kb_confirm_stop(), "en")) == ["Yes, cancel", "No, let’s go on"]
    assert texts_of(in_language(relay.kb_reply(CandidateId(1)), "en")) == ["✍️ Answer"]
    assert in_language(None, "en") is None


def test_the_default_language_keeps_the_keyboard_as_it_is() -> None:
    keyboard = contact.kb_human()
    assert in_language(keyboard, "ru") is keyboard


def test_nothing_but_the_caption_is_changed() -> None:
    held = choosing.kb_held_slot(SlotId(7))
    english = in_language(held, "en")
    assert english is not None
    for row, translated in zip(held.inline_keyboard, english.inline_keyboard, strict=True):
        for button, other in zip(row, translated, strict=True):
            assert other.model_copy(update={"text": button.text}) == button


def test_names_and_times_stay_as_they_are() -> None:
    times = choosing.kb_slots([(SlotId(1), "14:00 · Мария Соколова")], recruiter_id=None, page=0, pages=1)
    assert texts_of(in_language(times, "en"))[0] == "14:00 · Мария Соколова"


def test_an_option_of_a_question_is_no_caption() -> None:
    option = InlineKeyboardButton(
        text="Не знаю", callback_data=OptionPress(question_id="age", option_id="unsure").pack()
    )
    button = InlineKeyboardButton(text="Не знаю", callback_data=ResumePress().pack())
    keyboard = InlineKeyboardMarkup(inline_keyboard=[[option, button]])
    assert texts_of(in_language(keyboard, "en")) == ["Не знаю", "I don’t know"]


def test_what_varies_is_carried_over() -> None:
    said = Captions({"Отправить ({count})": "Send ({count})", "{day} в {clock}": "At {clock} on {day}"})
    assert said.say("Отправить (3)") == "Send (3)"
    assert said.say("Среда в 14:00") == "At 14:00 on Среда"
    assert said.say("Отправить") == "Отправить"


@pytest.mark.parametrize("language", OTHERS)
def test_the_menu_of_commands_is_the_same_in_every_language(language: str) -> None:
    menu = commands_in(language)
    assert [each.command for each in menu] == [each.command for each in BOT_COMMANDS]
    assert not any(CYRILLIC.search(each.description) for each in menu)
