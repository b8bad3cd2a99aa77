"""The one wall clock: everything else takes its time as an argument."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return the present instant in UTC."""
    return datetime.now(UTC)  # noqa: TID251 -- this is the one place that reads the wall clock
