"""When a candidate was erased, and when their histories were gone; handled updates keep nothing that was said.

Revision ID: 0006
Revises: 0005
"""

from migrations.sql_files import run_sql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for noun in ("erasure", "updates"):
        run_sql(f"r0006/{noun}.sql")


def downgrade() -> None:
    run_sql("r0006/down.sql")
