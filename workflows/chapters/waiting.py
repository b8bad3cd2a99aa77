"""Chapter two and a half, waiting: nothing was free, so the candidate is written to first come, first served."""

from dataclasses import replace
from datetime import timedelta

from domain.booking import OfferSettlement
from domain.ids import CityId, SlotId
from domain.stages import Stage
from workflows.deeds import JoinWaitlist, LeaveWaitlist, SettleOffer
from workflows.findings import NothingOffered, NudgesPlanned
from workflows.journey import Journey, Offer
from workflows.letters.to_candidate import ShowWhereYouStand
from workflows.letters.to_waiting import OfferHeldSlot, TellCityClosed, TellOfferOver
from workflows.messages import News, OfferDeclined, WaitlistLeft
from workflows.occasions import AlarmRang, CityClosed, OfferWithdrawn, SlotOffered
from workflows.standing import CHOOSING, stand
from workflows.turn import Turn, where_you_stand


def note_nudges(journey: Journey, news: NudgesPlanned) -> Turn:
    """Keep when a candidate who does not choose will be asked again."""
    return stand(replace(journey, nudges_at=news.nudges_at, nudges=0), news.at), ()


def join(journey: Journey, news: NothingOffered) -> Turn:
    """Put the candidate on the waiting list of the city; a list that came too late changes nothing."""
    if journey.stage not in CHOOSING or journey.waits_for_slots or journey.city_id != news.city_id:
        return journey, ()
    order = JoinWaitlist(
        candidate_id=journey.candidate_id, now=news.at, city_id=news.city_id, recruiter_id=news.recruiter_id
    )
    return stand(replace(journey, waits_for_slots=True), news.at), (order,)


def leave(journey: Journey, news: WaitlistLeft) -> Turn:
    """Stop waiting at the candidate's wish; a held slot goes to the next."""
    if not journey.waits_for_slots:
        return journey, where_you_stand(journey, stale=True)
    journey = stand(replace(journey, waits_for_slots=False, offer=None), news.at)
    order = LeaveWaitlist(candidate_id=journey.candidate_id, now=news.at)
    shown = ShowWhereYouStand(
        stage=Stage.CHOOSING_RECRUITER, booking_id=None, revision=0, stale=False, edits=journey.pressed
    )
    return journey, (order, shown)


def offer(journey: Journey, news: SlotOffered) -> Turn:
    """Offer the held slot; who does not wait any more lets it go at once."""
    if journey.offer is not None and journey.offer.slot_id == news.slot_id:
        return journey, ()
    if not journey.waits_for_slots or journey.stage is not Stage.WAITING_FOR_SLOTS or news.lasts <= timedelta():
        return journey, (_settle(journey, news, news.slot_id, OfferSettlement.WITHDRAWN),)
    held = Offer(slot_id=news.slot_id, recruiter_id=news.recruiter_id, until=news.at + news.lasts)
    return stand(replace(journey, offer=held), news.at), (OfferHeldSlot(slot_id=news.slot_id, until=held.until),)


def decline(journey: Journey, news: OfferDeclined) -> Turn:
    """Let the held slot go to the next; the candidate waits on."""
    if journey.offer is None or journey.offer.slot_id != news.slot_id:
        return journey, where_you_stand(journey, stale=True)
    order = _settle(journey, news, news.slot_id, OfferSettlement.REFUSED)
    journey = stand(replace(journey, offer=None), news.at)
    return journey, (order, TellOfferOver(edits=journey.pressed))


def lapse(journey: Journey, news: AlarmRang) -> Turn:
    """Let a held slot go to the next when its time is over; the candidate waits on."""
    if journey.offer is None:
        return journey, ()
    order = _settle(journey, news, journey.offer.slot_id, OfferSettlement.EXPIRED)
    return stand(replace(journey, offer=None), news.at), (order, TellOfferOver())


def lose_offer(journey: Journey, news: OfferWithdrawn) -> Turn:
    """Say that the held slot is gone; the candidate waits on, at the same place in the queue."""
    if journey.offer is None or journey.offer.slot_id != news.slot_id:
        return journey, ()
    return stand(replace(journey, offer=None), news.at), (TellOfferOver(),)


def close_city(journey: Journey, news: CityClosed) -> Turn:
    """Say once and honestly that the city is closed to somebody who chooses there; an agreed interview stands."""
    if journey.stage not in CHOOSING or journey.city_id in {None, journey.closed_city}:
        return journey, ()
    journey = stand(replace(journey, closed_city=journey.city_id), news.at)
    return journey, (TellCityClosed(city_id=CityId(journey.city_id or 0)),)


def _settle(journey: Journey, news: News, slot_id: SlotId, settlement: OfferSettlement) -> SettleOffer:
    return SettleOffer(candidate_id=journey.candidate_id, now=news.at, slot_id=slot_id, settlement=settlement)
