"""The orders that the office's lists of cities, recruiters and tokens have in common."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import InstrumentedAttribute


class OfficeOrder(StrEnum):
    """How a list is ordered; a minus turns it round."""

    NAME = "name"
    NAME_DOWN = "-name"
    CREATED = "created_at"
    CREATED_DOWN = "-created_at"


def in_order(
    query: Select[*tuple[Any, ...]],
    order: OfficeOrder,
    *,
    name: InstrumentedAttribute[str],
    created_at: InstrumentedAttribute[datetime],
    row_id: InstrumentedAttribute[int],
) -> Select[*tuple[Any, ...]]:
    """Return the query in that order; rows that are equal in it stand as they were added."""
    column = name if order in {OfficeOrder.NAME, OfficeOrder.NAME_DOWN} else created_at
    turned = order in {OfficeOrder.NAME_DOWN, OfficeOrder.CREATED_DOWN}
    return query.order_by(column.desc(), row_id.desc()) if turned else query.order_by(column, row_id)
