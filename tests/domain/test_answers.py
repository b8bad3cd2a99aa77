"""What people type into Test1, and how it is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.answers import Misread, read_option, read_text
from domain.questionnaire import Answer, Option, Question, QuestionKind

NAME = Question(id="full_name", kind=QuestionKind.FULL_NAME)
AGE = Question(id="age", kind=QuestionKind.NUMBER, minimum=16, maximum=99)
CITY = Question(id="city", kind=QuestionKind.CITY)
STORY = Question(id="motivation", kind=QuestionKind.TEXT, minimum=3, maximum=1000)
STATUS = Question(
    id="status",
    kind=QuestionKind.CHOICE,
    options=(
        Option(id="working", caption="Работаю"),
        Option(id="looking", caption="Ищу работу"),
        Option(id="full_time", caption="Очно"),
        Option(id="distance", caption="Заочно"),
        Option(id="salary", caption="До 60 000 ₽"),
    ),
)
QUESTIONS = (NAME, AGE, CITY, STORY, STATUS)


@pytest.mark.parametrize(
    ("typed", "age"),
    [
        ("23", "23"),
        (" 23 ", "23"),
        ("23 года", "23"),
        ("мне 23.", "23"),
        ("25-летний", "25"),
        ("возраст - 25", "25"),
        ("016", "16"),
        ("16", "16"),
        ("99", "99"),
    ],
)
def test_one_number_is_found_among_words(typed: str, age: str) -> None:
    assert read_text(AGE, typed) == Answer(question_id="age", text=age)


@pytest.mark.parametrize(
    ("typed", "misread"),
    [
        ("от 18 до 20", Misread.NUMBER_AMBIGUOUS),
        ("18-20", Misread.NUMBER_AMBIGUOUS),
        ("18–20", Misread.NUMBER_AMBIGUOUS),
        ("18 20", Misread.NUMBER_AMBIGUOUS),
        ("18/20", Misread.NUMBER_AMBIGUOUS),
        ("-25", Misread.NUMBER_EXPECTED),
        ("−25", Misread.NUMBER_EXPECTED),
        ("25,5", Misread.NUMBER_EXPECTED),
        ("25.5", Misread.NUMBER_EXPECTED),
        ("23.10.2001", Misread.NUMBER_EXPECTED),
        ("двадцать три", Misread.NUMBER_EXPECTED),
        ("15", Misread.NUMBER_OUT_OF_RANGE),
        ("100", Misread.NUMBER_OUT_OF_RANGE),
        ("1820", Misread.NUMBER_OUT_OF_RANGE),
        ("1 820", Misread.NUMBER_OUT_OF_RANGE),
        ("9" * 400, Misread.NUMBER_OUT_OF_RANGE),
    ],
)
def test_what_is_not_one_plausible_number_is_refused_with_its_reason(typed: str, misread: Misread) -> None:
    assert read_text(AGE, typed) is misread


def test_thousands_may_be_written_with_a_space() -> None:
    salary = Question(id="salary", kind=QuestionKind.NUMBER)
    for typed in ("60 000", "60\u00a0000", "60000", "60 000 рублей"):
        assert read_text(salary, typed) == Answer(question_id="salary", text="60000")


def test_a_number_is_read_whole_or_not_at_all() -> None:
    account = Question(id="account", kind=QuestionKind.NUMBER)
    assert read_text(account, "1234567890123") in {
        Answer(question_id="account", text="1234567890123"),
        Misread.NUMBER_OUT_OF_RANGE,
    }


@pytest.mark.parametrize(
    ("typed", "option"),
    [
        ("Ищу работу", "looking"),
        ("ищу работу!", "looking"),
        ("РАБОТАЮ.", "working"),
        ("очно", "full_time"),
        ("заочно", "distance"),
        ("до 60 000 ₽", "salary"),
    ],
)
def test_a_caption_typed_whole_is_its_option(typed: str, option: str) -> None:
    assert read_text(STATUS, typed) == Answer(question_id="status", option_id=option)


@pytest.mark.parametrize("typed", ["работ", "работу", "ищу", "не очно", "Работаю и ищу работу", "1", "looking"])
def test_a_part_of_a_caption_is_not_guessed_at(typed: str) -> None:
    assert read_text(STATUS, typed) is Misread.BUTTON_EXPECTED


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("ок", Misread.TOO_SHORT),
        ("о    к", Answer(question_id="motivation", text="о    к")),
        ("да!", Answer(question_id="motivation", text="да!")),
        ("  Люблю людей.\n\nИ кофе. ", Answer(question_id="motivation", text="Люблю людей.\n\nИ кофе.")),
        ("я" * 1000, Answer(question_id="motivation", text="я" * 1000)),
        ("я" * 1001, Misread.TOO_LONG),
    ],
)
def test_free_text_keeps_its_lines_and_its_bounds(typed: str, read: Answer | Misread) -> None:
    assert read_text(STORY, typed) == read


def test_a_typed_city_is_taken_as_words_for_somebody_who_knows_the_cities() -> None:
    assert read_text(CITY, " Казань ") == Answer(question_id="city", text="Казань")


def test_a_pressed_option_counts_only_if_the_question_has_it() -> None:
    assert read_option(STATUS, "looking") == Answer(question_id="status", option_id="looking")
    assert read_option(STATUS, "flying") is Misread.BUTTON_EXPECTED
    assert read_option(CITY, "77") == Answer(question_id="city", option_id="77")


@given(st.sampled_from(QUESTIONS), st.text())
def test_whatever_is_typed_is_an_answer_to_the_question_or_a_reason(question: Question, typed: str) -> None:
    read = read_text(question, typed)
    assert isinstance(read, Misread) or read.question_id == question.id


@given(st.text())
def test_an_age_is_between_its_bounds_and_its_digits_were_typed(typed: str) -> None:
    read = read_text(AGE, typed)
    if isinstance(read, Answer):
        assert 16 <= int(read.text or "") <= 99


@given(st.integers(-(10**15), 10**15))
def test_every_whole_number_alone_is_read_as_itself_or_refused(number: int) -> None:
    read = read_text(AGE, str(number))
    if 16 <= number <= 99:
        assert read == Answer(question_id="age", text=str(number))
    else:
        assert read is (Misread.NUMBER_EXPECTED if number < 0 else Misread.NUMBER_OUT_OF_RANGE)


@given(st.integers(0, 120), st.integers(0, 120), st.sampled_from(["{} {}", "от {} до {}", "{}-{}", "{} или {}"]))
def test_two_numbers_never_become_one(one: int, other: int, pattern: str) -> None:
    assert read_text(AGE, pattern.format(one, other)) in {Misread.NUMBER_AMBIGUOUS, Misread.NUMBER_OUT_OF_RANGE}


@given(st.sampled_from(STATUS.options), st.sampled_from([str, str.upper, str.lower, str.swapcase]))
def test_the_case_of_a_typed_caption_does_not_matter(option: Option, spelt: type[str]) -> None:
    assert read_text(STATUS, spelt(option.caption)) == Answer(question_id="status", option_id=option.id)
