"""The first house: every table, constraint, index, function and trigger.

Revision ID: 0001
Revises: nothing
"""

from migrations.sql_files import run_sql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NOUNS = (
    "cities",
    "people",
    "slots_and_bookings",
    "waiting",
    "screening",
    "messages",
    "inbox_and_office",
    "slot_status",
    "booking_history",
    "reservation",
    "announcements",
)


def upgrade() -> None:
    for noun in NOUNS:
        run_sql(f"r0001/{noun}.sql")


def downgrade() -> None:
    run_sql("r0001/down.sql")
