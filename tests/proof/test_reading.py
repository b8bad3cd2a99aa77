import pytest

from proof.recruiter import cities_named
from proof.seen import labels_sent
from proof.test1 import Applicant, asks, counted, option_for, words_for
from tests.proof.pieces import chat_of, message, seen

APPLICANT = Applicant(name="Ольга Демченко", full_name="Демченко Ольга Игоревна", age=23, mind="✅ Подтверждаю")
WELCOME = "👋 Здравствуйте, Анна!\n\nСюда будут приходить заявки.\nГорода: Казань, Нижний Новгород.\nВремя по МСК."


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


def test_an_answered_question_and_an_answered_follow_up_ask_nothing_more() -> None:
    answered = [[{"label": "✓ Работаю", "kind": "disabled"}]]
    assert asks(message("Вопрос 4/10", "Работаю"), 4)
    assert asks(message("Уточнение\nКогда?", "Сразу"), 5)
    assert not asks(message("Вопрос 4/10", "Работаю"), 5)
    assert not asks(message("Вопрос 4/10", rows=answered), 4)
    assert not asks(message("Уточнение\nКогда?", rows=answered), 5)


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
