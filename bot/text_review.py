"""What is wrong with a wording before it is saved: tried in every situation, each flaw with its line and a way out."""

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from traceback import extract_tb

from jinja2 import TemplateError, TemplateSyntaxError, meta, nodes

from bot import telegram_html, wording
from bot.phrases import phrases
from bot.samples import MUST_SAY, SAMPLES

# What the texts that ship need, and nothing that could run for ever or fill the memory with a short line.
ALLOWED = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Assign, nodes.Include),
    *(nodes.If, nodes.For, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Test),
    *(nodes.Filter, nodes.Getattr, nodes.Getitem, nodes.Slice, nodes.Concat, nodes.Add, nodes.Sub),
    *(nodes.Pair, nodes.Dict, nodes.List, nodes.Tuple),
)
OWN_FILTERS = frozenset({"capitalize", "default", "first", "join", "last", "length", "lower", "trim", "upper"})
MOST = {nodes.Assign: 8, nodes.Concat: 20, nodes.For: 6}
DEEPEST = 2  # loops in loops
TO_BE_FILLED_IN = re.compile(
    r"(?i)\b(?:replace|change|fill)[_-]?me\b|\byour[_-](?:link|url|domain)\b|\bexample\.(?:com|net|org)\b"
    r"|\b(?:localhost|127\.0\.0\.1)\b|\bfixme\b|\bxxx+\b"
)
NAMED_TAG = re.compile(r"</?(?P<name>[A-Za-z][\w-]*)>")
TEMPLATE_FILE = "<template>"  # what jinja calls a template that came from a string


@dataclass(frozen=True, kw_only=True)
class TextFlaw:
    """One thing that is wrong; `line` counts from 1, `situation` is the number of the first sample that shows it."""

    code: str
    what: str
    line: int | None = None
    placeholder: str | None = None
    suggestions: tuple[str, ...] = ()
    situation: int | None = None


def review(key: str, body: str, language: str = wording.DEFAULT_LANGUAGE) -> list[TextFlaw]:
    """Return why a body cannot replace the text of that key; empty if it can, in every situation the text serves."""
    try:
        tree = wording.environment(wording.known(language)).parse(body)
        if found := list(_strange_parts(tree, language)):
            return found
        named = meta.find_undeclared_variables(tree)
    except TemplateSyntaxError as error:
        return [TextFlaw(code="unreadable", what=f"the template cannot be read: {error.message}", line=error.lineno)]
    except (RecursionError, MemoryError):
        return [TextFlaw(code="unreadable", what="the template is nested too deeply to be read")]
    found = [
        *_strange_names(tree, named, key),
        *_unsaid(named, key),
        *_braces(body, key, language),
        *_unfinished(body),
    ]
    return found or _in_situations(key, body, language)


def in_situation(body: str, language: str, context: wording.Context, number: int | None = None) -> list[TextFlaw]:
    """Return what is wrong with a body in one situation."""
    try:
        html = wording.render_body(body, language, context)
    except wording.FAILURES as error:
        what = f"the text does not render: {error}"
        return [TextFlaw(code="does_not_render", what=what, line=_line_of(error), situation=number)]
    return [
        TextFlaw(code="telegram_refuses", what=problem, line=_line_of_tag(problem, body), situation=number)
        for problem in telegram_html.problems(html)
    ]


def _in_situations(key: str, body: str, language: str) -> list[TextFlaw]:
    found: dict[str, TextFlaw] = {}
    for number, sample in enumerate(SAMPLES[key]):
        for flaw in in_situation(body, language, sample, number):
            found.setdefault(flaw.what, flaw)
    return list(found.values())


