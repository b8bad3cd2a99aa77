"""A key for each candidate, whose end makes what Temporal keeps of them unreadable; no samples of personal data.

Revision ID: 0010
Revises: 0009
"""

from migrations.sql_files import run_sql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


FILES = ("candidate_keys", "statistics")


def upgrade() -> None:
    for name in FILES:
        run_sql(f"r0010/{name}.sql")


def downgrade() -> None:
    for name in reversed(FILES):
        run_sql(f"r0010/{name}_down.sql")
