"""The doors of a journey for callers who wait for an answer: updates from the API, refused when they are pointless."""

from abc import ABC, abstractmethod

from temporalio import workflow
from temporalio.exceptions import ApplicationError

from workflows import messages, move_messages, occasions
from workflows.events import Event
from workflows.signals import SignalDoor


class RefusedError(ApplicationError):
    """An update that would change nothing: the state in which the journey is says why."""

    def __init__(self, state: str) -> None:
        super().__init__(state, type="Refused", non_retryable=True)


class Doorway(SignalDoor, ABC):
    """Updates beside the signals; the same inbox, the same loop."""

    def __init__(self) -> None:
        super().__init__()
        self._awaited: set[int] = set()

    @abstractmethod
    def judge(self, news: Event) -> str | None:
        """Return the reason for which an update is refused, or None."""

    def is_awaited(self) -> bool:
        """Tell whether a caller still waits for the answer to an update."""
        return bool(self._awaited)

    def settle(self, news: Event) -> None:
        """Let the caller who brought this news have the answer."""
        self._awaited.discard(id(news))

    @workflow.update
    async def approve_booking(self, news: messages.BookingApproved) -> str:
        return await self._answer(news)

    @approve_booking.validator
    def _may_approve_booking(self, news: messages.BookingApproved) -> None:
        self._refuse_if_pointless(news)

    @workflow.update
    async def reject_booking(self, news: messages.BookingRejected) -> str:
        return await self._answer(news)

    @reject_booking.validator
    def _may_reject_booking(self, news: messages.BookingRejected) -> None:
        self._refuse_if_pointless(news)

    @workflow.update
    async def cancel_booking(self, news: messages.BookingCancelled) -> str:
        return await self._answer(news)

    @cancel_booking.validator
    def _may_cancel_booking(self, news: messages.BookingCancelled) -> None:
        self._refuse_if_pointless(news)

    @workflow.update
    async def offer_other_times(self, news: move_messages.OtherTimeAsked) -> str:
        return await self._answer(news)

    @offer_other_times.validator
    def _may_offer_other_times(self, news: move_messages.OtherTimeAsked) -> None:
        self._refuse_if_pointless(news)

    @workflow.update
    async def approve_move(self, news: move_messages.MoveApproved) -> str:
        return await self._answer(news)

    @approve_move.validator
    def _may_approve_move(self, news: move_messages.MoveApproved) -> None:
        self._refuse_if_pointless(news)

    @workflow.update
    async def refuse_move(self, news: move_messages.MoveRefused) -> str:
        return await self._answer(news)

    @refuse_move.validator
    def _may_refuse_move(self, news: move_messages.MoveRefused) -> None:
        self._refuse_if_pointless(news)

    @workflow.update
    async def cancel_journey(self, news: occasions.JourneyCancelled) -> str:
        return await self._answer(news)

    @cancel_journey.validator
    def _may_cancel_journey(self, news: occasions.JourneyCancelled) -> None:
        self._refuse_if_pointless(news)

    @workflow.update
    async def allow_retry(self, news: occasions.RetryAllowed) -> str:
        return await self._answer(news)

    @allow_retry.validator
    def _may_allow_retry(self, news: occasions.RetryAllowed) -> None:
        self._refuse_if_pointless(news)

    async def _answer(self, news: Event) -> str:
        """Take the news and wait until the loop has done what it asks for; return the stage after it."""
        taken = id(self.take(news))
        self._awaited.add(taken)
        await workflow.wait_condition(lambda: taken not in self._awaited)
        return self.stage_name()

    @abstractmethod
    def stage_name(self) -> str:
        """Return the stage in which the journey is."""

    def _refuse_if_pointless(self, news: Event) -> None:
        state = self.judge(news)
        if state is not None:
            raise RefusedError(state)
