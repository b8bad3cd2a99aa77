"""How a generated candidate reacts to what arrives: mostly as asked, sometimes otherwise, sometimes not at all."""

from datetime import datetime

from domain.booking import Actor
from domain.ids import BookingId, SlotId
from tests.workflows.generated.agenda import DAY, HOUR, MINUTE, Agenda
from tests.workflows.generated.chance import Chance
from tests.workflows.generated.slot_book import CITY, RECRUITER, SlotBook
from workflows import messages as m
from workflows import move_messages as w
from workflows.effects import AnyLetter
from workflows.letters import of_move as ml
from workflows.letters import to_candidate as c
from workflows.letters.to_waiting import OfferHeldSlot

ME = Actor.CANDIDATE


class Candidate:
    """One person; `busy` is the share of things that are left unanswered."""

    def __init__(self, chance: Chance, book: SlotBook, agenda: Agenda) -> None:
        self.chance, self.book, self.agenda = chance, book, agenda
        self.busy = chance.one_of((0.02, 0.1, 0.3))

    def read(self, letter: AnyLetter, now: datetime) -> None:
        """Plan the reaction to one letter."""
        if self.chance.happens(self.busy):
            return
        at = now + self.chance.lasting(MINUTE, 4 * HOUR)
        match letter:
            case c.AskQuestion():
                self._answer(letter, now + self.chance.lasting(MINUTE, 30 * MINUTE))
            case c.OfferRecruiters() | c.NudgeCandidate():
                self.agenda.press(at, m.RecruiterPicked, recruiter_id=self.chance.one_of((RECRUITER, None)))
            case c.OfferSlots():
                self._pick(now)
            case OfferHeldSlot():
                self._take_offer(letter, now)
            case c.Congratulate() | ml.TellMoved():
                self._hear_of_time(letter, now)
            case c.RemindCandidate():
                self._answer_reminder((letter.booking_id, letter.revision), now)
            case ml.AcknowledgeMoveRequest() | ml.OfferWantedSlots() | ml.OfferOtherTimes():
                self._look_for_time(letter, at)
            case _:
                pass

    def _answer(self, letter: c.AskQuestion, at: datetime) -> None:
        match letter.question_id:
            case "name":
                self.agenda.press(at, m.TextWritten, text="Иванов Пётр")
            case "city":
                self.agenda.press(at, m.AnswerGiven, question_id="city", option_id=str(CITY))
            case question:
                option = "remote" if self.chance.happens(0.01) else "office"
                self.agenda.press(at, m.AnswerGiven, question_id=question, option_id=option)

    def _pick(self, now: datetime) -> None:
        """Pick a slot of the list as it was; by then somebody else may have it."""
        free = self.book.free(now)
        if not free:
            return
        slot = self.chance.one_of(free[:8])
        latest = max(slot.starts_at - now, 2 * MINUTE)
        at = now + self.chance.lasting(MINUTE, min(DAY, latest))
        self.agenda.press(at, m.SlotPicked, slot_id=slot.id, recruiter_id=RECRUITER)
        if self.chance.happens(0.05):
            self.book.taken.add(slot.id)

    def _take_offer(self, letter: OfferHeldSlot, now: datetime) -> None:
        at = now + self.chance.lasting(MINUTE, 2 * HOUR)
        if self.chance.happens(0.7):
            self.agenda.press(at, m.SlotPicked, slot_id=letter.slot_id, recruiter_id=None)
        else:
            self.agenda.press(at, m.OfferDeclined, slot_id=letter.slot_id)

    def _hear_of_time(self, letter: c.Congratulate | ml.TellMoved, now: datetime) -> None:
        """Answer at once where there are buttons; else change plans now and then, often around the reminder."""
        booking = (letter.booking_id, letter.revision)
        if letter.with_buttons:
            self._answer_reminder(booking, now)
            return
        starts_at = self.book.bookings[letter.booking_id].slot.starts_at
        near = starts_at - self.book.policy.reminder_lead
        at = self.chance.between(*self.chance.one_of(((now, starts_at), (near - HOUR / 2, starts_at))))
        change = self.chance.weighed(
            {w.MoveRequested: 0.25, m.AttendanceDeclined: 0.08, m.AttendanceConfirmed: 0.05, None: 0.62}
        )
        if change is not None and at > now:
            self.agenda.about(at, change, booking, ME)

    def _answer_reminder(self, booking: tuple[BookingId, int], now: datetime) -> None:
        answer = self.chance.weighed(
            {m.AttendanceConfirmed: 0.5, m.AttendanceDeclined: 0.12, w.MoveRequested: 0.16, None: 0.22}
        )
        if answer is not None:
            self.agenda.about(now + self.chance.lasting(MINUTE, 3 * HOUR), answer, booking, ME)

    def _look_for_time(
        self, letter: ml.AcknowledgeMoveRequest | ml.OfferWantedSlots | ml.OfferOtherTimes, at: datetime
    ) -> None:
        booking = (letter.booking_id, letter.revision)
        offered: tuple[SlotId, ...] = letter.slot_ids if isinstance(letter, ml.OfferOtherTimes) else ()
        listed = tuple(slot.id for slot in self.book.free(at)) if isinstance(letter, ml.OfferWantedSlots) else offered
        step = self.chance.weighed({"pick": 0.6, "list": 0.2, "keep": 0.12, "decline": 0.08})
        if step == "pick" and listed:
            self.agenda.about(at, w.WantedSlotPicked, booking, ME, slot_id=self.chance.one_of(listed))
        elif step in {"pick", "list"}:
            self.agenda.about(at, w.WantedSlotsListed, booking, ME, page=0)
        else:
            self.agenda.about(at, w.MoveWithdrawn if step == "keep" else m.AttendanceDeclined, booking, ME)
