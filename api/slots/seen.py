"""A slot as callers see it: when by whose clock, whose, for which city, and who holds it."""

from datetime import datetime, timedelta
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.moments import Moment
from database.office.slots import OfficeSlot
from domain.booking import SlotStatus

MINUTE = timedelta(minutes=1)


class SlotCity(BaseModel):
    """The city of a slot."""

    public_id: UUID
    name: str = Field(examples=["Kazan"])
    zone: str = Field(examples=["Europe/Moscow"])


class SlotRecruiter(BaseModel):
    """The recruiter of a slot."""

    public_id: UUID
    name: str = Field(examples=["Vera Orlova"])
    zone: str = Field(examples=["Asia/Yekaterinburg"])


class Slot(BaseModel):
    """A time that a recruiter offers for a city; what names a holder is null where nobody holds it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "public_id": "7d1f4a56-6a3c-4a58-9a0f-4b7c0a7a2f10",
                    "status": "free",
                    "starts_at": {
                        "utc": "2026-12-01T07:00:00Z",
                        "wall": "2026-12-01T10:00:00+03:00",
                        "zone": "Europe/Moscow",
                    },
                    "starts_for_recruiter": {
                        "utc": "2026-12-01T07:00:00Z",
                        "wall": "2026-12-01T12:00:00+05:00",
                        "zone": "Asia/Yekaterinburg",
                    },
                    "ends_at": "2026-12-01T07:20:00Z",
                    "minutes": 20,
                    "city": {
                        "public_id": "c1c2f9a0-0f0e-4f4b-8a1e-2b0f8f0d9a01",
                        "name": "Kazan",
                        "zone": "Europe/Moscow",
                    },
                    "recruiter": {
                        "public_id": "b8f0e9d2-6a5e-4d2b-9a43-0a6ad0c5b702",
                        "name": "Vera Orlova",
                        "zone": "Asia/Yekaterinburg",
                    },
                    "booking_public_id": None,
                    "candidate_public_id": None,
                    "offered_until": None,
                    "withdrawn_at": None,
                    "created_at": "2026-11-23T09:00:00Z",
                }
            ]
        }
    )

    public_id: UUID
    status: SlotStatus
    starts_at: Moment = Field(description="By the clocks of the city")
    starts_for_recruiter: Moment = Field(description="The same instant by the clocks of the recruiter")
    ends_at: datetime
    minutes: int
    city: SlotCity
    recruiter: SlotRecruiter
    booking_public_id: UUID | None
    candidate_public_id: UUID | None
    offered_until: datetime | None = Field(description="A free slot is kept that long for somebody who waits")
    withdrawn_at: datetime | None
    created_at: datetime


def describe(found: OfficeSlot) -> Slot:
    """Return what callers see of a slot."""
    return Slot(
        public_id=found.public_id,
        status=found.status,
        starts_at=Moment.at(found.starts_at, found.city_zone),
        starts_for_recruiter=Moment.at(found.starts_at, found.recruiter_zone),
        ends_at=found.ends_at,
        minutes=(found.ends_at - found.starts_at) // MINUTE,
        city=SlotCity(public_id=found.city_public_id, name=found.city_name, zone=found.city_zone),
        recruiter=SlotRecruiter(
            public_id=found.recruiter_public_id, name=found.recruiter_name, zone=found.recruiter_zone
        ),
        booking_public_id=found.booking_public_id,
        candidate_public_id=found.candidate_public_id,
        offered_until=found.offered_until,
        withdrawn_at=found.withdrawn_at,
        created_at=found.created_at,
    )
