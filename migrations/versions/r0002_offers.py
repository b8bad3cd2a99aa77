"""Offers to those who wait, what wakes whoever hands them out, and a reservation in one call. Only adds.

Revision ID: 0002
Revises: 0001
"""

from migrations.sql_files import run_sql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for noun in ("offers", "openings", "reservation"):
        run_sql(f"r0002/{noun}.sql")


def downgrade() -> None:
    run_sql("r0002/down.sql")
