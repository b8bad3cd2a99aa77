"""Moves that the company asks for as well, what is offered then, a city's lead, and who blocked the bot.

Revision ID: 0004
Revises: 0003
"""

from migrations.sql_files import run_sql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for noun in ("moves", "people"):
        run_sql(f"r0004/{noun}.sql")


def downgrade() -> None:
    run_sql("r0004/down.sql")
