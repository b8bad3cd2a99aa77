"""Which of the recruiter's earlier messages about a booking have buttons that lead nowhere any more.

Pressing one is answered with the booking's state all the same; taking the buttons off saves the press.
"""

from sqlalchemy.ext.asyncio import AsyncSession

from database.bookings.cards import BookingCard
from database.ledger import last_of_each
from domain.booking import BookingStatus, closed_statuses
from workflows.letters.of_move import PassMoveRequest, ReportMove, ReportNoChoice
from workflows.letters.to_recruiter import AskOutcome, ExplainToRecruiter, NudgeRecruiter, ReportSilence, UpdateCard
from workflows.steps import SendLetter

OVER_WITH_THE_BOOKING = (ReportNoChoice.kind, ReportMove.kind, AskOutcome.kind)


async def outdated_messages(session: AsyncSession, order: SendLetter, booking: BookingCard) -> tuple[int, ...]:
    """Return the ids of those messages in the recruiter's present chat, the last of each kind."""
    kinds = _outdated_kinds(order, booking)
    if not kinds:
        return ()
    sent = await last_of_each(session, booking.candidate_id, kinds, booking_id=booking.booking_id, before=order.moment)
    return tuple(dict.fromkeys(card.message_id for card in sent if card.chat_id == booking.recruiter_chat_id))


def _outdated_kinds(order: SendLetter, booking: BookingCard) -> list[str]:
    """Return the kinds whose question is answered by what the booking is now, or put anew by this letter."""
    match order.letter:
        case PassMoveRequest():
            return [PassMoveRequest.kind]
        case UpdateCard():
            answered = {
                NudgeRecruiter.kind: booking.status is not BookingStatus.PENDING,
                PassMoveRequest.kind: booking.open_move is None,
                ExplainToRecruiter.kind: True,  # the card says the same, and newer
                ReportSilence.kind: booking.status is not BookingStatus.BOOKED,
                **dict.fromkeys(OVER_WITH_THE_BOOKING, booking.status in closed_statuses()),
            }
            return [kind for kind, is_answered in answered.items() if is_answered]
        case _:
            return []
