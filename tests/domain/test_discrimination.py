"""What may be unlawful in Test1, judged with the words that ship; trap 52."""

from typing import Any

import pytest

from bot.discrimination import concerns_about
from bot.questionnaire import default_content
from database.screening.test1 import QUESTIONS
from domain.discrimination import WHY, Ground

REFUSALS = {"sorry": "К сожалению, предложить работу не можем."}


def option(number: int, caption: str, refusal: str | None = None) -> dict[str, Any]:
    return {"id": f"o{number}", "caption": caption} | ({"refusal": refusal} if refusal else {})


def choice(text: str, *captions: str, refuses: str = "", **more: Any) -> dict[str, Any]:
    """Return a question; the caption that is `refuses` ends the test."""
    options = [
        option(number, caption, "sorry" if caption == refuses else None) for number, caption in enumerate(captions)
    ]
    return {"id": "asked", "kind": "choice", "text": text, "options": options, **more}


def found(*questions: dict[str, Any], refusals: dict[str, str] | None = None, **more: Any) -> list[str]:
    content = {"questions": list(questions), "refusals": refusals or REFUSALS, **more}
    return [concern.id for concern in concerns_about(QUESTIONS.validate_python(content["questions"]), content)]


def test_what_ships_is_lawful_although_it_asks_for_the_age() -> None:
    content = default_content()
    assert concerns_about(QUESTIONS.validate_python(content["questions"]), content) == []


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("Укажите ваш пол", "sex"),
        ("Вы мужчина или женщина?", "sex"),
        ("Are you male or female?", "sex"),
        ("Ваше семейное положение", "family"),
        ("Есть ли у вас дети?", "family"),
        ("Вы замужем?", "family"),
        ("Do you have children?", "family"),
        ("Планируете ли вы декретный отпуск?", "pregnancy"),
        ("Вы беременны?", "pregnancy"),
        ("Какую религию вы исповедуете?", "religion"),
        ("Ваша национальность", "nationality"),
        ("Какое у вас гражданство?", "nationality"),
        ("What is your nationality?", "nationality"),
        ("Есть ли у вас хронические заболевания?", "health"),
        ("Есть ли у вас инвалидность?", "health"),
        ("Состоите ли вы в политической партии?", "politics"),
        ("Есть ли у вас московская прописка?", "residence"),
    ],
)
def test_asking_for_it_is_a_concern_and_refusing_by_it_another(text: str, ground: str) -> None:
    assert f"asks_about_{ground}:asked" in found({"id": "asked", "kind": "text", "text": text})
    assert f"refuses_by_{ground}:asked:o0" in found(choice(text, "Да", "Нет", refuses="Да"))


@pytest.mark.parametrize(
    "question",
    [
        choice("Какой график вам подходит?", "Полный день", "Только ночью", refuses="Только ночью"),
        choice("Есть ли у вас опыт продаж?", "Больше трёх лет", "До года", refuses="До года"),
        choice("Есть ли у вас опыт работы с детьми?", "Да", "Нет", refuses="Нет"),
        choice("Вы готовы мыть полы?", "Да", "Нет", refuses="Нет"),
        choice("Принимали ли вы партии товара на складе?", "Да", "Нет", refuses="Нет"),
        choice("Есть ли у вас водительские права?", "Да", "Нет", refuses="Нет"),
        choice("Do you have a driving licence?", "Yes", "No", refuses="No"),
        {"id": "asked", "kind": "number", "text": "Сколько вам полных лет?", "minimum": 16, "maximum": 99},
        {"id": "asked", "kind": "number", "text": "Сколько вам полных лет?"},
        choice("Сколько вам лет?", "До 18", "18–30", "Старше 30", refuses="До 18"),
        choice("Вам есть 18 лет?", "Да", "Нет", refuses="Нет"),
        choice("How old are you?", "Under 16", "Older", refuses="Under 16"),
    ],
)
def test_the_work_itself_and_the_legal_minimum_are_no_concern(question: dict[str, Any]) -> None:
    assert found(question) == []


@pytest.mark.parametrize(
    ("question", "concern"),
    [
        (choice("Сколько вам лет?", "До 45", "Старше 45", refuses="Старше 45"), "refuses_by_age:asked:o1"),
        (choice("Ваш возраст", "от 18 до 20", "больше", refuses="от 18 до 20"), "refuses_by_age:asked:o0"),
        (choice("Вам есть 40 лет?", "Да", "Нет", refuses="Нет"), "refuses_by_age:asked:o1"),
        (choice("Вам есть 18 лет?", "Да", "Нет", refuses="Да"), "refuses_by_age:asked:o0"),
        ({"id": "asked", "kind": "number", "text": "Ваш возраст?", "minimum": 21, "maximum": 99}, "refuses_by_age:asked"),
        ({"id": "asked", "kind": "number", "text": "Ваш возраст?", "minimum": 18, "maximum": 45}, "refuses_by_age:asked"),
    ],
)  # fmt: skip
def test_an_age_that_the_law_does_not_ask_for_is_a_concern(question: dict[str, Any], concern: str) -> None:
    assert found(question) == [concern]


def test_the_words_of_an_option_of_the_refusal_and_of_a_translation_count_too() -> None:
    statement = choice("Что о вас верно?", "У меня есть дети", "Ничего из этого")
    assert found(statement) == ["asks_about_family:asked"]
    harmless = choice("Какой у вас опыт?", "Небольшой", "Большой", refuses="Большой")
    assert found(harmless, refusals={"sorry": "Мы берём только девушек."}) == ["refuses_by_sex:asked:o1"]
    english = {"en": {"questions": [{"id": "asked", "text": "Are you married?"}]}}
    assert found(harmless, translations=english) == ["refuses_by_family:asked:o1"]


def test_a_refusal_that_only_some_are_led_to_is_a_concern() -> None:
    sex = choice("Ваш пол?", "М", "Ж") | {"id": "sex"}
    then = choice(
        "Готовы работать ночью?", "Да", "Нет", refuses="Нет", asked_if=[{"question_id": "sex", "option_ids": ["o1"]}]
    )
    assert found(sex, then) == ["asks_about_sex:sex", "selects_by_sex:asked:o1"]


def test_every_ground_says_why_it_matters() -> None:
    assert set(WHY) == set(Ground)
    assert all("Code of Russia" in why for why in WHY.values())
