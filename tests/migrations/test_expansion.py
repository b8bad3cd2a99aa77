"""A new revision only adds: the version before it goes on running on the same database until it has been replaced.

What takes something away, or holds a table for long, needs the reason for which it is safe: `-- safe: ...` above it.
"""

import re
from pathlib import Path

import pytest

from migrations import revisions

FOLDER = Path(revisions.__file__).parent
BEFORE_THE_RULE = "r0009"  # older ones have never met a running process of a release
DANGERS = {
    r"\bDROP\s+(TABLE|COLUMN|VIEW|FUNCTION|TYPE)\b": "the version before still uses it: take it away one release later",
    r"\bRENAME\b": "the version before knows the old name: add the new one, copy, and drop the old one later",
    r"\bALTER\s+COLUMN\s+\w+\s+(SET\s+DATA\s+)?TYPE\b": "it rewrites the table: add a column beside it",
    r"\bSET\s+NOT\s+NULL\b": "it reads the whole table under a lock: add a NOT VALID check, validate it later",
    r"\bADD\s+COLUMN\b(?=[^,;]*\bNOT\s+NULL\b)(?![^,;]*\bDEFAULT\b)": "the version before does not fill it: give a default",
    r"\bADD\s+CONSTRAINT\b(?![^;]*\bNOT\s+VALID\b)": "it reads the whole table under a lock: NOT VALID, validate later",
    r"\bCREATE\s+(UNIQUE\s+)?INDEX\b": "writers wait until it is built: say that the table is new or small",
    r"\bLOCK\s+TABLE\b": "everybody waits",
}


def complaints(sql: str) -> list[str]:
    """Return what is dangerous about statements that do not say why they are safe; nobody uses a new table yet."""
    new = "|".join(re.findall(r"CREATE TABLE (\w+)", sql)) or "(?!)"
    return [
        f"{' '.join(found[0].split())}: {why}"
        for statement in re.split(r";\s*$", sql, flags=re.MULTILINE)
        if not re.search(rf"-- safe: \S+|(\bON|ALTER TABLE) ({new})\b", statement)
        for danger, why in DANGERS.items()
        if (found := re.search(danger, re.sub(r"--.*", "", statement), re.IGNORECASE))
    ]


def new_files() -> list[Path]:
    """Return what new revisions run on the way up."""
    scripts = [path for path in (FOLDER / "versions").glob("r*.py") if path.name[:5] > BEFORE_THE_RULE]
    folders = [path for path in (FOLDER / "sql").iterdir() if path.name > BEFORE_THE_RULE]
    statements = [path for folder in folders for path in folder.glob("*.sql") if not path.stem.endswith("down")]
    return sorted(scripts + statements)


def test_new_revisions_only_add_or_say_why_they_are_safe() -> None:
    wrong = [f"{path.relative_to(FOLDER)}: {each}" for path in new_files() for each in complaints(path.read_text())]
    assert not wrong, "\n".join([*wrong, "docs/upgrading.md says how; or write `-- safe: reason` above the statement"])


@pytest.mark.parametrize(
    "sql",
    [
        "ALTER TABLE slots DROP COLUMN status;",
        "ALTER TABLE slots RENAME COLUMN a TO b;",
        "ALTER TABLE slots ALTER COLUMN a TYPE bigint;",
        "ALTER TABLE slots ALTER COLUMN a SET NOT NULL;",
        "ALTER TABLE slots ADD COLUMN a int NOT NULL;",
        "ALTER TABLE slots ADD CONSTRAINT c CHECK (a > 0);",
        "CREATE UNIQUE INDEX i ON slots (a);",
        "DROP TABLE slots;",
    ],
)
def test_what_would_stop_a_running_process_is_noticed(sql: str) -> None:
    assert len(complaints(sql)) == 1
    assert complaints(f"-- safe: made by this very revision\n{sql}") == []


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TABLE a (b int NOT NULL);",
        "CREATE TABLE a (b int);\nCREATE INDEX i ON a (b);",
        "ALTER TABLE slots ADD COLUMN a int;",
        "ALTER TABLE slots ADD COLUMN a int NOT NULL DEFAULT 0;",
        "ALTER TABLE slots ADD CONSTRAINT c CHECK (a > 0) NOT VALID;",
        "CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';",
        "-- A word about how to DROP TABLE later.\nSELECT 1;",
    ],
)
def test_what_only_adds_passes(sql: str) -> None:
    assert complaints(sql) == []


def test_a_program_serves_a_database_that_a_later_version_has_migrated() -> None:
    assert revisions.is_behind(None)
    assert revisions.is_behind("0001")
    assert not revisions.is_behind(revisions.head())
    assert not revisions.is_behind("9999")
