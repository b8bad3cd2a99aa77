"""A reservation with fewer indexes, checks and statements.

Revision ID: 0011
Revises: 0010
"""

from migrations.sql_files import run_sql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


FILES = ("slots", "claims", "checks", "reservation")


def upgrade() -> None:
    for name in FILES:
        run_sql(f"r0011/{name}.sql")


def downgrade() -> None:
    run_sql("r0011/down.sql")
