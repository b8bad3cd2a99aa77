"""How people write their names, and how they are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.answers import Misread, read_text
from domain.questionnaire import Answer, Question, QuestionKind

NAME = Question(id="full_name", kind=QuestionKind.FULL_NAME)


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("Петрова Анна Сергеевна", "Петрова Анна Сергеевна"),
        ("  петрова \n анна  ", "Петрова Анна"),
        ("ПЕТРОВА АННА", "Петрова Анна"),
        ("пЕтрова анна", "пЕтрова Анна"),
        ("петров-водкин кузьма", "Петров-Водкин Кузьма"),
        ("МакДональд Рональд", "МакДональд Рональд"),
        ("Smith John", "Smith John"),
        ("o'neil anna", "O'neil Anna"),
        ("Ёлкина Ёля", "Ёлкина Ёля"),
        ("Ахметов Әлихан", "Ахметов Әлихан"),
        ("Петрова А. С.", "Петрова А. С."),
        ("Салтыков-Щедрин Михаил Евграфович", "Салтыков-Щедрин Михаил Евграфович"),
        ("Алиев Али оглы", "Алиев Али Оглы"),
    ],
)
def test_a_name_is_taken_in_any_case_and_alphabet(typed: str, understood: str) -> None:
    assert read_text(NAME, typed) == Answer(question_id="full_name", text=understood)


@pytest.mark.parametrize(
    ("typed", "understood"),
    [("Петрова А.С.", "Петрова А.С."), ("ПЕТРОВА А.С.", "Петрова А.С."), ("Толсто\u0438\u0306 Лев", "Толстой Лев")],
)
def test_initials_stay_capitals_and_letters_may_be_typed_in_two_parts(typed: str, understood: str) -> None:
    assert read_text(NAME, typed) == Answer(question_id="full_name", text=understood)


@pytest.mark.parametrize(
    ("typed", "misread"),
    [
        ("", Misread.EMPTY),
        (" \n\t ", Misread.EMPTY),
        ("Анна", Misread.NAME_INCOMPLETE),
        ("А.С.", Misread.NAME_INCOMPLETE),
        ("Анна 2", Misread.NAME_STRANGE),
        ("Анна_Петрова Сергеевна", Misread.NAME_STRANGE),
        ("Анна <b>Петрова</b>", Misread.NAME_STRANGE),
        ("Петрова -", Misread.NAME_STRANGE),
        ("https://example.org Анна", Misread.NAME_STRANGE),
        ("Анна 🙂", Misread.NAME_STRANGE),
        ("А" * 100 + " " + "Б" * 100, Misread.TOO_LONG),
    ],
)
def test_a_name_that_is_none_is_refused_with_its_reason(typed: str, misread: Misread) -> None:
    assert read_text(NAME, typed) is misread


@given(st.text(max_size=60))
def test_a_name_read_once_is_read_the_same_again(typed: str) -> None:
    read = read_text(NAME, typed)
    if isinstance(read, Answer):
        assert read_text(NAME, read.text or "") == read
