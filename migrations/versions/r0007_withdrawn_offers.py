"""Which offers ended by a withdrawal of which their journeys were not told.

Revision ID: 0007
Revises: 0006
"""

from migrations.sql_files import run_sql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_sql("r0007/withdrawn_offers.sql")


def downgrade() -> None:
    run_sql("r0007/down.sql")
