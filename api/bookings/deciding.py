"""An admin decides about a booking on the recruiter's behalf: an update of its journey, in the admin's name."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from uuid import UUID

from api.problems import Problem
from api.surroundings import Surroundings
from api.updates import Settled, own_update_id, settled
from api.writing_down import write_down
from database.bookings.cards import BookingCard, booking_card
from database.office.tokens import ApiCaller
from database.row_ids import booking_of
from domain.booking import Actor
from workflows.journeys import signal_name
from workflows.messages import AboutBooking


@dataclass(frozen=True, kw_only=True)
class Deciding:
    """Which booking it is, as it stands now, and who decides."""

    card: BookingCard
    caller: ApiCaller
    around: Surroundings

    async def tell(self, update: Any, news: Callable[..., AboutBooking], **details: Any) -> Settled:
        """Tell the journey, write down who decided what, and return where it stands; a refusal is a problem 409."""
        told = news(
            update_id=own_update_id(),
            booking_id=self.card.booking_id,
            revision=self.card.revision,
            by=Actor.ADMIN,
            by_id=self.caller.id,
            **details,
        )
        handle = self.around.journeys.handle(self.card.candidate_id)
        stands = await settled(handle.execute_update(update, told))
        async with self.around.sessions.begin() as session:
            await write_down(
                session,
                self.around,
                self.caller,
                signal_name(type(told)),
                table="bookings",
                row_id=self.card.booking_id,
                before={"status": self.card.status, "revision": self.card.revision},
                after={"stage": stands.stage},
            )
        return stands


async def decide(around: Surroundings, public_id: UUID, caller: ApiCaller) -> Deciding:
    """Return what the decision is about, a problem 404 where the caller sees no such booking."""
    async with around.sessions() as session:
        booking_id = await booking_of(session, public_id)
        card = None if booking_id is None else await booking_card(session, booking_id)
    if card is None or not caller.sees(card.city_id):
        raise Problem(HTTPStatus.NOT_FOUND, "no_booking", "There is no such booking.")
    return Deciding(card=card, caller=caller, around=around)
