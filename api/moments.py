"""Instants as callers write them, with an offset, and as people read them: in UTC and by the wall clock of a place."""

from datetime import UTC, datetime
from typing import Annotated, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, Field

from domain import timezones

EARLIEST_YEAR, LATEST_YEAR = 2000, 2100


def _within_reach(at: datetime) -> datetime:
    """Refuse years that no slot has: near the ends of the calendar an instant has no wall time everywhere."""
    if not EARLIEST_YEAR <= at.year <= LATEST_YEAR:
        raise ValueError(f"the year must be {EARLIEST_YEAR} to {LATEST_YEAR}")
    return at


def _in_utc(at: datetime) -> datetime:
    return at.astimezone(UTC)


Instant = Annotated[AwareDatetime, AfterValidator(_within_reach), AfterValidator(_in_utc)]


class Moment(BaseModel):
    """One instant twice; the zone is an IANA name."""

    utc: datetime = Field(examples=["2026-11-24T10:00:00Z"])
    wall: datetime = Field(
        description="The same instant with the offset of the zone", examples=["2026-11-24T15:00:00+05:00"]
    )
    zone: str = Field(examples=["Asia/Yekaterinburg"])

    @classmethod
    def at(cls, instant: datetime, zone_name: str) -> Self:
        """Return the instant (aware) as it is read in the zone."""
        return cls(utc=instant.astimezone(UTC), wall=timezones.local(instant, zone_name), zone=zone_name)
