"""What callers see of a wish to move a booking."""

from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel, Field

from api.moments import Moment
from database.moves.listed_wishes import WishLine
from domain.booking import Actor

SAME = (
    "public_id",
    "booking_public_id",
    "candidate_public_id",
    "candidate_name",
    "city_public_id",
    "city_name",
    "recruiter_public_id",
    "recruiter_name",
    "asked_by",
    "wish",
    "requested_at",
    "answer_until",
    "waits_for_candidate",
    "settled_at",
    "settlement",
)


class Wish(BaseModel):
    """A wish to move; interviews are shown by the clock of their city, all other instants are UTC."""

    public_id: UUID
    booking_public_id: UUID
    candidate_public_id: UUID
    candidate_name: str | None = Field(examples=["Petrova Anna"])
    city_public_id: UUID
    city_name: str = Field(examples=["Kazan"])
    recruiter_public_id: UUID
    recruiter_name: str = Field(examples=["Maria"])
    starts: Moment = Field(description="When the interview is now")
    asked_by: Actor
    wish: str | None = Field(description="In the candidate's words")
    requested_at: datetime
    answer_until: datetime = Field(description="Until when it is somebody's turn")
    waits_for_candidate: bool = Field(description="Times were offered, and the candidate has not picked one yet")
    offered: list[Moment] = Field(description="Starts of the slots that were offered last")
    wanted: Moment | None = Field(description="Start of the slot that the candidate picked, held for them")
    settled_at: datetime | None = Field(description="Null as long as it is open")
    settlement: str | None = Field(description="How it ended", examples=["moved", "kept", "withdrawn", "expired"])

    @classmethod
    def of(cls, line: WishLine) -> Self:
        """Return what is seen of a wish."""
        return cls(
            **{name: getattr(line, name) for name in SAME},
            starts=Moment.at(line.starts_at, line.city_zone),
            offered=[Moment.at(start, line.city_zone) for start in line.offered],
            wanted=None if line.wanted is None else Moment.at(line.wanted, line.city_zone),
        )
