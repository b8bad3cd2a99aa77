"""One of each kind of news that a journey can receive."""

from datetime import timedelta

from domain.booking import Actor, BookingStatus
from domain.ids import SlotId
from domain.moves import MoveDenial
from domain.reservation import ReservationOutcome
from tests.workflows.fakes import CITY, RECRUITER
from tests.workflows.planned import alarms_for
from tests.workflows.positions import BOOKING, NOW, START, press
from tests.workflows.short_test import SHORT_TEST
from workflows import findings as f
from workflows import messages as m
from workflows import move_messages as w
from workflows import occasions as o
from workflows.events import Event


def every_news() -> list[Event]:
    """Return one of each kind, about the booking of the positions."""
    return [*what_people_press(), *what_deeds_find(), *what_happens_by_itself()]


def what_people_press() -> list[Event]:
    plain = (
        m.CandidateArrived,
        m.ThingSent,
        m.RecruitersListed,
        m.HumanCalled,
        m.WaitlistLeft,
        m.CandidateLeft,
        m.ErasureAsked,
        m.BotBlocked,
        m.BotUnblocked,
    )
    return [
        *(kind(at=NOW, update_id=1000, message_id=5) for kind in plain),
        press(m.BookingApproved, Actor.RECRUITER),
        press(m.BookingRejected, Actor.RECRUITER),
        press(m.BookingRejected, Actor.RECRUITER, person=True),
        press(w.OtherTimeAsked, Actor.RECRUITER, slot_ids=(SlotId(6), SlotId(7))),
        press(w.MoveRefused, Actor.RECRUITER),
        press(w.MoveApproved, Actor.RECRUITER, slot_id=SlotId(8)),
        press(m.BookingCancelled, Actor.RECRUITER),
        press(m.BookingKept, Actor.RECRUITER),
        press(m.OutcomeGiven, Actor.RECRUITER, outcome=BookingStatus.MET),
        press(m.AttendanceConfirmed),
        press(m.AttendanceDeclined),
        press(w.MoveRequested),
        press(w.MoveWithdrawn),
        press(w.WantedSlotsListed, page=1),
        press(w.WantedSlotPicked, slot_id=SlotId(6)),
        m.AnswerGiven(at=NOW, update_id=1000, question_id="format", option_id="office"),
        m.TextWritten(at=NOW, update_id=1000, text="Иванов Пётр"),
        m.RecruiterPicked(at=NOW, update_id=1000, recruiter_id=None),
        m.SlotsTurned(at=NOW, update_id=1000, recruiter_id=RECRUITER, page=1),
        m.AnswerTakenBack(at=NOW, update_id=1000, question_id="format"),
        m.OfferDeclined(at=NOW, update_id=1000, slot_id=SlotId(6)),
        o.RecruiterReplied(at=NOW, update_id=1000, recruiter_id=RECRUITER, text="Да, можно вечером"),
        m.SlotPicked(at=NOW, update_id=1000, slot_id=SlotId(6), recruiter_id=RECRUITER),
    ]


def what_happens_by_itself() -> list[Event]:
    return [
        o.JourneyCancelled(at=NOW, by_id=1),
        o.PolicyChanged(at=NOW),
        o.CityClosed(at=NOW),
        o.OfferWithdrawn(at=NOW, slot_id=SlotId(6)),
        o.RetryAllowed(at=NOW, by_id=1),
        offer(),
        o.AlarmRang(at=NOW),
        o.AlarmRang(at=START + timedelta(days=200)),
    ]


def what_deeds_find() -> list[Event]:
    alarms = alarms_for(NOW, START)
    refusals = [outcome for outcome in ReservationOutcome if outcome is not ReservationOutcome.RESERVED]
    return [
        f.ScreeningOpened(at=NOW, questionnaire=SHORT_TEST),
        f.CityResolved(at=NOW, city_id=CITY, name="Казань"),
        f.CityUnrecognised(at=NOW),
        f.NudgesPlanned(at=NOW, nudges_at=(NOW + timedelta(hours=2),)),
        f.NothingOffered(at=NOW, city_id=CITY, recruiter_id=None),
        f.WordsKept(at=NOW, update_id=1, readers=(RECRUITER,)),
        reserved(),
        *(f.ReservationRefused(at=NOW, outcome=outcome, slot_id=SlotId(5)) for outcome in refusals),
        *(f.ApprovalSettled(at=NOW, booking_id=BOOKING, verdict=verdict, alarms=alarms) for verdict in f.Verdict),
        f.AttendanceSettled(at=NOW, booking_id=BOOKING, verdict=f.Verdict.DONE),
        f.BookingEnded(at=NOW, booking_id=BOOKING, verdict=f.Verdict.DONE),
        *(
            f.MoveRequestRecorded(at=NOW, booking_id=BOOKING, by=by, answer_until=NOW + timedelta(hours=24))
            for by in (Actor.CANDIDATE, Actor.RECRUITER)
        ),
        f.WantedSlotHeld(at=NOW, booking_id=BOOKING, slot_id=SlotId(8), answer_until=NOW + timedelta(hours=24)),
        moved(),
        *(
            f.MoveDenied(at=NOW, booking_id=BOOKING, denial=denial, by=by)
            for denial in MoveDenial
            for by in (Actor.CANDIDATE, Actor.RECRUITER)
        ),
        f.ReleasePlanned(at=NOW, booking_id=BOOKING, undelivered="blocked", keeps_until=NOW + timedelta(hours=24)),
        f.AlarmsPlanned(at=NOW, booking_id=BOOKING, revision=1, alarms=alarms),
        *(
            f.MessageUndelivered(at=NOW, kind="ask_for_approval", to_candidate=to, booking_id=BOOKING, trouble=trouble)
            for trouble in f.SendingTrouble
            for to in (True, False)
        ),
    ]


def offer() -> o.SlotOffered:
    """Return a first offer to somebody who waits."""
    lasts = timedelta(minutes=30)
    return o.SlotOffered(at=NOW, slot_id=SlotId(6), recruiter_id=RECRUITER, starts_at=START, lasts=lasts)


def reserved() -> f.SlotReserved:
    """Return the answer of the database to a pick that succeeded."""
    return f.SlotReserved(
        at=NOW,
        booking_id=BOOKING,
        revision=1,
        slot_id=SlotId(5),
        recruiter_id=RECRUITER,
        starts_at=START,
        ends_at=START + timedelta(minutes=20),
        alarms=alarms_for(NOW, START),
        recruiter_reachable=True,
    )


def moved(by: Actor = Actor.CANDIDATE) -> f.BookingMoved:
    """Return the answer of the database to a move that was made, to a start one day later."""
    starts_at = START + timedelta(days=1)
    return f.BookingMoved(
        at=NOW,
        booking_id=BOOKING,
        revision=2,
        slot_id=SlotId(6),
        recruiter_id=RECRUITER,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=20),
        alarms=alarms_for(NOW, starts_at),
        by=by,
    )
