"""Tables without their classes, for the statements that every press passes.

Sent through its class, a statement is prepared for objects that nobody asks for; that takes longer than PostgreSQL
takes to answer it. Such statements are also made once: one made anew has to be recognised first as one that is known.
"""

import sqlalchemy

from database.tables.base import Table


def plain(table: type[Table]) -> sqlalchemy.Table:
    """Return the table that a class stands for."""
    return table.metadata.tables[table.__tablename__]
