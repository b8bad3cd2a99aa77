"""What a candidate is told who waits for a slot, one class a text."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from domain.ids import CityId, SlotId
from workflows.letters.letter import Letter


@dataclass(frozen=True, kw_only=True)
class OfferHeldSlot(Letter):
    """A slot appeared and is held for this candidate until then: take it, refuse it, or stop waiting."""

    kind: Literal["offer_held_slot"] = "offer_held_slot"
    slot_id: SlotId
    until: datetime


@dataclass(frozen=True, kw_only=True)
class TellOfferOver(Letter):
    """The held slot went to the next; the candidate still waits."""

    kind: Literal["tell_offer_over"] = "tell_offer_over"


@dataclass(frozen=True, kw_only=True)
class TellCityClosed(Letter):
    """The city was switched off: an honest word and the contact."""

    kind: Literal["tell_city_closed"] = "tell_city_closed"
    city_id: CityId


AnyWaitingLetter = OfferHeldSlot | TellOfferOver | TellCityClosed
