"""What callers see of candidates: in lists, and one of them with everything that is known."""

from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel, Field

from api.bookings.seen import Booking
from api.candidates.journeys import JourneyState
from api.candidates.test1_results import Test1Result
from database.people.found_candidates import FoundCandidate
from domain.stages import Stage


class Candidate(BaseModel):
    """A candidate in a list; instants are UTC."""

    public_id: UUID
    name: str | None = Field(description="Missing until Test1 asked for it", examples=["Petrova Anna"])
    username: str | None = Field(description="In Telegram, without the @", examples=["anna_petrova"])
    phone: str | None = Field(description="If the candidate shared it", examples=["+79001234567"])
    city_public_id: UUID | None = Field(description="Missing until Test1 asked for it")
    city_name: str | None = Field(examples=["Kazan"])
    stage: Stage = Field(description="Where the journey is, as it last said")
    blocked_at: datetime | None = Field(description="Since when the bot cannot reach them")
    created_at: datetime = Field(description="When they wrote to the bot for the first time")

    @classmethod
    def of(cls, found: FoundCandidate) -> Self:
        """Return what is seen of a candidate."""
        return cls(**{name: getattr(found, name) for name in Candidate.model_fields})


class WholeCandidate(Candidate):
    """Everything that is known of a candidate beside messages, words and what happened."""

    telegram_id: int
    language: str = Field(description="In which the bot writes to them", examples=["ru"])
    journey: JourneyState
    booking: Booking | None = Field(description="The one that holds a slot; earlier ones are in the list of bookings")
    test1: list[Test1Result] = Field(description="The latest first, five at most")
