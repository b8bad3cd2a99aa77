from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.samples import SAMPLES
from bot.text_guide import Kind, placeholders, situations, texts
from bot.text_review import review

PIECES = st.sampled_from(
    [
        "{{ ", " }}", "{% if ", "{% for a in ", "{% set x = ", " %}", "{% endif %}", "{% endfor %}", "{% else %}", "{# ", " #}",
        "name", "starts", "|when", "|wehn", ".at", "[0]", "()", "(", ")", "'a'", "1", " * ", " ~ ", " is ", " in ", "loop",
        "<b>", "</b>", "<a href='x'>", "{", "}", "\n", " ", "{% include '_card.html' %}", "{% macro m() %}", "{% raw %}",
    ]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_whatever_is_written_is_judged_and_never_an_error(body: str) -> None:
    assert isinstance(review("remind_candidate", body), list)


@pytest.mark.parametrize(
    "body",
    [
        "{% for a in name %}{% for b in name %}{% for c in name %}{{ starts|when }}{% endfor %}{% endfor %}{% endfor %}",
        "{% set a = name ~ name %}" * 9 + "{{ starts|when }}",
        "{% macro m() %}x{% endmacro %}{{ starts|when }}",
        "{% include 'replies/me.html' %}{{ starts|when }}",
        "{{ name|center(999999999) }}{{ starts|when }}",
        "{{ name ** 999999999 }}{{ starts|when }}",
    ],
)  # fmt: skip
def test_what_could_run_for_ever_or_fill_the_memory_is_not_available(body: str) -> None:
    assert {flaw.code for flaw in review("remind_candidate", body)} <= {"not_available", "filter_unknown"}
    assert review("remind_candidate", body)


def test_every_text_has_a_guide_whose_examples_can_be_used() -> None:
    assert texts() == sorted(SAMPLES)
    for key in texts():
        found = placeholders(key, "ru")
        assert [each.name for each in found] == sorted(set().union(*SAMPLES[key]))
        assert len(situations(key, "en")) == len(SAMPLES[key])
        body = "\n".join(each.usage[-1] for each in found if each.kind is not Kind.LIST) + "\nx"
        flaws: list[Any] = [
            flaw for flaw in review(key, body) if flaw.code not in {"does_not_render", "placeholder_missing"}
        ]
        assert flaws == [], key
