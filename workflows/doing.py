"""How each wish is done: which step, how long it may take, how often it is tried, and what ops read beside it."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar, assert_never

from temporalio import workflow
from temporalio.common import Priority, RetryPolicy
from temporalio.exceptions import ActivityError

from workflows import deeds, move_deeds, steps
from workflows.connection import BULK
from workflows.effects import AnyDeed, AnyLetter
from workflows.events import Event
from workflows.findings import MessageUndelivered, NothingOffered, SendingTrouble
from workflows.journey import Booking
from workflows.labels import label_of_deed, label_of_letter
from workflows.letters.letter import Audience
from workflows.letters.timeliness import USEFUL_UNTIL, priority_of
from workflows.letters.to_candidate import HintAtButtons, RemindCandidate, ShowWhereYouStand
from workflows.letters.to_recruiter import ExplainToRecruiter
from workflows.move_deeds import AnyMoveDeed
from workflows.steps import SendLetter

DeedT = TypeVar("DeedT", bound=deeds.Deed)
AnswerT = TypeVar("AnswerT")

EXPLANATIONS = (ShowWhereYouStand, HintAtButtons, ExplainToRecruiter)  # said when nothing changed

DEED_TIMEOUT = timedelta(seconds=20)
DEED_RETRY = RetryPolicy(initial_interval=timedelta(milliseconds=200), maximum_interval=timedelta(seconds=30))
SEND_TIMEOUT = timedelta(seconds=75)  # aiogram gives up on a request after 60 s
SEND_RETRY = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=1))
HEARTBEAT_TIMEOUT = timedelta(seconds=15)  # a worker that died in mid-send is noticed by then
TELL_WITHIN = timedelta(hours=12)  # an answer to a press that comes later than this only confuses


async def do(deed: AnyDeed) -> Event | None:
    """Do one deed through its step, as long as it takes; return the news it brings, if any."""
    return await _do_move(deed) if isinstance(deed, AnyMoveDeed) else await _do(deed)


async def _do(deed: deeds.AnyPlainDeed) -> Event | None:  # noqa: C901, PLR0911, PLR0912 - one line a deed is the table
    match deed:
        case deeds.OpenScreening():
            return await _run(steps.open_screening, deed)
        case deeds.ResolveCity():
            return await _run(steps.resolve_city, deed)
        case deeds.RecordScreening():
            return await _run(steps.record_screening, deed)
        case deeds.ReserveSlot():
            return await _run(steps.reserve_slot, deed)
        case deeds.ApproveBooking():
            return await _run(steps.approve_booking, deed)
        case deeds.ConfirmAttendance():
            return await _run(steps.confirm_attendance, deed)
        case deeds.EndBooking():
            return await _run(steps.end_booking, deed)
        case deeds.PlanAlarms():
            return await _run(steps.plan_alarms, deed)
        case deeds.PlanRelease():
            return await _run(steps.plan_release, deed)
        case deeds.KeepText():
            return await _run(steps.keep_text, deed)
        case deeds.PlanNudges():
            return await _run(steps.plan_nudges, deed)
        case deeds.JoinWaitlist():
            return await _run(steps.join_waitlist, deed)
        case deeds.LeaveWaitlist():
            return await _run(steps.leave_waitlist, deed)
        case deeds.SettleOffer():
            return await _run(steps.settle_offer, deed)
        case _:
            assert_never(deed)


async def _do_move(deed: AnyMoveDeed) -> Event | None:
    match deed:
        case move_deeds.RecordMoveRequest():
            return await _run(steps.record_move_request, deed)
        case move_deeds.ClaimWantedSlot():
            return await _run(steps.claim_wanted_slot, deed)
        case move_deeds.MoveBooking():
            return await _run(steps.move_booking, deed)
        case move_deeds.SettleMoveRequest():
            return await _run(steps.settle_move_request, deed)
        case _:
            assert_never(deed)


async def erase(deed: deeds.EraseCandidate) -> None:
    """Erase what is personal, as long as it takes."""
    await _run(steps.erase_candidate, deed)


async def _run(step: Callable[[DeedT], Awaitable[AnswerT]], deed: DeedT) -> AnswerT:
    return await workflow.execute_activity(
        step, deed, start_to_close_timeout=DEED_TIMEOUT, retry_policy=DEED_RETRY, summary=label_of_deed(deed)
    )


async def send(order: SendLetter, booking: Booking | None) -> MessageUndelivered | NothingOffered | None:
    """Send one letter; trouble is an answer, never an exception, and lateness gives up."""
    letter = order.letter
    try:
        return await workflow.execute_activity(
            steps.send_letter,
            order,
            task_queue=BULK if letter.BULK else None,
            start_to_close_timeout=SEND_TIMEOUT,
            schedule_to_close_timeout=_useful_for(letter, booking),
            heartbeat_timeout=HEARTBEAT_TIMEOUT,
            retry_policy=SEND_RETRY,
            summary=label_of_letter(letter),
            priority=Priority(priority_key=priority_of(letter, booking, workflow.now())),
        )
    except ActivityError:
        workflow.logger.warning("gave up on a letter", extra={"kind": letter.kind})
        _count_given_up(letter)
        return MessageUndelivered(
            kind=letter.kind,
            to_candidate=letter.TO is Audience.CANDIDATE,
            booking_id=booking.id if booking else None,
            trouble=SendingTrouble.GAVE_UP,
        )


def _count_given_up(letter: AnyLetter) -> None:
    """Count here what no deed can count: perhaps nobody has even begun to send it."""
    given_up = workflow.metric_meter().create_counter("otklik_letters_given_up", "Letters whose time has passed")
    given_up.add(1, {"kind": letter.kind})


def _useful_for(letter: AnyLetter, booking: Booking | None) -> timedelta:
    """Return how long it makes sense to go on trying; a reminder is useless shortly before the start."""
    if not isinstance(letter, RemindCandidate) or booking is None:
        return TELL_WITHIN
    return max(booking.starts_at - USEFUL_UNTIL - workflow.now(), SEND_TIMEOUT)
