"""The steps of a journey as Temporal sees them: typed empty twins of the activities.

Workflows import these instead of the activities, so that mypy checks the payloads and no database code comes near the
workflow sandbox. A test compares every twin with the activity that implements it.
"""

from dataclasses import dataclass
from datetime import datetime

from temporalio import activity

from domain.ids import CandidateId
from domain.stages import Stage
from workflows import deeds, findings, move_deeds
from workflows.announcing import orders
from workflows.effects import AnyLetter


@dataclass(frozen=True, kw_only=True)
class SendLetter:
    """One message to one person. `occurrence` tells apart letters of a kind about the same booking revision."""

    candidate_id: CandidateId
    letter: AnyLetter
    occurrence: int
    stage: Stage
    now: datetime

    @property
    def moment(self) -> int:
        """Return milliseconds since 1970 and, in the last three digits, the count: it grows from letter to letter."""
        return round(self.now.timestamp() * 1000) * 1000 + self.occurrence % 1000


@activity.defn
async def send_letter(order: SendLetter) -> findings.MessageUndelivered | findings.NothingOffered | None:
    """Write, send and note one letter; None when it arrived and nothing is to be said about it."""
    raise NotImplementedError


@activity.defn
async def open_screening(deed: deeds.OpenScreening) -> findings.ScreeningOpened:
    raise NotImplementedError


@activity.defn
async def resolve_city(deed: deeds.ResolveCity) -> findings.CityResolved | findings.CityUnrecognised:
    raise NotImplementedError


@activity.defn
async def record_screening(deed: deeds.RecordScreening) -> findings.NudgesPlanned | None:
    raise NotImplementedError


@activity.defn
async def reserve_slot(deed: deeds.ReserveSlot) -> findings.SlotReserved | findings.ReservationRefused:
    raise NotImplementedError


@activity.defn
async def approve_booking(deed: deeds.ApproveBooking) -> findings.ApprovalSettled:
    raise NotImplementedError


@activity.defn
async def confirm_attendance(deed: deeds.ConfirmAttendance) -> findings.AttendanceSettled:
    raise NotImplementedError


@activity.defn
async def end_booking(deed: deeds.EndBooking) -> findings.BookingEnded:
    raise NotImplementedError


@activity.defn
async def record_move_request(deed: move_deeds.RecordMoveRequest) -> findings.MoveRequestRecorded:
    raise NotImplementedError


@activity.defn
async def claim_wanted_slot(
    deed: move_deeds.ClaimWantedSlot,
) -> findings.WantedSlotHeld | findings.BookingMoved | findings.MoveDenied:
    raise NotImplementedError


@activity.defn
async def move_booking(deed: move_deeds.MoveBooking) -> findings.BookingMoved | findings.MoveDenied:
    raise NotImplementedError


@activity.defn
async def settle_move_request(deed: move_deeds.SettleMoveRequest) -> None:
    raise NotImplementedError


@activity.defn
async def plan_alarms(deed: deeds.PlanAlarms) -> findings.AlarmsPlanned:
    raise NotImplementedError


@activity.defn
async def plan_release(deed: deeds.PlanRelease) -> findings.ReleasePlanned:
    raise NotImplementedError


@activity.defn
async def keep_text(deed: deeds.KeepText) -> findings.WordsKept:
    raise NotImplementedError


@activity.defn
async def plan_nudges(deed: deeds.PlanNudges) -> findings.NudgesPlanned:
    raise NotImplementedError


@activity.defn
async def join_waitlist(deed: deeds.JoinWaitlist) -> None:
    raise NotImplementedError


@activity.defn
async def leave_waitlist(deed: deeds.LeaveWaitlist) -> None:
    raise NotImplementedError


@activity.defn
async def settle_offer(deed: deeds.SettleOffer) -> None:
    raise NotImplementedError


@activity.defn
async def erase_candidate(deed: deeds.EraseCandidate) -> None:
    raise NotImplementedError


@activity.defn
async def forget_erased() -> int:
    """Delete the histories of erased candidates from Temporal; return how many are gone."""
    raise NotImplementedError


@activity.defn
async def tell_of_closed_cities() -> int:
    """Tell the journeys of those who choose in a city that was just switched off; return how many were told."""
    raise NotImplementedError


@activity.defn
async def tell_of_changed_policies() -> int:
    """Let the journeys with a booking plan their alarms anew where the city's policy changed; return how many did."""
    raise NotImplementedError


@activity.defn
async def offer_freed_slots() -> int:
    """Offer free slots to those who wait, oldest first, and tell their journeys; return how many were told."""
    raise NotImplementedError


@activity.defn
async def begin_announcing(deed: orders.BeginAnnouncing) -> orders.AnnouncingBegun:
    """Begin one run of an auto-message and fix its audience."""
    raise NotImplementedError


@activity.defn
async def pick_recipients(deed: orders.PickRecipients) -> orders.RecipientsPicked:
    """Say who gets it next."""
    raise NotImplementedError


@activity.defn
async def send_announcement(deed: orders.SendAnnouncement) -> None:
    """Send it to one recipient, once at most."""
    raise NotImplementedError


@activity.defn
async def give_up_announcement(deed: orders.GiveUpAnnouncement) -> None:
    raise NotImplementedError


@activity.defn
async def finish_announcing(deed: orders.FinishAnnouncing) -> None:
    raise NotImplementedError


@activity.defn
async def keep_announcements() -> int:
    """Let Temporal know of the auto-messages of which a crash kept it from knowing; return how many there were."""
    raise NotImplementedError
