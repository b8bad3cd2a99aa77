"""Running the SQL files of a revision. A statement ends with a semicolon before an empty line or the file's end."""

import re
from pathlib import Path

from alembic import op

FOLDER = Path(__file__).parent / "sql"


def run_sql(name: str) -> None:
    """Execute every statement of `migrations/sql/<name>` in the revision's transaction."""
    for statement in re.split(r";\n(?=\n|\Z)", (FOLDER / name).read_text(encoding="utf-8")):
        if statement.strip():
            op.execute(statement)
