"""Moving a booking: the wish with its deadline and its end, the slot that is wanted, and the move itself."""

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from temporalio import activity

from activities.alarms import alarms_of, card_of, move_deadline
from activities.approval import SETTLED, note_contradiction
from database.bookings.changes import set_answer_until
from database.bookings.held import Order
from database.moves.other_times import take_other_time, want_other_time
from database.moves.wanted_slots import drop_wanted, swap_to_wanted
from database.moves.wish import moves_of_candidate, request_move, settle_move
from database.places.policies import policy_for
from database.slots.times import slot_times
from domain.booking import Actor
from domain.moves import MoveDenial, SwapOutcome
from domain.policy import Policy
from workflows.deeds import BookingDeed
from workflows.findings import BookingMoved, MoveDenied, MoveRequestRecorded, WantedSlotHeld
from workflows.move_deeds import ClaimWantedSlot, MoveBooking, RecordMoveRequest, SettleMoveRequest

CONTRADICTIONS = frozenset({MoveDenial.UNKNOWN, MoveDenial.NOT_YOURS, MoveDenial.MOVED, MoveDenial.ENDED})


class MovingDeeds:
    """What is done while somebody wants another time."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self._sessions = sessions

    @activity.defn
    async def record_move_request(self, deed: RecordMoveRequest) -> MoveRequestRecorded:
        """Store the wish; one that the database refuses has no time left, so the journey drops it at once."""
        async with self._sessions.begin() as session:
            card = await card_of(session, deed.booking_id)
            policy = await policy_for(session, card.city_id)
            move = await request_move(
                session,
                booking_id=deed.booking_id,
                revision=deed.revision,
                candidate_id=deed.candidate_id,
                now=deed.now,
                answer_until=move_deadline(card.starts_at, policy, now=deed.now),
                asked_by=deed.by,
                asked_by_id=deed.by_id,
                offered=deed.offered,
            )
            moved = await moves_of_candidate(session, deed.booking_id)
        is_open = move.outcome in SETTLED and move.settlement is None
        note_contradiction(deed, move.outcome, contradicts=not is_open)
        is_offer = is_open and move.offered_at is not None
        by = _spoke_last(deed.by) if is_offer else deed.by
        return MoveRequestRecorded(
            booking_id=deed.booking_id,
            by=by,
            answer_until=move.answer_until if is_open and move.answer_until is not None else deed.now,
            offered=move.offered if is_offer else (),
            by_hand=by is Actor.CANDIDATE and moved >= policy.moves_by_candidate,
        )

    @activity.defn
    async def claim_wanted_slot(self, deed: ClaimWantedSlot) -> WantedSlotHeld | BookingMoved | MoveDenied:
        """Hold the slot until the recruiter answers, or move there at once where they have agreed."""
        async with self._sessions.begin() as session:
            card = await card_of(session, deed.booking_id)
            policy = await policy_for(session, card.city_id)
            about = {"booking_id": deed.booking_id, "slot_id": deed.slot_id}
            if deed.agreed:
                denial = await take_other_time(
                    session, **about, order=_order(deed), minimum_notice=policy.minimum_notice
                )
                return await _moved(session, deed, policy) if denial is None else _denied(deed, denial)
            wanted = [slot.starts_at for slot in await slot_times(session, [deed.slot_id])]
            until = await want_other_time(
                session,
                **about,
                order=_order(deed),
                answer_until=move_deadline(min([card.starts_at, *wanted]), policy, now=deed.now),
                minimum_notice=policy.minimum_notice,
            )
        if isinstance(until, MoveDenial):
            return _denied(deed, until)
        return WantedSlotHeld(booking_id=deed.booking_id, slot_id=deed.slot_id, answer_until=until)

    @activity.defn
    async def move_booking(self, deed: MoveBooking) -> BookingMoved | MoveDenied:
        """Move the booking to the slot that it wants, and plan what follows in the same look at the database."""
        async with self._sessions.begin() as session:
            swap = await swap_to_wanted(
                session,
                booking_id=deed.booking_id,
                revision=deed.revision,
                slot_id=deed.slot_id,
                now=deed.now,
                actor=deed.by,
                actor_id=deed.by_id,
            )
            if swap is SwapOutcome.SLOT_GONE:  # nobody can have it any more
                await drop_wanted(session, booking_id=deed.booking_id, revision=deed.revision)
            if swap is not SwapOutcome.SWAPPED:
                return _denied(deed, MoveDenial(swap.value))
            policy = await policy_for(session, (await card_of(session, deed.booking_id)).city_id)
            return await _moved(session, deed, policy)

    @activity.defn
    async def settle_move_request(self, deed: SettleMoveRequest) -> None:
        """Close the wish; one that is closed already stays as it is."""
        async with self._sessions.begin() as session:
            await settle_move(
                session,
                booking_id=deed.booking_id,
                revision=deed.revision,
                settlement=deed.settlement,
                now=deed.now,
            )
            if deed.answer_until is not None:
                about = {"booking_id": deed.booking_id, "revision": deed.revision}
                await set_answer_until(session, **about, answer_until=deed.answer_until)


async def _moved(session: AsyncSession, deed: BookingDeed, policy: Policy) -> BookingMoved:
    """Return the booking on its new slot, with the instants that follow from it."""
    card = await card_of(session, deed.booking_id)
    return BookingMoved(
        booking_id=card.booking_id,
        revision=card.revision,
        slot_id=card.slot_id,
        recruiter_id=card.recruiter_id,
        starts_at=card.starts_at,
        ends_at=card.ends_at,
        alarms=alarms_of(card, policy, now=deed.now),
        by=deed.by,
    )


def _denied(deed: BookingDeed, denial: MoveDenial) -> MoveDenied:
    note_contradiction(deed, denial, contradicts=denial in CONTRADICTIONS)
    return MoveDenied(booking_id=deed.booking_id, denial=denial, by=deed.by)


def _order(deed: BookingDeed) -> Order:
    return Order(revision=deed.revision, now=deed.now, actor=deed.by, actor_id=deed.by_id)


def _spoke_last(by: Actor) -> Actor:
    """Return who made the last offer: whoever asked now, unless that was the candidate, who changes no offer."""
    return Actor.RECRUITER if by is Actor.CANDIDATE else by
