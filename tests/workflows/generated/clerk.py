"""The clerk carries out deeds in the slot book and brings back what was found: one answer a deed at most."""

from typing import assert_never

from domain.alarms import plan_release
from domain.booking import Actor, BookingStatus
from domain.ids import BookingId
from domain.moves import MoveDenial
from domain.reservation import ReservationOutcome
from tests.workflows.generated.facts import PolicyReached
from tests.workflows.generated.slot_book import CITY, RECRUITER, Held, SlotBook, Wish
from tests.workflows.short_test import SHORT_TEST
from workflows import deeds, findings, move_deeds
from workflows.effects import AnyDeed
from workflows.events import Finding
from workflows.findings import Verdict


class Clerk:
    """Answers every deed of one journey."""

    def __init__(self, book: SlotBook) -> None:
        self.book = book

    def do(self, deed: AnyDeed) -> Finding | None:  # noqa: C901, PLR0911, PLR0912 - one line a deed is the table
        """Carry out one deed and return the news it brings, if any."""
        match deed:
            case deeds.OpenScreening():
                return findings.ScreeningOpened(questionnaire=SHORT_TEST)
            case deeds.ResolveCity():
                return findings.CityResolved(city_id=CITY, name="Казань")
            case deeds.ReserveSlot():
                return self._reserve(deed)
            case deeds.ApproveBooking():
                return self._approve(deed)
            case deeds.ConfirmAttendance():
                return self._confirm(deed)
            case deeds.EndBooking():
                return self._end(deed)
            case move_deeds.RecordMoveRequest():
                return self._record(deed)
            case move_deeds.ClaimWantedSlot():
                return self._claim(deed)
            case move_deeds.MoveBooking():
                return self._swap(deed)
            case move_deeds.SettleMoveRequest():
                self.book.bookings[deed.booking_id].wish = None
                return None
            case deeds.PlanAlarms():
                return self._plan(deed)
            case deeds.PlanRelease():
                starts_at = self.book.bookings[deed.booking_id].slot.starts_at
                until = plan_release(deed.now, starts_at, self.book.policy)
                return findings.ReleasePlanned(
                    booking_id=deed.booking_id, undelivered=deed.undelivered, keeps_until=until
                )
            case deeds.KeepText():
                return findings.WordsKept(update_id=deed.update_id, readers=(RECRUITER,))
            case deeds.RecordScreening(refusal=None) | deeds.PlanNudges():
                return findings.NudgesPlanned(nudges_at=self.book.nudges(deed.now))
            case deeds.RecordScreening() | deeds.JoinWaitlist() | deeds.LeaveWaitlist() | deeds.SettleOffer():
                return None
            case _:
                assert_never(deed)

    def _reserve(self, deed: deeds.ReserveSlot) -> Finding:
        book = self.book
        if deed.booking_key not in book.keys:
            outcome = book.judge(deed.slot_id, deed.now, moving=False)
            if outcome is ReservationOutcome.ALREADY_RESERVED and book.current is not None:
                book.keys[deed.booking_key] = book.current.id
            elif outcome is not ReservationOutcome.RESERVED:
                return findings.ReservationRefused(outcome=outcome, slot_id=deed.slot_id)
            else:
                held = Held(id=BookingId(11 + len(book.bookings)), slot=book.slots[deed.slot_id], requested_at=deed.now)
                book.bookings[held.id] = held
                book.keys[deed.booking_key] = held.id
        held = book.bookings[book.keys[deed.booking_key]]
        return findings.SlotReserved(
            booking_id=held.id,
            revision=held.revision,
            slot_id=held.slot.id,
            recruiter_id=RECRUITER,
            starts_at=held.slot.starts_at,
            ends_at=held.slot.ends_at,
            alarms=book.alarms(held, deed.now),
            recruiter_reachable=True,
        )

    def _approve(self, deed: deeds.ApproveBooking) -> Finding:
        held = self.book.bookings[deed.booking_id]
        verdict = _judge_change(held, deed)
        if verdict is Verdict.DONE and held.slot.starts_at <= deed.now:
            verdict = Verdict.TOO_LATE
        if verdict is not Verdict.DONE:
            return findings.ApprovalSettled(booking_id=held.id, verdict=verdict)
        held.status, held.wish = BookingStatus.BOOKED, None
        self.book.note_agreed(held, deed.now)
        return findings.ApprovalSettled(booking_id=held.id, verdict=verdict, alarms=self.book.alarms(held, deed.now))

    def _confirm(self, deed: deeds.ConfirmAttendance) -> Finding:
        held = self.book.bookings[deed.booking_id]
        verdict = _judge_change(held, deed)
        if verdict is Verdict.DONE:
            held.status = BookingStatus.CONFIRMED
        return findings.AttendanceSettled(booking_id=held.id, verdict=verdict)

    def _end(self, deed: deeds.EndBooking) -> Finding:
        held = self.book.bookings[deed.booking_id]
        verdict = _judge_change(held, deed)
        if verdict is Verdict.DONE:
            if deed.withdraws_slot:
                self.book.taken.add(held.slot.id)
            held.status, held.wish = deed.status, None
            self.book.note_over(held, deed.now)
        missed = [each for each in self.book.bookings.values() if each.status is BookingStatus.MISSED]
        again = deed.status is BookingStatus.MISSED and len(missed) <= self.book.policy.offers_after_missed
        return findings.BookingEnded(booking_id=held.id, verdict=verdict, offers_again=again)

    def _record(self, deed: move_deeds.RecordMoveRequest) -> Finding:
        held = self.book.bookings[deed.booking_id]
        until = self.book.move_deadline(held.slot.starts_at, deed.now)
        by_candidate = deed.by is Actor.CANDIDATE
        refused = _judge_change(held, deed) is not Verdict.DONE or held.slot.starts_at <= deed.now
        if refused or (by_candidate and held.wish is None and held.revision in held.asked_at):
            return findings.MoveRequestRecorded(booking_id=held.id, by=deed.by, answer_until=deed.now)
        if held.wish is None:
            held.wish = Wish(asked_by=deed.by, until=until)
        if by_candidate:
            held.asked_at.add(held.revision)
        else:
            wish = held.wish
            wish.offered, wish.offers, wish.wanted, wish.until = deed.offered, True, None, until
        by_hand = by_candidate and held.moves >= self.book.policy.moves_by_candidate
        wish = held.wish
        return findings.MoveRequestRecorded(
            booking_id=held.id, by=deed.by, answer_until=wish.until, offered=wish.offered, by_hand=by_hand
        )

    def _claim(self, deed: move_deeds.ClaimWantedSlot) -> Finding:
        held = self.book.bookings.get(deed.booking_id)
        denial = self.book.deny(held, deed.revision, deed.slot_id, deed.now)
        if denial is not None or held is None or held.wish is None:
            return findings.MoveDenied(
                booking_id=deed.booking_id, denial=denial or MoveDenial.NOTHING_WANTED, by=deed.by
            )
        if deed.agreed:
            return self._move(held, deed)
        starts = min(held.slot.starts_at, self.book.slots[deed.slot_id].starts_at)
        held.wish.wanted, held.wish.until = deed.slot_id, self.book.move_deadline(starts, deed.now)
        return findings.WantedSlotHeld(booking_id=held.id, slot_id=deed.slot_id, answer_until=held.wish.until)

    def _swap(self, deed: move_deeds.MoveBooking) -> Finding:
        held = self.book.bookings.get(deed.booking_id)
        denial = self.book.deny(held, deed.revision, deed.slot_id, deed.now)
        if denial is None and held is not None and held.wish is not None and held.wish.wanted == deed.slot_id:
            return self._move(held, deed)
        return findings.MoveDenied(booking_id=deed.booking_id, denial=denial or MoveDenial.NOTHING_WANTED, by=deed.by)

    def _move(self, held: Held, deed: move_deeds.ClaimWantedSlot | move_deeds.MoveBooking) -> Finding:
        held.moves += held.wish is not None and held.wish.asked_by is Actor.CANDIDATE
        held.slot, held.status, held.wish = self.book.slots[deed.slot_id], BookingStatus.BOOKED, None
        held.revision += 1
        self.book.note_agreed(held, deed.now)
        return findings.BookingMoved(
            booking_id=held.id,
            revision=held.revision,
            slot_id=held.slot.id,
            recruiter_id=RECRUITER,
            starts_at=held.slot.starts_at,
            ends_at=held.slot.ends_at,
            alarms=self.book.alarms(held, deed.now),
            by=deed.by,
        )

    def _plan(self, deed: deeds.PlanAlarms) -> Finding:
        held = self.book.bookings[deed.booking_id]
        self.book.facts.append(PolicyReached(at=deed.now, policy=self.book.policy))
        alarms = self.book.alarms(held, deed.now)
        return findings.AlarmsPlanned(booking_id=held.id, revision=held.revision, alarms=alarms)


def _judge_change(held: Held, deed: deeds.BookingDeed) -> Verdict:
    if held.is_over:
        return Verdict.DECIDED_OTHERWISE
    return Verdict.DONE if held.revision == deed.revision else Verdict.MOVED
