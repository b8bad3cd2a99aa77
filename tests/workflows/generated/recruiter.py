"""How a generated recruiter reacts to what arrives: approves, rejects, offers other times, calls off, or says nothing."""

from datetime import datetime

from domain.booking import Actor, BookingStatus
from domain.ids import BookingId
from tests.workflows.generated.agenda import DAY, HOUR, MINUTE, Agenda
from tests.workflows.generated.chance import Chance
from tests.workflows.generated.slot_book import SlotBook
from workflows import messages as m
from workflows import move_messages as w
from workflows.effects import AnyLetter
from workflows.letters import of_move as ml
from workflows.letters import to_recruiter as r

ME = Actor.RECRUITER
Booking = tuple[BookingId, int]


class Recruiter:
    """One person; `busy` is the share of things that are left unanswered."""

    def __init__(self, chance: Chance, book: SlotBook, agenda: Agenda) -> None:
        self.chance, self.book, self.agenda = chance, book, agenda
        self.busy = chance.one_of((0.02, 0.1, 0.3))

    def read(self, letter: AnyLetter, now: datetime) -> None:
        """Plan the reaction to one letter."""
        if self.chance.happens(self.busy):
            return
        match letter:
            case r.AskForApproval() | r.NudgeRecruiter():
                self._decide((letter.booking_id, letter.revision), now)
            case r.UpdateCard():
                self._change_plans((letter.booking_id, letter.revision), now)
            case ml.PassMoveRequest():
                self._settle_move(letter, now + self.chance.lasting(MINUTE, 20 * HOUR))
            case ml.ReportNoChoice() | r.ReportSilence():
                if self.chance.happens(0.1):
                    booking = (letter.booking_id, letter.revision)
                    self.agenda.about(now + self.chance.lasting(MINUTE, HOUR), m.BookingCancelled, booking, ME)
            case r.AskOutcome():
                self._say_outcome((letter.booking_id, letter.revision), now)
            case _:
                pass

    def _decide(self, booking: Booking, now: datetime) -> None:
        held = self.book.bookings[booking[0]]
        at = now + self.chance.lasting(MINUTE, 26 * HOUR)
        if self.chance.happens(0.3):  # at the last moment, so that the booking is a late one
            at = max(now, held.slot.starts_at - self.chance.lasting(MINUTE, 4 * HOUR))
        match self.chance.weighed({"approve": 0.8, "other": 0.1, "reject": 0.07, "person": 0.03}):
            case "approve":
                self.agenda.about(at, m.BookingApproved, booking, ME)
            case "other":
                self._offer(booking, at)
            case choice:
                self.agenda.about(at, m.BookingRejected, booking, ME, person=choice == "person")

    def _change_plans(self, booking: Booking, now: datetime) -> None:
        """Call off or ask for another time, now and then, often around the reminder."""
        held = self.book.bookings[booking[0]]
        if held.is_over or not self.chance.happens(0.1):
            return
        start = held.slot.starts_at
        near = start - self.book.policy.reminder_lead
        at = self.chance.between(*self.chance.one_of(((now, start), (near - HOUR / 2, start))))
        if self.chance.happens(0.5):
            self.agenda.about(max(at, now), m.BookingCancelled, booking, ME, withdraws_slot=self.chance.happens(0.3))
        else:
            self._offer(booking, max(at, now))

    def _offer(self, booking: Booking, at: datetime) -> None:
        chosen = tuple(slot.id for slot in self.chance.some_of(self.book.free(at), 3))
        self.agenda.about(at, w.OtherTimeAsked, booking, ME, slot_ids=chosen)

    def _settle_move(self, letter: ml.PassMoveRequest, at: datetime) -> None:
        booking = (letter.booking_id, letter.revision)
        if letter.slot_id is not None and self.chance.happens(0.75):
            self.agenda.about(at, w.MoveApproved, booking, ME, slot_id=letter.slot_id)
            return
        match self.chance.weighed({"offer": 0.6, "keep": 0.3, "cancel": 0.1}):
            case "offer":
                self._offer(booking, at)
            case "keep":
                self.agenda.about(at, w.MoveRefused, booking, ME)
            case _:
                self.agenda.about(at, m.BookingCancelled, booking, ME)

    def _say_outcome(self, booking: Booking, now: datetime) -> None:
        outcome = self.chance.weighed({BookingStatus.MET: 0.7, BookingStatus.MISSED: 0.2, BookingStatus.ENDED: 0.1})
        at = now + self.chance.lasting(MINUTE, DAY)
        self.agenda.about(at, m.OutcomeGiven, booking, ME, outcome=outcome)
