"""The doors of a journey: signals from the bot, updates from the API. Handlers only take news; they decide nothing."""

from collections import deque
from dataclasses import replace

from temporalio import workflow
from temporalio.exceptions import ApplicationError

from workflows import messages as m
from workflows.rules import Event


class RefusedError(ApplicationError):
    """An update that would change nothing: the state in which the journey is says why."""

    def __init__(self, state: str) -> None:
        super().__init__(state, type="Refused", non_retryable=True)


class Doorway:
    """News in the order of its arrival, stamped with the journey's own clock."""

    def __init__(self) -> None:
        self.inbox: deque[Event] = deque()
        self._awaited: set[int] = set()

    def take(self, news: Event) -> Event:
        """Put news into the inbox, stamped; never raises, never waits."""
        stamped = replace(news, at=workflow.now())
        self.inbox.append(stamped)
        return stamped

    def judge(self, news: Event) -> str | None:
        """Return the reason for which an update is refused, or None."""
        raise NotImplementedError

    def is_awaited(self) -> bool:
        """Tell whether a caller still waits for the answer to an update."""
        return bool(self._awaited)

    def settle(self, news: Event) -> None:
        """Let the caller who brought this news have the answer."""
        self._awaited.discard(id(news))

    @workflow.signal
    def candidate_arrived(self, news: m.CandidateArrived) -> None:
        self.take(news)

    @workflow.signal
    def answer_given(self, news: m.AnswerGiven) -> None:
        self.take(news)

    @workflow.signal
    def text_written(self, news: m.TextWritten) -> None:
        self.take(news)

    @workflow.signal
    def thing_sent(self, news: m.ThingSent) -> None:
        self.take(news)

    @workflow.signal
    def recruiters_listed(self, news: m.RecruitersListed) -> None:
        self.take(news)

    @workflow.signal
    def recruiter_picked(self, news: m.RecruiterPicked) -> None:
        self.take(news)

    @workflow.signal
    def slots_turned(self, news: m.SlotsTurned) -> None:
        self.take(news)

    @workflow.signal
    def slot_picked(self, news: m.SlotPicked) -> None:
        self.take(news)

    @workflow.signal
    def human_called(self, news: m.HumanCalled) -> None:
        self.take(news)

    @workflow.signal
    def candidate_left(self, news: m.CandidateLeft) -> None:
        self.take(news)

    @workflow.signal
    def bot_blocked(self, news: m.BotBlocked) -> None:
        self.take(news)

    @workflow.signal
    def bot_unblocked(self, news: m.BotUnblocked) -> None:
        self.take(news)

    @workflow.signal
    def booking_approved(self, news: m.BookingApproved) -> None:
        self.take(news)

    @workflow.signal
    def booking_rejected(self, news: m.BookingRejected) -> None:
        self.take(news)

    @workflow.signal
    def other_time_asked(self, news: m.OtherTimeAsked) -> None:
        self.take(news)

    @workflow.signal
    def attendance_confirmed(self, news: m.AttendanceConfirmed) -> None:
        self.take(news)

    @workflow.signal
    def attendance_declined(self, news: m.AttendanceDeclined) -> None:
        self.take(news)

    @workflow.signal
    def move_requested(self, news: m.MoveRequested) -> None:
        self.take(news)

    @workflow.signal
    def move_refused(self, news: m.MoveRefused) -> None:
        self.take(news)

    @workflow.signal
    def booking_cancelled(self, news: m.BookingCancelled) -> None:
        self.take(news)

    @workflow.signal
    def outcome_given(self, news: m.OutcomeGiven) -> None:
        self.take(news)

    @workflow.signal
    def policy_changed(self, news: m.PolicyChanged) -> None:
        self.take(news)

    @workflow.update
    async def approve_booking(self, news: m.BookingApproved) -> str:
        return await self._answer(news)

    @approve_booking.validator
    def _may_approve_booking(self, news: m.BookingApproved) -> None:
        self._refuse_if_pointless(news)

    @workflow.update
    async def reject_booking(self, news: m.BookingRejected) -> str:
        return await self._answer(news)

    @reject_booking.validator
    def _may_reject_booking(self, news: m.BookingRejected) -> None:
        self._refuse_if_pointless(news)

    @workflow.update
    async def cancel_booking(self, news: m.BookingCancelled) -> str:
        return await self._answer(news)

    @cancel_booking.validator
    def _may_cancel_booking(self, news: m.BookingCancelled) -> None:
        self._refuse_if_pointless(news)

    @workflow.update
    async def cancel_journey(self, news: m.JourneyCancelled) -> str:
        return await self._answer(news)

    @cancel_journey.validator
    def _may_cancel_journey(self, news: m.JourneyCancelled) -> None:
        self._refuse_if_pointless(news)

    async def _answer(self, news: Event) -> str:
        """Take the news and wait until the loop has done what it asks for; return the stage after it."""
        taken = id(self.take(news))
        self._awaited.add(taken)
        await workflow.wait_condition(lambda: taken not in self._awaited)
        return self.stage_name()

    def stage_name(self) -> str:
        """Return the stage in which the journey is."""
        raise NotImplementedError

    def _refuse_if_pointless(self, news: Event) -> None:
        state = self.judge(news)
        if state is not None:
            raise RefusedError(state)
