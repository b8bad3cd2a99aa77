"""The papers of the house: the project file, the locks, the README and the changelog say what the code does."""

import re
import tomllib
from typing import Any

from otklik.settings_table import settings_table
from tests.sources import ROOMS, ROOT

LAYERS = ["otklik", "api | activities", "bot", "workflows | database", "domain"]
SETTINGS = re.compile(r"<!-- settings -->\n(.*?)\n<!-- /settings -->", re.DOTALL)


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def contracts() -> list[dict[str, Any]]:
    return list(project()["tool"]["importlinter"]["contracts"])


def test_each_rule_that_is_switched_off_for_all_has_its_reason_beside_it() -> None:
    lint = (ROOT / "pyproject.toml").read_text(encoding="utf-8").partition("[tool.ruff.lint]")[2].partition("\n[")[0]
    rules = [line for line in lint.splitlines() if re.match(r'\s+"', line)]
    assert len(rules) > 1
    assert [line for line in rules if not re.search(r"# \w+", line)] == []


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
    assert found is not None
    assert found[1].strip() == settings_table().strip()


def test_the_changelog_says_what_changed() -> None:
    assert re.search(r"^## ", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
