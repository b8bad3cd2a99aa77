"""Small real stand-ins for the activities: a slot book and a postman in memory, reached by the steps' names."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from temporalio import activity

from domain.ids import BookingId, CandidateId, CityId, RecruiterId, SlotId
from tests.workflows.planned import alarms_for, nudges_for
from tests.workflows.short_test import SHORT_TEST
from workflows import deeds, findings, move_deeds
from workflows.effects import AnyDeed
from workflows.letters.to_candidate import OfferRecruiters
from workflows.steps import SendLetter

CITY = CityId(7)
RECRUITER = RecruiterId(3)


@dataclass
class FakeDeeds:
    """Answers as the database would, and remembers every order; `starts_in` is from the journey's now."""

    starts_in: timedelta = timedelta(days=2)
    done: list[AnyDeed] = field(default_factory=list)
    sent: list[SendLetter] = field(default_factory=list)
    nothing_free: bool = False
    offers_again: bool = False
    erased: list[tuple[CandidateId, int]] = field(default_factory=list)
    trouble: dict[str, findings.SendingTrouble] = field(default_factory=dict)

    def kinds(self) -> list[str]:
        """Return the kinds of the letters sent so far, in order."""
        return [order.letter.kind for order in self.sent]

    @activity.defn
    async def send_letter(self, order: SendLetter) -> findings.MessageUndelivered | findings.NothingOffered | None:
        self.sent.append(order)
        if self.nothing_free and isinstance(order.letter, OfferRecruiters):
            return findings.NothingOffered(city_id=order.letter.city_id, recruiter_id=None)
        trouble = self.trouble.get(order.letter.kind)
        if trouble is None:
            return None
        return findings.MessageUndelivered(
            kind=order.letter.kind,
            to_candidate=order.letter.TO.value == "candidate",
            booking_id=None,
            trouble=trouble,
        )

    @activity.defn
    async def open_screening(self, deed: deeds.OpenScreening) -> findings.ScreeningOpened:
        self.done.append(deed)
        return findings.ScreeningOpened(questionnaire=SHORT_TEST)

    @activity.defn
    async def resolve_city(self, deed: deeds.ResolveCity) -> findings.CityResolved | findings.CityUnrecognised:
        self.done.append(deed)
        if deed.city_id == CITY or deed.text == "Казань":
            return findings.CityResolved(city_id=CITY, name="Казань")
        return findings.CityUnrecognised(suggestions=(CITY,))

    @activity.defn
    async def record_screening(self, deed: deeds.RecordScreening) -> findings.NudgesPlanned | None:
        self.done.append(deed)
        return None if deed.refusal is not None else nudges_for(deed.now)

    @activity.defn
    async def reserve_slot(self, deed: deeds.ReserveSlot) -> findings.SlotReserved | findings.ReservationRefused:
        self.done.append(deed)
        starts_at = deed.now + self.starts_in
        return findings.SlotReserved(
            booking_id=BookingId(11),
            revision=1,
            slot_id=deed.slot_id,
            recruiter_id=RECRUITER,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=20),
            alarms=alarms_for(deed.now, starts_at),
            recruiter_reachable=True,
        )

    @activity.defn
    async def approve_booking(self, deed: deeds.ApproveBooking) -> findings.ApprovalSettled:
        self.done.append(deed)
        reserved = next(order for order in self.done if isinstance(order, deeds.ReserveSlot))
        alarms = alarms_for(deed.now, reserved.now + self.starts_in)
        return findings.ApprovalSettled(booking_id=deed.booking_id, verdict=findings.Verdict.DONE, alarms=alarms)

    @activity.defn
    async def confirm_attendance(self, deed: deeds.ConfirmAttendance) -> findings.AttendanceSettled:
        self.done.append(deed)
        return findings.AttendanceSettled(booking_id=deed.booking_id, verdict=findings.Verdict.DONE)

    @activity.defn
    async def end_booking(self, deed: deeds.EndBooking) -> findings.BookingEnded:
        self.done.append(deed)
        done = findings.Verdict.DONE
        return findings.BookingEnded(booking_id=deed.booking_id, verdict=done, offers_again=self.offers_again)

    @activity.defn
    async def record_move_request(self, deed: move_deeds.RecordMoveRequest) -> findings.MoveRequestRecorded:
        self.done.append(deed)
        answer_until = deed.now + timedelta(minutes=45)
        return findings.MoveRequestRecorded(
            booking_id=deed.booking_id, by=deed.by, answer_until=answer_until, offered=deed.offered
        )

    @activity.defn
    async def claim_wanted_slot(
        self, deed: move_deeds.ClaimWantedSlot
    ) -> findings.WantedSlotHeld | findings.BookingMoved | findings.MoveDenied:
        self.done.append(deed)
        if deed.agreed:
            return self._moved(deed, deed.slot_id)
        answer_until = deed.now + timedelta(minutes=45)
        return findings.WantedSlotHeld(booking_id=deed.booking_id, slot_id=deed.slot_id, answer_until=answer_until)

    @activity.defn
    async def move_booking(self, deed: move_deeds.MoveBooking) -> findings.BookingMoved | findings.MoveDenied:
        self.done.append(deed)
        return self._moved(deed, deed.slot_id)

    def _moved(self, deed: deeds.BookingDeed, slot_id: SlotId) -> findings.BookingMoved:
        """Move a day on from the journey's now and the start that was picked first."""
        starts_at = deed.now + self.starts_in + timedelta(days=1)
        return findings.BookingMoved(
            booking_id=deed.booking_id,
            revision=deed.revision + 1,
            slot_id=slot_id,
            recruiter_id=RECRUITER,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=20),
            alarms=alarms_for(deed.now, starts_at),
            by=deed.by,
        )

    @activity.defn
    async def settle_move_request(self, deed: move_deeds.SettleMoveRequest) -> None:
        self.done.append(deed)

    @activity.defn
    async def plan_alarms(self, deed: deeds.PlanAlarms) -> findings.AlarmsPlanned:
        self.done.append(deed)
        reserved = next(order for order in self.done if isinstance(order, deeds.ReserveSlot))
        alarms = alarms_for(reserved.now, reserved.now + self.starts_in)
        earlier = replace(alarms, remind_at=reserved.now + self.starts_in - timedelta(hours=3))
        return findings.AlarmsPlanned(booking_id=deed.booking_id, revision=deed.revision, alarms=earlier)

    @activity.defn
    async def plan_release(self, deed: deeds.PlanRelease) -> findings.ReleasePlanned:
        self.done.append(deed)
        return findings.ReleasePlanned(
            booking_id=deed.booking_id, undelivered=deed.undelivered, keeps_until=deed.now + timedelta(hours=3)
        )

    @activity.defn
    async def keep_text(self, deed: deeds.KeepText) -> findings.WordsKept:
        self.done.append(deed)
        return findings.WordsKept(update_id=deed.update_id, readers=(RECRUITER,))

    @activity.defn
    async def plan_nudges(self, deed: deeds.PlanNudges) -> findings.NudgesPlanned:
        self.done.append(deed)
        return nudges_for(deed.now)

    @activity.defn
    async def join_waitlist(self, deed: deeds.JoinWaitlist) -> None:
        self.done.append(deed)

    @activity.defn
    async def leave_waitlist(self, deed: deeds.LeaveWaitlist) -> None:
        self.done.append(deed)

    @activity.defn
    async def erase_candidate(self, deed: deeds.EraseCandidate) -> None:
        self.erased.append((deed.candidate_id, len(self.sent)))

    @activity.defn
    async def settle_offer(self, deed: deeds.SettleOffer) -> None:
        self.done.append(deed)

    def activities(self) -> list[Callable[..., Any]]:
        """Return everything that a worker registers."""
        members = [getattr(self, name) for name in dir(self)]
        return [member for member in members if hasattr(member, "__temporal_activity_definition")]
