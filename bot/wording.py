"""Turns the name of a text and its context into words: defaults from the files, overrides from the database.

A key is the path of a text without language and ending: "congratulate", "refusals/slot_taken".
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

import structlog
from jinja2 import BaseLoader, FileSystemLoader, StrictUndefined, Template, TemplateError, Undefined, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot import telegram_html
from bot.phrases import Moment, phrases
from bot.samples import SAMPLES
from bot.texts import FOLDER

DEFAULT_LANGUAGE = "ru"
Context = Mapping[str, Any]
FAILURES = (
    *(TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError),
    *(RecursionError, SyntaxError, MemoryError),  # of a template that is nested too deeply
)
BRACES = re.compile(r"\{[^{}]*\}?|\}")

log = structlog.get_logger(__name__)


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
    return _tidy(environment(known(language)).get_template(f"{key}.html").render(context))


def preview(key: str, language: str) -> list[str]:
    """Return the text rendered with each of its samples."""
    return [render(key, language, sample) for sample in SAMPLES[key]]


def default_body(key: str, language: str) -> str | None:
    """Return the source of the text that ships in a language, or None where it is not translated."""
    path = FOLDER / language / f"{key}.html"
    return path.read_text(encoding="utf-8") if key in keys_of_texts(language) else None


def raw_braces(body: str, language: str) -> dict[str, int]:
    """Return what people would read as braces (a placeholder of another system, or misspelt), each with its line."""
    words = environment(known(language)).parse(body).find_all(nodes.TemplateData)
    found = [
        (brace[0], part.lineno + part.data.count("\n", 0, brace.start()))
        for part in words
        for brace in BRACES.finditer(part.data)
    ]
    return dict(reversed(found))


def _render_checked(body: str, language: str, context: Context) -> str:
    """Return the text that replaces a default; raise ValueError for one that people could not read."""
    text = render_body(body, language, context)
    braces = [f"{brace} would be sent as it stands" for brace in raw_braces(body, language)]
    if found := [*braces, *telegram_html.problems(text)]:
        raise ValueError("; ".join(found))
    return text


def render_body(body: str, language: str, context: Context) -> str:
    """Return what a body says in a language; raise one of FAILURES where it does not render."""
    return _tidy(_compiled(body, known(language)).render(context))


@lru_cache(maxsize=64)
def _compiled(body: str, language: str) -> Template:
    return environment(language).overlay(finalize=_sayable).from_string(body)


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
def environment(language: str) -> ImmutableSandboxedEnvironment:
    """Return what renders the texts of a language that has a folder, with its filters."""
    # A text that a language does not have yet is rather said in the default one than not at all.
    loader: BaseLoader = FileSystemLoader([FOLDER / language, FOLDER / DEFAULT_LANGUAGE])
    made = ImmutableSandboxedEnvironment(
        loader=loader, undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    made.filters.update(phrases(language).filters())
    return made


def _sayable(value: object) -> object:
    """Return what people can read; raise TypeError for what only a program could."""
    match value:
        case bool() | None:
            raise TypeError("something that is not always known stands here; ask for it first: {% if name %}")
        case str() | int() | float() | Undefined():  # the last is a condition without its else, or raises by itself
            return value
        case Moment():
            raise TypeError("a moment is said by a filter: {{ name|when }}")
        case _:
            raise TypeError("a list is said item by item: {% for each in name %} or {{ name|join(', ') }}")


def _tidy(text: str) -> str:
    """Drop the blank lines that untaken branches leave behind."""
    lines = [line.rstrip() for line in text.strip().splitlines()]
    return "\n".join(line for place, line in enumerate(lines) if line or lines[place - 1])
