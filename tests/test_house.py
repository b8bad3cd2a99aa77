"""The rules of the house, executed: what the linters do not see. A rule that is not executed is a wish."""

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from tests.sources import EVERYWHERE, ROOMS, ROOT, Source, length, sources

LONGEST_FILE = 200
LONGEST_FUNCTION = 40
LONGER_FUNCTIONS = {
    "workflows/rules.py _turn": "one line an event: the whole of it is the table",
}

CYRILLIC = re.compile(r"[\u0400-\u04ff]")
RUSSIAN_ROOMS = {
    "bot/texts": "what people read",
    "bot/keyboards": "captions of buttons",
    "bot/commands.py": "captions of Telegram's menu",
    "bot/samples": "sample data with which texts are previewed",
    "database/seed.py": "sample cities and recruiters that people see",
    "standin/page": "a page that people use",
    "standin/__main__.py": "the bot's name, as people see it",
    "standin/settings.py": "the same",
    "proof": "plays people, who read and write Russian",
    "tests": "say what people say",
    "bench": "the same",
}

CLOCKS = {
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "datetime.datetime.today",
    "datetime.date.today",
    "time.time",
    "time.time_ns",
}
ZONES = {"zoneinfo.ZoneInfo"}
ENVIRONMENT = {"os.environ", "os.getenv", "os.environb", "os.putenv"}
# The stand-in is a program of its own: it imports nothing of the product, so it has its own clock.
ONE_PLACE = {
    **{name: {"otklik/clock.py", "standin/clock.py"} for name in CLOCKS},
    **{name: {"domain/timezones.py"} for name in ZONES},
    **{name: {"otklik/settings.py"} for name in ENVIRONMENT},
}

EMPTY_NAMES = re.compile(r"(Manager|Helper|Utils?|Info|DTO|Data)$")
REASONED = re.compile(r"noqa: [A-Z]+[0-9]+(, [A-Z]+[0-9]+)* --? \S+")


def test_each_module_opens_with_a_docstring_or_is_an_empty_package() -> None:
    silent = [
        source.path
        for source in sources(*ROOMS, "bench")
        if ast.get_docstring(source.tree) is None and (source.text.strip() or not source.path.endswith("__init__.py"))
    ]
    assert not silent, "\n".join(silent)


def test_no_file_is_longer_than_a_person_reads_at_once() -> None:
    paths = [path for room in EVERYWHERE for kind in ("py", "js", "css") for path in (ROOT / room).rglob(f"*.{kind}")]
    lengths = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    long = [f"{path}: {lines} lines" for path, lines in lengths.items() if lines > LONGEST_FILE]
    assert not long, "\n".join(long)


def test_no_function_is_longer_than_a_screen_except_those_that_say_why() -> None:
    long = {
        f"{source.path} {function.name}": length(function)
        for source in sources(*EVERYWHERE)
        for function in source.functions()
        if length(function) > LONGEST_FUNCTION
    }
    unexplained = [f"{name}: {lines} lines" for name, lines in long.items() if name not in LONGER_FUNCTIONS]
    assert not unexplained, "\n".join(unexplained)
    assert set(LONGER_FUNCTIONS) <= set(long), "an exception that nobody needs any more"


def test_russian_stands_only_where_people_read_it() -> None:
    """Docstrings and comments may quote a caption; a program may not contain one elsewhere."""
    russian = [
        f"{source.path}:{string.lineno}"
        for source in sources(*ROOMS)
        if not _may_speak_russian(source.path)
        for string in source.strings()
        if CYRILLIC.search(str(string.value))
    ]
    assert not russian, "\n".join(russian)


def test_nothing_but_python_speaks_russian_outside_texts_and_pages() -> None:
    files = [path for room in ROOMS for path in (ROOT / room).rglob("*") if path.suffix in {".sql", ".js", ".mako"}]
    names = [path.relative_to(ROOT).as_posix() for path in files if CYRILLIC.search(path.read_text(encoding="utf-8"))]
    assert [name for name in names if not _may_speak_russian(name)] == []


def test_nothing_is_imported_inside_a_function() -> None:
    hidden = [
        f"{source.path}:{node.lineno}"
        for source in sources(*EVERYWHERE)
        for function in source.functions()
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert not hidden, "\n".join(hidden)


def test_clock_zones_and_environment_are_each_read_in_one_place() -> None:
    elsewhere = [found for source in sources(*ROOMS) for found in _read_elsewhere(source)]
    assert not elsewhere, "\n".join(elsewhere)


def test_each_silenced_warning_says_why() -> None:
    mute = [
        f"{source.path}:{line}"
        for source in sources(*EVERYWHERE)
        for line, comment in source.comments()
        if "noqa" in comment and not REASONED.search(comment)
    ]
    assert not mute, "\n".join(mute)


def test_names_are_words_of_the_trade() -> None:
    empty = [
        f"{source.path} {each.name}"
        for source in sources(*EVERYWHERE)
        for each in source.classes()
        if EMPTY_NAMES.search(each.name)
    ]
    assert not empty, "\n".join(empty)


def _may_speak_russian(path: str) -> bool:
    return any(PurePosixPath(path).is_relative_to(room) for room in RUSSIAN_ROOMS)


def _read_elsewhere(source: Source) -> Iterator[str]:
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Attribute | ast.Name):
            continue
        name = source.full_name(node)
        if name in ONE_PLACE and source.path not in ONE_PLACE[name]:
            yield f"{source.path}:{node.lineno} {name}"
