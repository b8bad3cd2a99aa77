"""What documents point at is there: pages and headings, files of the house, names of settings and of the code."""

import re

import pytest

from otklik.settings import Settings
from tests.otklik.guides import documents, inline, prose
from tests.sources import EVERYWHERE, ROOT

LINK = re.compile(r"\]\((?P<page>[^)#\s]*)(?:#(?P<anchor>[^)\s]+))?\)")
HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
FILE = re.compile(r"(?P<path>[\w.-]+(?:/[\w.-]+)*/?)")
NAME = re.compile(r"_?[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")
BESIDE = {"docker-compose.yml", "pyproject.toml", "Makefile", "Dockerfile"}
CODE = {".py", ".yml", ".yaml", ".toml"}


def anchors(document: str) -> set[str]:
    """Return the headings of a page as links name them."""
    words = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in HEADING.findall(prose(document)))
    return {each.strip().replace(" ", "-") for each in words}


@pytest.mark.parametrize("document", documents())
def test_links_lead_to_pages_and_headings_that_are_there(document: str) -> None:
    for found in LINK.finditer(prose(document)):
        page, anchor = found["page"], found["anchor"]
        if "://" in page:
            continue
        target = ((ROOT / document).parent / page).resolve() if page else ROOT / document
        assert target.exists(), f"{document}: {page}"
        assert target.is_relative_to(ROOT), f"{document}: {page}"
        if anchor:
            assert anchor in anchors(target.relative_to(ROOT).as_posix()), f"{document}: {page}#{anchor}"


def test_every_page_can_be_reached_from_the_readme() -> None:
    reached, ahead = set[str](), ["README.md"]
    while ahead:
        document = ahead.pop()
        if document in reached:
            continue
        reached.add(document)
        for found in LINK.finditer(prose(document)):
            target = ((ROOT / document).parent / found["page"]).resolve()
            inside = target.is_relative_to(ROOT)
            pages = [target] if target.suffix == ".md" else [*target.glob("*.md")] if inside and target.is_dir() else []
            ahead += [page.relative_to(ROOT).as_posix() for page in pages if page.exists()]
    assert set(documents()) - reached == set()


def test_files_that_are_named_are_there() -> None:
    roots = {path.name for path in ROOT.iterdir() if path.is_dir()} | BESIDE
    checked = 0
    for each in inline():
        found = FILE.fullmatch(each.line)
        if found is None or not ("/" in found["path"] or found["path"] in BESIDE):
            continue
        if found["path"].partition("/")[0] not in roots:
            continue
        checked += 1
        assert (ROOT / found["path"]).exists(), str(each)
    assert checked >= 50


def test_names_in_capitals_are_names_of_the_code() -> None:
    files = [path for room in (*EVERYWHERE, "deploy") for path in (ROOT / room).rglob("*") if path.suffix in CODE]
    files += [ROOT / name for name in BESIDE]
    words = set(re.findall(r"[A-Za-z_]\w*", "\n".join(path.read_text(encoding="utf-8") for path in files)))
    known = words | {f"{name}_file".upper() for name in Settings.model_fields}
    known |= {name.upper() for name in Settings.model_fields}
    said = {(each.document, name) for each in inline() for name in NAME.findall(each.line)}
    assert len(said) >= 60
    assert {f"{document}: {name}" for document, name in said if name not in known} == set()
