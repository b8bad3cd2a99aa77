"""A week of March 2027 by the clocks of Moscow (UTC+3): instants as people would write them."""

from datetime import UTC, datetime, timedelta

MOSCOW = "Europe/Moscow"
OFFSET = timedelta(hours=3)


def at(written: str) -> datetime:
    """Return the UTC instant of "10 18:30" or "10 18:30:15": day of March and Moscow's wall time."""
    day, _, clock = written.partition(" ")
    return datetime.fromisoformat(f"2027-03-{day}T{clock}").replace(tzinfo=UTC) - OFFSET
