"""The doors of a journey for the bot: signals, which only take news; nothing is decided here, nothing raises."""

from collections import deque
from dataclasses import replace

from temporalio import workflow

from workflows import messages as m
from workflows import move_messages as w
from workflows import occasions as o
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
    def erasure_asked(self, news: m.ErasureAsked) -> None:
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
    def other_time_asked(self, news: w.OtherTimeAsked) -> None:
        self.take(news)

    @workflow.signal
    def attendance_confirmed(self, news: m.AttendanceConfirmed) -> None:
        self.take(news)

    @workflow.signal
    def attendance_declined(self, news: m.AttendanceDeclined) -> None:
        self.take(news)

    @workflow.signal
    def move_requested(self, news: w.MoveRequested) -> None:
        self.take(news)

    @workflow.signal
    def move_refused(self, news: w.MoveRefused) -> None:
        self.take(news)

    @workflow.signal
    def booking_kept(self, news: m.BookingKept) -> None:
        self.take(news)

    @workflow.signal
    def booking_cancelled(self, news: m.BookingCancelled) -> None:
        self.take(news)

    @workflow.signal
    def outcome_given(self, news: m.OutcomeGiven) -> None:
        self.take(news)

    @workflow.signal
    def policy_changed(self, news: o.PolicyChanged) -> None:
        self.take(news)

    @workflow.signal
    def answer_taken_back(self, news: m.AnswerTakenBack) -> None:
        self.take(news)

    @workflow.signal
    def offer_declined(self, news: m.OfferDeclined) -> None:
        self.take(news)

    @workflow.signal
    def waitlist_left(self, news: m.WaitlistLeft) -> None:
        self.take(news)

    @workflow.signal
    def recruiter_replied(self, news: o.RecruiterReplied) -> None:
        self.take(news)

    @workflow.signal
    def slot_offered(self, news: o.SlotOffered) -> None:
        self.take(news)

    @workflow.signal
    def offer_withdrawn(self, news: o.OfferWithdrawn) -> None:
        self.take(news)

    @workflow.signal
    def city_closed(self, news: o.CityClosed) -> None:
        self.take(news)

    @workflow.signal
    def move_withdrawn(self, news: w.MoveWithdrawn) -> None:
        self.take(news)

    @workflow.signal
    def wanted_slots_listed(self, news: w.WantedSlotsListed) -> None:
        self.take(news)

    @workflow.signal
    def wanted_slot_picked(self, news: w.WantedSlotPicked) -> None:
        self.take(news)

    @workflow.signal
    def move_approved(self, news: w.MoveApproved) -> None:
        self.take(news)
