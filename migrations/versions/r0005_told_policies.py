"""Which policy of a city the journeys with a booking there were told last.

Revision ID: 0005
Revises: 0004
"""

from migrations.sql_files import run_sql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_sql("r0005/told_policies.sql")


def downgrade() -> None:
    run_sql("r0005/down.sql")
