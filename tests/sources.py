"""The project's own files, as the rules of the house read them."""

import ast
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROOMS = (
    "domain",
    "workflows",
    "activities",
    "bot",
    "api",
    "database",
    "migrations",
    "otklik",
    "standin",
    "proof",
)
EVERYWHERE = (*ROOMS, "tests", "bench")
Function = ast.FunctionDef | ast.AsyncFunctionDef
Definition = Function | ast.ClassDef


@dataclass(frozen=True)
class Source:
    """One Python file; `path` is relative to the project."""

    path: str
    text: str
    tree: ast.Module

    def functions(self) -> Iterator[Function]:
        """Yield all functions and methods, nested ones too."""
        yield from (node for node in ast.walk(self.tree) if isinstance(node, Function))

    def classes(self) -> Iterator[ast.ClassDef]:
        """Yield all classes."""
        yield from (node for node in ast.walk(self.tree) if isinstance(node, ast.ClassDef))

    def strings(self) -> Iterator[ast.Constant]:
        """Yield the string literals that a program uses: no docstrings."""
        documentation = {id(node) for node in _docstrings(self.tree)}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
                yield node

    def comments(self) -> Iterator[tuple[int, str]]:
        """Yield line and text of each comment."""
        lines = iter(self.text.splitlines(keepends=True))
        for token in tokenize.generate_tokens(lambda: next(lines, "")):
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.string

    def full_name(self, node: ast.expr) -> str:
        """Return a dotted name as it is imported, e.g. "datetime.datetime.now"; empty for any other expression."""
        match node:
            case ast.Name(id=name):
                return self._imported.get(name, name)
            case ast.Attribute(value=value, attr=attribute):
                owner = self.full_name(value)
                return f"{owner}.{attribute}" if owner else ""
            case _:
                return ""

    @cached_property
    def _imported(self) -> dict[str, str]:
        names: dict[str, str] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                names |= {each.asname or each.name: each.name for each in node.names}
            elif isinstance(node, ast.ImportFrom):
                names |= {each.asname or each.name: f"{node.module}.{each.name}" for each in node.names}
        return names


@cache
def sources(*rooms: str) -> tuple[Source, ...]:
    """Return the Python files of these rooms in the order of their paths."""
    paths = sorted(path for room in rooms for path in (ROOT / room).rglob("*.py"))
    return tuple(_read(path) for path in paths)


def length(function: Function) -> int:
    """Return the number of lines from the first decorator to the last statement."""
    first = min([function.lineno, *(decorator.lineno for decorator in function.decorator_list)])
    return (function.end_lineno or first) - first + 1


def _read(path: Path) -> Source:
    text = path.read_text(encoding="utf-8")
    return Source(path.relative_to(ROOT).as_posix(), text, ast.parse(text))


def _docstrings(tree: ast.Module) -> Iterator[ast.Constant]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | Definition) and ast.get_docstring(node, clean=False) is not None:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                yield first.value
