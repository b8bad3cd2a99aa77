"""The rules of the house, executed: what the linters do not see. A rule that is not executed is a wish."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

import pytest

from otklik.settings_table import settings_table
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
    "bot/samples.py": "sample data with which texts are previewed",
    "database/seed.py": "sample cities and recruiters that people see",
    "standin/page": "a page that people use",
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
LAYERS = ["otklik", "api | activities", "bot", "workflows | database", "domain"]
SETTINGS = re.compile(r"<!-- settings -->\n(.*?)\n<!-- /settings -->", re.DOTALL)


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def contracts() -> list[dict[str, Any]]:
    return list(project()["tool"]["importlinter"]["contracts"])


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


def test_each_rule_that_is_switched_off_for_all_has_its_reason_beside_it() -> None:
    lint = (ROOT / "pyproject.toml").read_text(encoding="utf-8").partition("[tool.ruff.lint]")[2].partition("\n[")[0]
    rules = [line for line in lint.splitlines() if re.match(r'\s+"', line)]
    assert len(rules) > 1
    assert [line for line in rules if not re.search(r"# \w+", line)] == []


def test_names_are_words_of_the_trade() -> None:
    empty = [
        f"{source.path} {each.name}"
        for source in sources(*EVERYWHERE)
        for each in source.classes()
        if EMPTY_NAMES.search(each.name)
    ]
    assert not empty, "\n".join(empty)


def test_locks_name_versions_and_hashes_and_no_place_to_load_from() -> None:
    for lock in (ROOT / "requirements.lock", ROOT / "requirements-dev.lock"):
        text = lock.read_text(encoding="utf-8")
        assert "--hash=sha256:" in text
        assert not re.search(r"://|^--?(index-url|extra-index-url|find-links|i|f)\b", text, re.MULTILINE), lock.name


def test_every_room_is_typed_shipped_and_under_the_contracts() -> None:
    tools, rooms = project()["tool"], set(ROOMS)
    assert {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "bench"} == rooms
    assert rooms == set(tools["importlinter"]["root_packages"])
    assert rooms == set(tools["hatch"]["build"]["targets"]["wheel"]["packages"])
    assert rooms < set(tools["mypy"]["files"])


def test_the_contracts_let_imports_point_one_way() -> None:
    assert [each["layers"] for each in contracts() if each["type"] == "layers"] == [LAYERS]
    forbidden = [(set(each["source_modules"]), set(each["forbidden_modules"])) for each in contracts()[1:]]
    product = set(ROOMS) - {"standin", "proof"}
    assert ({"standin", "proof"}, product) in forbidden
    assert (product, {"standin", "proof"}) in forbidden
    assert any({"domain", "workflows"} == modules and "sqlalchemy" in libraries for modules, libraries in forbidden)


def test_the_readme_names_every_setting() -> None:
    found = SETTINGS.search((ROOT / "README.md").read_text(encoding="utf-8"))
    if found is None:
        pytest.skip("the README has no settings table yet")
    assert found[1].strip() == settings_table().strip()


def test_the_changelog_says_what_changed() -> None:
    assert re.search(r"^## ", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)


def _may_speak_russian(path: str) -> bool:
    return any(PurePosixPath(path).is_relative_to(room) for room in RUSSIAN_ROOMS)


def _read_elsewhere(source: Source) -> Iterator[str]:
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Attribute | ast.Name):
            continue
        name = source.full_name(node)
        if name in ONE_PLACE and source.path not in ONE_PLACE[name]:
            yield f"{source.path}:{node.lineno} {name}"