def _strange_parts(tree: nodes.Template, language: str) -> Iterator[TextFlaw]:
    filters = OWN_FILTERS | phrases(wording.known(language)).filters().keys()
    for node in tree.find_all(nodes.Node):
        if isinstance(node, nodes.Filter) and node.name not in filters:
            yield _unknown("filter", node.name, node.lineno, filters)
        elif isinstance(node, nodes.Include):
            if not (isinstance(node.template, nodes.Const) and str(node.template.value).startswith("_")):
                what = "only the parts that ship can be included, such as _card.html"
                yield TextFlaw(code="not_available", what=what, line=node.lineno)
        elif not isinstance(node, ALLOWED) and isinstance(node, nodes.Expr | nodes.Stmt):
            what = f"{type(node).__name__.lower()} is not available in texts"
            yield TextFlaw(code="not_available", what=what, line=node.lineno)
    for kind, most in MOST.items():
        for node in list(tree.find_all(kind))[most:]:
            what = f"more than {most} of {kind.__name__.lower()} are too many for a text"
            yield TextFlaw(code="not_available", what=what, line=node.lineno)
    for loop in tree.find_all(nodes.For):
        if _depth(loop) > DEEPEST:
            what = f"loops stand at most {DEEPEST} deep in each other"
            yield TextFlaw(code="not_available", what=what, line=loop.lineno)


def _depth(loop: nodes.For) -> int:
    return 1 + max((_depth(inner) for inner in loop.find_all(nodes.For)), default=0)


def _strange_names(tree: nodes.Template, named: set[str], key: str) -> Iterator[TextFlaw]:
    given = given_to(key)
    for name in sorted(named - given):
        lines = [node.lineno for node in tree.find_all(nodes.Name) if node.name == name]
        yield _unknown("placeholder", name, min(lines, default=None), given)


def _unknown(kind: str, name: str, line: int | None, known: Iterable[str]) -> TextFlaw:
    near = tuple(difflib.get_close_matches(name, sorted(known), n=3))
    advice = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(sorted(known)) or 'none'}"
    return TextFlaw(
        code=f"{kind}_unknown",
        what=f"unknown {kind} {name}; {advice}",
        line=line,
        placeholder=name if kind == "placeholder" else None,
        suggestions=near,
    )


def _unsaid(named: set[str], key: str) -> list[TextFlaw]:
    return [
        TextFlaw(code="placeholder_missing", what=f"missing placeholder {name}", placeholder=name)
        for name in sorted(MUST_SAY.get(key, frozenset()) - named)
    ]


def _braces(body: str, key: str, language: str) -> Iterator[TextFlaw]:
    for brace, line in wording.raw_braces(body, language).items():
        name = brace.strip("{}% ")
        near = tuple(difflib.get_close_matches(name, sorted(given_to(key)), n=1)) if name else ()
        right = f"{{{{ {near[0] if near else 'name'} }}}}"
        what = f"{brace} would be sent as it stands, a placeholder is {right}"
        suggestions = (right,) if near else ()
        yield TextFlaw(code="raw_braces", what=what, line=line, placeholder=name or None, suggestions=suggestions)


def _unfinished(body: str) -> Iterator[TextFlaw]:
    for found in TO_BE_FILLED_IN.finditer(body):
        what = f"{found[0]} was left to be filled in: people would get it as it stands"
        yield TextFlaw(code="placeholder_link", what=what, line=body.count("\n", 0, found.start()) + 1)


def given_to(key: str) -> frozenset[str]:
    """Return the placeholders that the text of that key is given."""
    return frozenset().union(*SAMPLES[key])


def _line_of(error: Exception) -> int | None:
    if isinstance(error, TemplateError) and isinstance(line := getattr(error, "lineno", None), int):
        return line
    lines = [frame.lineno for frame in extract_tb(error.__traceback__) if frame.filename == TEMPLATE_FILE]
    return lines[-1] if lines else None


def _line_of_tag(problem: str, body: str) -> int | None:
    named = NAMED_TAG.search(problem)
    found = re.search(rf"</?{re.escape(named['name'])}\b", body, re.IGNORECASE) if named else None
    return body.count("\n", 0, found.start()) + 1 if found else None
