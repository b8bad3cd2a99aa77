"""Instants as people read them: in UTC, and as the wall clock of a place shows them."""

from datetime import UTC, datetime
from typing import Self

from pydantic import BaseModel, Field

from domain import timezones


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
