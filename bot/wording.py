"""Turns the name of a text and its context into words: defaults from the files, overrides from the database.

A key is the path of a text without language and ending: "congratulate", "refusals/slot_taken".
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import structlog
from jinja2 import BaseLoader, FileSystemLoader, StrictUndefined, TemplateError, meta, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot import telegram_html
from bot.phrases import phrases
from bot.samples import MUST_SAY, SAMPLES
from bot.texts import FOLDER

DEFAULT_LANGUAGE = "ru"
Context = Mapping[str, Any]
FAILURES = (TemplateError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
BRACES = re.compile(r"\{[^{}]*\}?|\}")

log = structlog.get_logger(__name__)


class TextRefusedError(ValueError):
    """A text cannot be saved; `problems` says why, one sentence each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@cache
def keys_of_texts(language: str = DEFAULT_LANGUAGE) -> frozenset[str]:
    """Return the keys of all texts of a language."""
    folder = FOLDER / language
    return frozenset(path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.html"))


def render(key: str, language: str, context: Context, override: str | None = None) -> str:
    """Return the HTML of a text; an override that does not render to what people can read gives way to the default.

    That is reported as an alert: somebody has written a text that nobody gets to see.
    """
    if override is not None:
        try:
            return _render_checked(override, language, context)
        except FAILURES as error:
            # The reason says where the template is wrong; a traceback would print the candidate's data with it.
            log.error("override_does_not_render", key=key, reason=str(error), alert=True)  # noqa: TRY400 - a traceback prints data
    return _tidy(_environment(known(language)).get_template(f"{key}.html").render(context))


def validate(key: str, body: str, language: str = DEFAULT_LANGUAGE) -> None:
    """Raise TextRefusedError unless the body could replace the text of that key in every situation it serves."""
    if key not in SAMPLES:
        raise TextRefusedError([f"there is no text named {key}"])
    try:
        named = meta.find_undeclared_variables(_environment(known(language)).parse(body))
    except TemplateError as error:
        raise TextRefusedError([f"the template cannot be read: {error.message}"]) from error
    given = set().union(*SAMPLES[key])
    found = [f"unknown placeholder {name}" for name in sorted(named - given)]
    found += [f"missing placeholder {name}" for name in sorted(MUST_SAY.get(key, frozenset()) - named)]
    found += raw_braces(body, language)
    found = found or _sample_problems(key, body, language)
    if found:
        raise TextRefusedError(found)


def preview(key: str, language: str, body: str | None = None) -> list[str]:
    """Return the text (or a body that may replace it) rendered with each of its samples."""
    return [
        render(key, language, sample) if body is None else _render_body(body, language, sample)
        for sample in SAMPLES[key]
    ]


def raw_braces(body: str, language: str) -> list[str]:
    """Return what people would read as braces: a placeholder of another system, or one that was misspelt."""
    words = _environment(known(language)).parse(body).find_all(nodes.TemplateData)
    found = [brace for part in words for brace in BRACES.findall(part.data)]
    return [f"{brace} would be sent as it stands, a placeholder is {{{{ name }}}}" for brace in dict.fromkeys(found)]


def _render_checked(body: str, language: str, context: Context) -> str:
    """Return the text that replaces a default; raise ValueError for one that people could not read."""
    text = _render_body(body, language, context)
    if found := [*raw_braces(body, language), *telegram_html.problems(text)]:
        raise ValueError("; ".join(found))
    return text


def _sample_problems(key: str, body: str, language: str) -> list[str]:
    found: list[str] = []
    for sample in SAMPLES[key]:
        try:
            found += telegram_html.problems(_render_body(body, language, sample))
        except FAILURES as error:
            found.append(f"the text does not render: {error}")
    return list(dict.fromkeys(found))


def _render_body(body: str, language: str, context: Context) -> str:
    return _tidy(_environment(known(language)).from_string(body).render(context))


@cache
def languages() -> Mapping[str, str]:
    """Return the languages that there are texts in: the name of the folder, and how the language calls itself."""
    codes = sorted(path.parent.name for path in FOLDER.glob("*/words.toml"))
    return {code: phrases(code).name for code in codes}


def known(code: str | None) -> str:
    """Return the language of a code such as "en" or "en-US" if there are texts in it, else the default one."""
    language = (code or "").partition("-")[0].casefold()
    return language if language in languages() else DEFAULT_LANGUAGE


@cache
def _environment(language: str) -> ImmutableSandboxedEnvironment:
    # A text that a language does not have yet is rather said in the default one than not at all.
    loader: BaseLoader = FileSystemLoader([FOLDER / language, FOLDER / DEFAULT_LANGUAGE])
    environment = ImmutableSandboxedEnvironment(
        loader=loader, undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters.update(phrases(language).filters())
    return environment


def _tidy(text: str) -> str:
    """Drop the blank lines that untaken branches leave behind."""
    lines = [line.rstrip() for line in text.strip().splitlines()]
    return "\n".join(line for place, line in enumerate(lines) if line or lines[place - 1])
