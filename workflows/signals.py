"""The doors of a journey for the bot: signals, which only take news; nothing is decided here, nothing raises."""

from collections import deque
from dataclasses import replace

from temporalio import workflow

from workflows import messages, move_messages, occasions
from workflows.events import Event


class SignalDoor:
    """News in the order of its arrival, stamped with the journey's own clock."""

    def __init__(self) -> None:
        self.inbox: deque[Event] = deque()

    def take(self, news: Event) -> Event:
        """Put news into the inbox, stamped; never raises, never waits."""
        stamped = replace(news, at=workflow.now())
        self.inbox.append(stamped)
        return stamped

    @workflow.signal
    def candidate_arrived(self, news: messages.CandidateArrived) -> None:
        self.take(news)

    @workflow.signal
    def answer_given(self, news: messages.AnswerGiven) -> None:
        self.take(news)

    @workflow.signal
    def text_written(self, news: messages.TextWritten) -> None:
        self.take(news)

    @workflow.signal
    def thing_sent(self, news: messages.ThingSent) -> None:
        self.take(news)

    @workflow.signal
    def recruiters_listed(self, news: messages.RecruitersListed) -> None:
        self.take(news)

    @workflow.signal
    def recruiter_picked(self, news: messages.RecruiterPicked) -> None:
        self.take(news)

    @workflow.signal
    def slots_turned(self, news: messages.SlotsTurned) -> None:
        self.take(news)

    @workflow.signal
    def slot_picked(self, news: messages.SlotPicked) -> None:
        self.take(news)

    @workflow.signal
    def human_called(self, news: messages.HumanCalled) -> None:
        self.take(news)

    @workflow.signal
    def candidate_left(self, news: messages.CandidateLeft) -> None:
        self.take(news)

    @workflow.signal
    def erasure_asked(self, news: messages.ErasureAsked) -> None:
        self.take(news)

    @workflow.signal
    def bot_blocked(self, news: messages.BotBlocked) -> None:
        self.take(news)

    @workflow.signal
    def bot_unblocked(self, news: messages.BotUnblocked) -> None:
        self.take(news)

    @workflow.signal
    def booking_approved(self, news: messages.BookingApproved) -> None:
        self.take(news)

    @workflow.signal
    def booking_rejected(self, news: messages.BookingRejected) -> None:
        self.take(news)

    @workflow.signal
    def other_time_asked(self, news: move_messages.OtherTimeAsked) -> None:
        self.take(news)

    @workflow.signal
    def attendance_confirmed(self, news: messages.AttendanceConfirmed) -> None:
        self.take(news)

    @workflow.signal
    def attendance_declined(self, news: messages.AttendanceDeclined) -> None:
        self.take(news)

    @workflow.signal
    def move_requested(self, news: move_messages.MoveRequested) -> None:
        self.take(news)

    @workflow.signal
    def move_refused(self, news: move_messages.MoveRefused) -> None:
        self.take(news)

    @workflow.signal
    def booking_kept(self, news: messages.BookingKept) -> None:
        self.take(news)

    @workflow.signal
    def booking_cancelled(self, news: messages.BookingCancelled) -> None:
        self.take(news)

    @workflow.signal
    def outcome_given(self, news: messages.OutcomeGiven) -> None:
        self.take(news)

    @workflow.signal
    def policy_changed(self, news: occasions.PolicyChanged) -> None:
        self.take(news)

    @workflow.signal
    def answer_taken_back(self, news: messages.AnswerTakenBack) -> None:
        self.take(news)

    @workflow.signal
    def offer_declined(self, news: messages.OfferDeclined) -> None:
        self.take(news)

    @workflow.signal
    def waitlist_left(self, news: messages.WaitlistLeft) -> None:
        self.take(news)

    @workflow.signal
    def recruiter_replied(self, news: occasions.RecruiterReplied) -> None:
        self.take(news)

    @workflow.signal
    def slot_offered(self, news: occasions.SlotOffered) -> None:
        self.take(news)

    @workflow.signal
    def offer_withdrawn(self, news: occasions.OfferWithdrawn) -> None:
        self.take(news)

    @workflow.signal
    def city_closed(self, news: occasions.CityClosed) -> None:
        self.take(news)

    @workflow.signal
    def move_withdrawn(self, news: move_messages.MoveWithdrawn) -> None:
        self.take(news)

    @workflow.signal
    def wanted_slots_listed(self, news: move_messages.WantedSlotsListed) -> None:
        self.take(news)

    @workflow.signal
    def wanted_slot_picked(self, news: move_messages.WantedSlotPicked) -> None:
        self.take(news)

    @workflow.signal
    def move_approved(self, news: move_messages.MoveApproved) -> None:
        self.take(news)
