from typing import Any

import pytest

from proof.phone import Press
from proof.recruiter import cities_named
from proof.seen import Chat, Message, labels_sent
from proof.test1 import Applicant, counted, option_for, words_for
from proof.transcript import lines_of

APPLICANT = Applicant(name="Ольга Демченко", full_name="Демченко Ольга Игоревна", age=23, mind="✅ Подтверждаю")
WELCOME = "👋 Здравствуйте, Анна!\n\nСюда будут приходить заявки.\nГорода: Казань, Нижний Новгород.\nВремя по МСК."


def seen(number: int, text: str, *labels: str, by: str = "bot", **more: Any) -> dict[str, Any]:
    """Return a message as the drive API shows it, one button a row."""
    rows = [[{"label": label, "kind": "callback", "style": None, "disabled": False}] for label in labels]
    said = {"message_id": number, "version": number, "from": by, "kind": "text", "text": text, "rows": rows}
    return {**said, "entities": [], **more}


def message(text: str, *labels: str, **more: Any) -> Message:
    return Message.read(seen(1, text, *labels, **more))


def chat_of(*messages: dict[str, Any]) -> Chat:
    return Chat.read({"person": {"name": "Ольга Демченко"}, "version": 9, "messages": messages, "toasts": []})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Вопрос 3/10\nСколько вам полных лет?", (3, 10)),
        ("Нужно одно число.\n\nВопрос 10/10\nИ последнее", (10, 10)),
        ("Анкета готова!", None),
        ("Вопрос решён", None),
    ],
)
def test_a_question_is_known_by_its_counter(text: str, expected: tuple[int, int] | None) -> None:
    assert counted(message(text)) == expected


def test_a_wanted_option_is_pressed_before_the_first_one() -> None:
    asked = message("Вопрос 2/10", "Москва", "Казань", "Позвать человека")
    assert option_for(asked, ("Казань", "Самара")) == "Казань"
    assert option_for(asked) == "Москва"


def test_a_question_without_options_wants_words() -> None:
    assert option_for(message("Вопрос 8/10", "Позвать человека")) is None


def test_what_cannot_be_pressed_is_no_option() -> None:
    rows = [
        [{"label": "Москва", "kind": "disabled"}, {"label": "Сайт", "kind": "url", "url": "https://otklik.example"}]
    ]
    assert option_for(message("Вопрос 2/10", rows=rows)) is None


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Как вас зовут? Напишите фамилию, имя и отчество.", "Демченко Ольга Игоревна"),
        ("Сколько вам полных лет?", "23"),
        ("Какие ваши навыки пригодятся?", "Быстро учусь, умею слушать и не боюсь вопросов."),
        ("И последнее: чего вы ждёте от работы?", "Дружной команды, понятных задач и роста."),
        ("Что вас привлекает в этой работе?", "Люблю разговаривать с людьми и помогать им выбрать."),
    ],
)
def test_words_go_by_what_the_question_says(question: str, words: str) -> None:
    assert words_for(message(f"Вопрос 1/10\n{question}"), APPLICANT) == words


def test_links_are_found_in_the_text_behind_words_and_under_buttons() -> None:
    rows = [[{"label": "Подключиться", "kind": "url", "url": "https://meet.example/b"}]]
    entities = [{"type": "text_link", "offset": 0, "length": 6, "url": "https://meet.example/a"}, {"type": "bold"}]
    said = message("Ссылка https://meet.example/c здесь", rows=rows, entities=entities)
    assert said.links == ("https://meet.example/c", "https://meet.example/a", "https://meet.example/b")


def test_the_welcome_names_the_cities_of_the_recruiter() -> None:
    assert cities_named(WELCOME) == ("Казань", "Нижний Новгород")
    assert cities_named("Здравствуйте!") == ()


def test_only_accepted_calls_count_as_sent() -> None:
    markup = '{"inline_keyboard": [[{"text": "Да"}], [{"text": "Нет"}]]}'
    calls = [
        {"status": 200, "parameters": {"text": "?", "reply_markup": markup}},
        {"status": 403, "parameters": {"text": "?", "reply_markup": markup}},
        {"status": 200, "parameters": {"text": "!"}},
    ]
    assert labels_sent(calls) == [("Да", "Нет"), ()]


def test_the_newest_message_is_looked_at_first_and_old_ones_not_at_all() -> None:
    chat = chat_of(seen(1, "раз"), seen(2, "два"), seen(3, "я", by="person"), seen(4, "три"))
    assert [said.text for said in chat.from_bot(after_version=1)] == ["три", "два"]
    assert chat.newest_id == 4


def test_presses_stand_in_the_transcript_where_they_happened() -> None:
    chat = chat_of(seen(1, "/start", by="person"), seen(2, "Город?", "Москва"), seen(5, "Готово"))
    presses = [Press(label="Москва", after_message=2), Press(label="Дальше", after_message=5)]
    assert list(lines_of(chat, presses)) == [
        ("Ольга", "/start"),
        ("Otklik", "Город?\n[Москва]"),
        ("Ольга", "▸ Москва"),
        ("Otklik", "Готово"),
        ("Ольга", "▸ Дальше"),
    ]


def test_a_transcript_can_begin_in_the_middle() -> None:
    chat = chat_of(
        seen(1, "/start", by="person"), seen(2, "Город?"), seen(5, "Готово", document={"file_name": "a.ics"})
    )
    presses = [Press(label="Москва", after_message=2), Press(label="Дальше", after_message=5)]
    assert list(lines_of(chat, presses, after_message=5)) == [("Otklik", "Готово\n📎 a.ics"), ("Ольга", "▸ Дальше")]
