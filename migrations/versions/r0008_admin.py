"""What the admin API needs: tokens limited to cities, keys of creates, search, imports, auto-messages, webhooks.

Revision ID: 0008
Revises: 0007
"""

from migrations.sql_files import run_sql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

FILES = ("access", "office", "slot_imports", "people_search", "announcements", "webhooks")


def upgrade() -> None:
    for name in FILES:
        run_sql(f"r0008/{name}.sql")


def downgrade() -> None:
    for name in reversed(FILES):
        run_sql(f"r0008/{name}_down.sql")
