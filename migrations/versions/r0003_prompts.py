"""Whom a recruiter's next message is for. Only adds.

Revision ID: 0003
Revises: 0002
"""

from migrations.sql_files import run_sql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_sql("r0003/prompts.sql")


def downgrade() -> None:
    run_sql("r0003/down.sql")
