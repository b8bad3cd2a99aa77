"""The lists that admins read, with the table that must not be read as a whole and the indexes that find them."""

from collections.abc import Awaitable, Callable

from sqlalchemy.ext.asyncio import AsyncSession

from database import ledger
from database.bookings import lines as booking_lines
from database.bookings.lines import BookingOrder, WantedBookings
from database.keyset import Cut
from database.moves import listed_wishes as wishes
from database.moves.listed_wishes import WantedWishes, WishOrder
from database.office import audit_trail
from database.people import timeline
from database.waiting import lines as waiting_lines
from domain.booking import BookingStatus
from domain.ids import CandidateId

List = Callable[[AsyncSession], Awaitable[object]]

QUEUE = WantedBookings(cities=None, status=BookingStatus.PENDING)

LISTS_OF_ADMINS: dict[str, tuple[str, List, set[str]]] = {
    "approval queue": (
        "bookings",
        lambda session: booking_lines.booking_lines(session, QUEUE, Cut(), order=BookingOrder.MOST_URGENT),
        {"ix_bookings_queue"},
    ),
    "open moves": (
        "reschedule_requests",
        lambda session: wishes.wish_lines(
            session, WantedWishes(cities=None, is_open=True), Cut(), order=WishOrder.MOST_URGENT
        ),
        {"ix_reschedule_requests_open", "uq_reschedule_requests_open"},
    ),
    "messages of a candidate": (
        "sent_messages",
        lambda session: ledger.ledger_lines(session, 40, Cut()),
        {"uq_sent_messages_key"},
    ),
    "bookings by their start": (
        "bookings",
        lambda session: booking_lines.booking_lines(
            session, WantedBookings(cities=None), Cut(), order=BookingOrder.LATEST
        ),
        {"ix_slots_starts_at_id"},
    ),
    "bookings by their request": (
        "bookings",
        lambda session: booking_lines.booking_lines(
            session, WantedBookings(cities=None), Cut(), order=BookingOrder.REQUESTED_FIRST
        ),
        {"ix_bookings_requested_at_id"},
    ),
    "all wishes to move": (
        "reschedule_requests",
        lambda session: wishes.wish_lines(session, WantedWishes(cities=None), Cut(), order=WishOrder.REQUESTED_LAST),
        {"ix_reschedule_requests_requested_at_id"},
    ),
    "the queues of all cities": (
        "waitlist",
        lambda session: waiting_lines.waiting_lines(session, Cut(), cities=None),
        {"ix_waitlist_since"},
    ),
    "the audit log": (
        "audit_log",
        lambda session: audit_trail.audit_lines(session, audit_trail.WantedAudit(), Cut()),
        {"ix_audit_log_at_id"},
    ),
    "what happened to a candidate": (
        "sent_messages",
        lambda session: timeline.timeline(session, CandidateId(40), Cut()),
        {"uq_sent_messages_key"},
    ),
}
