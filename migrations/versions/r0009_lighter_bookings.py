"""A booking written with fewer locks, checks and indexes; its places are guarded where they are deleted.

Revision ID: 0009
Revises: 0008
"""

from migrations.sql_files import run_sql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for noun in ("places", "history", "reservation"):
        run_sql(f"r0009/{noun}.sql")


def downgrade() -> None:
    run_sql("r0009/down.sql")
