"""The table of the machine: a name, the journey before, the news, the stage after it, and what is done and said."""

from dataclasses import replace
from datetime import timedelta

from domain.booking import Actor, BookingStatus
from domain.ids import SlotId
from domain.moves import MoveDenial
from domain.reservation import ReservationOutcome
from domain.stages import Stage
from tests.workflows import positions as p
from tests.workflows.fakes import CITY, RECRUITER
from tests.workflows.news import moved, offer, reserved
from tests.workflows.planned import alarms_for
from tests.workflows.short_news import (
    agreed,
    answer,
    attends,
    denied,
    doubtful,
    rang,
    recorded,
    refused,
    text,
    undelivered,
)
from tests.workflows.short_test import SHORT_TEST
from workflows import findings as f
from workflows import messages as m
from workflows import move_messages as w
from workflows import occasions as o
from workflows.events import Event
from workflows.journey import Journey, Move

NOW, START = p.NOW, p.START
Row = tuple[str, Journey, Event, Stage, list[str]]


# fmt: off
CANDIDATE_ROWS: list[Row] = [
    ("first contact opens Test1", p.POSITIONS["untouched"], m.CandidateArrived(at=NOW, update_id=1), Stage.SCREENING, ["OpenScreening"]),
    ("the questionnaire asks", p.POSITIONS["untouched"], f.ScreeningOpened(at=NOW, questionnaire=SHORT_TEST), Stage.SCREENING, ["AskQuestion"]),
    ("a name leads on", p.screening(), text("иванов пётр"), Stage.SCREENING, ["AskQuestion"]),
    ("one word is asked again", p.screening(), text("Пётр"), Stage.SCREENING, ["AskQuestion"]),
    ("a sticker is asked again", p.screening(), m.ThingSent(at=NOW, update_id=1), Stage.SCREENING, ["AskQuestion"]),
    ("a city is looked up", p.screening(1), text("Казань"), Stage.SCREENING, ["ResolveCity"]),
    ("a city button is looked up", p.screening(1), answer(str(CITY), "city"), Stage.SCREENING, ["ResolveCity"]),
    ("an unknown city is asked again", p.screening(1), f.CityUnrecognised(at=NOW), Stage.SCREENING, ["AskQuestion"]),
    ("the last answer ends Test1", p.screening(2), answer("office"), Stage.CHOOSING_RECRUITER, ["RecordScreening", "OfferRecruiters"]),
    ("a refusing option ends it politely", p.screening(2), answer("remote"), Stage.REFUSED, ["RecordScreening", "RefuseCandidate"]),
    ("an old question shows the open one", p.screening(2), answer("office", "name"), Stage.SCREENING, ["AskQuestion"]),
    ("start resumes at the question", p.screening(1), m.CandidateArrived(at=NOW, update_id=1), Stage.SCREENING, ["AskQuestion"]),
    ("any recruiter", p.choosing_recruiter(), m.RecruiterPicked(at=NOW, update_id=1, recruiter_id=None), Stage.CHOOSING_SLOT, ["OfferSlots"]),
    ("another recruiter", p.choosing_slot(), m.RecruitersListed(at=NOW, update_id=1), Stage.CHOOSING_RECRUITER, ["OfferRecruiters"]),
    ("another day", p.choosing_slot(), m.SlotsTurned(at=NOW, update_id=1, recruiter_id=RECRUITER, page=2), Stage.CHOOSING_SLOT, ["OfferSlots"]),
    ("a pick asks the database", p.choosing_slot(), m.SlotPicked(at=NOW, update_id=1, slot_id=SlotId(5), recruiter_id=None), Stage.CHOOSING_SLOT, ["ReserveSlot"]),
    ("wrong recruiter: the menu", p.choosing_slot(), refused(ReservationOutcome.WRONG_RECRUITER), Stage.CHOOSING_RECRUITER, ["OfferRecruiters"]),
    ("wrong city: the city's slots", p.choosing_slot(), refused(ReservationOutcome.WRONG_CITY), Stage.CHOOSING_SLOT, ["OfferSlots"]),
    ("taken: a fresh list", p.choosing_slot(), refused(ReservationOutcome.SLOT_TAKEN), Stage.CHOOSING_SLOT, ["OfferSlots"]),
    ("duplicate: the booking that exists", p.booked(), refused(ReservationOutcome.DUPLICATE_CANDIDATE), Stage.SCHEDULED, ["ShowWhereYouStand"]),
    ("coming", p.booked(reminded=True), p.press(m.AttendanceConfirmed), Stage.ATTENDANCE_CONFIRMED, ["ConfirmAttendance", "GiveMeetingDetails", "UpdateCard"]),
    ("coming, again", p.booked(BookingStatus.CONFIRMED), p.press(m.AttendanceConfirmed), Stage.ATTENDANCE_CONFIRMED, ["ShowWhereYouStand"]),
    ("coming, an old button", p.booked(), p.press(m.AttendanceConfirmed, revision=0), Stage.SCHEDULED, ["ShowWhereYouStand"]),
    ("coming withdraws the wish to move", p.reschedule_requested(), p.press(m.AttendanceConfirmed), Stage.ATTENDANCE_CONFIRMED, ["ConfirmAttendance", "SettleMoveRequest", "GiveMeetingDetails", "UpdateCard"]),
    ("not coming", p.booked(), p.press(m.AttendanceDeclined), Stage.CHOOSING_SLOT, ["EndBooking", "UpdateCard", "ReportToRecruiter", "WithdrawInvitation", "OfferSlots", "PlanNudges"]),
    ("not coming after the start", p.booked(), replace(p.press(m.AttendanceDeclined), at=START), Stage.SCHEDULED, ["ShowWhereYouStand"]),
    ("please move", p.booked(), p.press(w.MoveRequested), Stage.SCHEDULED, ["RecordMoveRequest"]),
    ("please move, again", p.reschedule_requested(), p.press(w.MoveRequested), Stage.RESCHEDULE_REQUESTED, ["ShowWhereYouStand"]),
    ("the wish is passed on", p.booked(), f.MoveRequestRecorded(at=NOW, booking_id=p.BOOKING, by=Actor.CANDIDATE, answer_until=START), Stage.RESCHEDULE_REQUESTED, ["AcknowledgeMoveRequest", "PassMoveRequest"]),
    ("words are kept and passed on", p.booked(), text("я опоздаю"), Stage.SCHEDULED, ["KeepText", "HintAtButtons"]),
    ("words without a booking are kept", p.choosing_slot(), text("а можно вечером?"), Stage.CHOOSING_SLOT, ["KeepText", "HintAtButtons"]),
    ("a human is named", p.choosing_slot(), m.HumanCalled(at=NOW, update_id=1), Stage.CHOOSING_SLOT, ["IntroduceHuman"]),
    ("forget me", p.booked(), m.ErasureAsked(at=NOW, update_id=1), Stage.CLOSED, ["EndBooking", "UpdateCard", "ReportToRecruiter", "WithdrawInvitation", "SayGoodbye"]),
    ("forget me, in mid-test", p.screening(2), m.ErasureAsked(at=NOW, update_id=1), Stage.CLOSED, ["SayGoodbye"]),
    ("leaving frees the slot", p.booked(), m.CandidateLeft(at=NOW, update_id=1), Stage.CLOSED, ["EndBooking", "UpdateCard", "ReportToRecruiter", "WithdrawInvitation", "SayGoodbye"]),
    ("leaving in mid-test keeps the answers", p.screening(2), m.CandidateLeft(at=NOW, update_id=1), Stage.CLOSED, ["RecordScreening", "SayGoodbye"]),
    ("blocking keeps the slot", p.booked(), m.BotBlocked(at=NOW, update_id=1), Stage.UNREACHABLE, ["PlanRelease"]),
    ("blocking again changes nothing", p.unreachable(), m.BotBlocked(at=NOW, update_id=1), Stage.UNREACHABLE, []),
    ("the recruiter learns until when the slot is kept", p.unreachable(), f.ReleasePlanned(at=NOW, booking_id=p.BOOKING, undelivered="blocked", keeps_until=START - timedelta(hours=9)), Stage.UNREACHABLE, ["ReportUndelivered"]),
    ("perhaps it did not arrive", p.booked(), doubtful("remind_candidate"), Stage.SCHEDULED, ["ReportUndelivered"]),
    ("unblocking resumes", p.unreachable(), m.BotUnblocked(at=NOW, update_id=1), Stage.SCHEDULED, ["ShowWhereYouStand"]),
]

WAITING_ROWS: list[Row] = [
    ("nothing is free: the waiting list", p.choosing_recruiter(), f.NothingOffered(at=NOW, city_id=CITY, recruiter_id=None), Stage.WAITING_FOR_SLOTS, ["JoinWaitlist"]),
    ("nothing is free, again", p.waiting(), f.NothingOffered(at=NOW, city_id=CITY, recruiter_id=None), Stage.WAITING_FOR_SLOTS, []),
    ("a slot is offered first to who waits", p.waiting(), offer(), Stage.WAITING_FOR_SLOTS, ["OfferHeldSlot"]),
    ("the same offer twice", p.offered(), offer(), Stage.WAITING_FOR_SLOTS, []),
    ("an offer to who has booked meanwhile", p.booked(), offer(), Stage.SCHEDULED, ["SettleOffer"]),
    ("an offer to who cannot be reached", replace(p.waiting(), unreachable=True, stage=Stage.UNREACHABLE), offer(), Stage.UNREACHABLE, ["SettleOffer"]),
    ("the held slot does not suit", p.offered(), m.OfferDeclined(at=NOW, update_id=1, slot_id=SlotId(6)), Stage.WAITING_FOR_SLOTS, ["SettleOffer", "TellOfferOver"]),
    ("an old offer is refused", p.waiting(), m.OfferDeclined(at=NOW, update_id=1, slot_id=SlotId(6)), Stage.WAITING_FOR_SLOTS, ["OfferRecruiters"]),
    ("the held slot is taken", p.offered(), m.SlotPicked(at=NOW, update_id=1, slot_id=SlotId(6), recruiter_id=None), Stage.WAITING_FOR_SLOTS, ["ReserveSlot"]),
    ("the held slot is booked", p.offered(), reserved(), Stage.AWAITING_APPROVAL, ["TellRequestSent", "AskForApproval"]),
    ("the held slot is taken away", p.offered(), o.OfferWithdrawn(at=NOW, slot_id=SlotId(6)), Stage.WAITING_FOR_SLOTS, ["TellOfferOver"]),
    ("a slot of before is taken away", p.offered(), o.OfferWithdrawn(at=NOW, slot_id=SlotId(5)), Stage.WAITING_FOR_SLOTS, []),
    ("waiting no more", p.offered(), m.WaitlistLeft(at=NOW, update_id=1), Stage.CHOOSING_RECRUITER, ["LeaveWaitlist", "ShowWhereYouStand"]),
    ("leaving while waiting", p.waiting(), m.CandidateLeft(at=NOW, update_id=1), Stage.CLOSED, ["LeaveWaitlist", "SayGoodbye"]),
    ("blocking with a held slot", p.offered(), m.BotBlocked(at=NOW, update_id=1), Stage.UNREACHABLE, ["SettleOffer"]),
    ("the time of the offer is over", p.offered(), rang(p.offered()), Stage.WAITING_FOR_SLOTS, ["SettleOffer", "TellOfferOver"]),
    ("the city is closed in mid-choice", p.choosing_slot(), o.CityClosed(at=NOW), Stage.CHOOSING_SLOT, ["TellCityClosed"]),
    ("the city is closed, the interview stands", p.booked(), o.CityClosed(at=NOW), Stage.SCHEDULED, []),
    ("the previous answer anew", p.screening(2), m.AnswerTakenBack(at=NOW, update_id=1, question_id="format"), Stage.SCREENING, ["AskQuestion"]),
    ("an old button to take back", p.screening(2), m.AnswerTakenBack(at=NOW, update_id=1, question_id="city"), Stage.SCREENING, ["AskQuestion"]),
    ("nothing to take back", p.choosing_slot(), m.AnswerTakenBack(at=NOW, update_id=1, question_id="format"), Stage.CHOOSING_SLOT, ["OfferSlots"]),
    ("an admin allows another try", p.refused(), o.RetryAllowed(at=NOW, by_id=1), Stage.SCREENING, ["OpenScreening"]),
    ("kept words reach their readers", p.waiting(), f.WordsKept(at=NOW, update_id=1, readers=(RECRUITER,)), Stage.WAITING_FOR_SLOTS, ["PassWords"]),
    ("a recruiter replies", p.waiting(), o.RecruiterReplied(at=NOW, update_id=1, recruiter_id=RECRUITER, text="Да"), Stage.WAITING_FOR_SLOTS, ["PassReply"]),
    ("the first nudge to choose", p.planned(), rang(p.planned()), Stage.CHOOSING_RECRUITER, ["NudgeCandidate"]),
]

RECRUITER_ROWS: list[Row] = [
    ("a request to who has no Telegram", p.choosing_slot(), replace(reserved(), recruiter_reachable=False), Stage.AWAITING_APPROVAL, ["TellRequestSent", "TellLead"]),
    ("the request did not arrive", p.awaiting_approval(), undelivered("ask_for_approval", to_candidate=False), Stage.AWAITING_APPROVAL, ["TellRequestSent", "TellLead"]),
    ("yes", p.awaiting_approval(), p.press(m.BookingApproved, Actor.RECRUITER), Stage.AWAITING_APPROVAL, ["ApproveBooking", "UpdateCard"]),
    ("yes, stands", p.awaiting_approval(), f.ApprovalSettled(at=NOW, booking_id=p.BOOKING, verdict=f.Verdict.DONE, alarms=alarms_for(NOW, START)), Stage.SCHEDULED, ["Congratulate"]),
    ("yes, again", p.booked(), p.press(m.BookingApproved, Actor.RECRUITER), Stage.SCHEDULED, ["ExplainToRecruiter"]),
    ("yes, to an old revision", p.awaiting_approval(), p.press(m.BookingApproved, Actor.RECRUITER, revision=0), Stage.AWAITING_APPROVAL, ["ExplainToRecruiter"]),
    ("yes, after a no", p.choosing_slot(), p.press(m.BookingApproved, Actor.RECRUITER), Stage.CHOOSING_SLOT, ["ExplainToRecruiter"]),
    ("yes, after the start", p.awaiting_approval(), replace(p.press(m.BookingApproved, Actor.RECRUITER), at=START), Stage.CHOOSING_SLOT, ["EndBooking", "UpdateCard", "OfferSlots", "PlanNudges"]),
    ("no to the time", p.awaiting_approval(), p.press(m.BookingRejected, Actor.RECRUITER), Stage.CHOOSING_SLOT, ["EndBooking", "UpdateCard", "OfferSlots", "PlanNudges"]),
    ("no to the person", p.awaiting_approval(), p.press(m.BookingRejected, Actor.RECRUITER, person=True), Stage.CLOSED, ["EndBooking", "UpdateCard", "SayGoodbye"]),
    ("no, after a yes", p.booked(), p.press(m.BookingRejected, Actor.RECRUITER), Stage.SCHEDULED, ["ExplainToRecruiter"]),
    ("an admin calls it off", p.booked(), p.press(m.BookingCancelled, Actor.ADMIN), Stage.CHOOSING_SLOT, ["EndBooking", "UpdateCard", "ReportToRecruiter", "WithdrawInvitation", "OfferSlots", "PlanNudges"]),
    ("the time is kept", p.reschedule_requested(), p.press(w.MoveRefused, Actor.RECRUITER), Stage.SCHEDULED, ["SettleMoveRequest", "TellMoveRefused", "UpdateCard"]),
    ("met", p.outcome_asked(), replace(p.press(m.OutcomeGiven, Actor.RECRUITER, outcome=BookingStatus.MET), at=START), Stage.CLOSED, ["EndBooking", "UpdateCard", "SayGoodbye"]),
    ("did not come", p.outcome_asked(), replace(p.press(m.OutcomeGiven, Actor.RECRUITER, outcome=BookingStatus.MISSED), at=START), Stage.OUTCOME_ASKED, ["EndBooking", "UpdateCard"]),
    ("the slot is kept for who was reached by hand", p.kept(), p.press(m.BookingKept, Actor.RECRUITER), Stage.UNREACHABLE, ["ReportUndelivered", "UpdateCard"]),
    ("the slot is kept already", p.booked(), p.press(m.BookingKept, Actor.RECRUITER), Stage.SCHEDULED, ["ExplainToRecruiter"]),
    ("met, before the start", p.booked(), p.press(m.OutcomeGiven, Actor.RECRUITER, outcome=BookingStatus.MET), Stage.SCHEDULED, ["ExplainToRecruiter"]),
    ("an admin ends it", p.booked(), o.JourneyCancelled(at=NOW, by_id=1), Stage.CLOSED, ["EndBooking", "UpdateCard", "ReportToRecruiter", "WithdrawInvitation", "SayGoodbye"]),
]

MOVE_ROWS: list[Row] = [
    ("another time, these two", p.awaiting_approval(), p.press(w.OtherTimeAsked, Actor.RECRUITER, slot_ids=(SlotId(6), SlotId(7))), Stage.AWAITING_APPROVAL, ["RecordMoveRequest", "UpdateCard"]),
    ("another time, to an agreed one", p.booked(), p.press(w.OtherTimeAsked, Actor.RECRUITER), Stage.SCHEDULED, ["RecordMoveRequest", "UpdateCard"]),
    ("another time, of an old revision", p.booked(), p.press(w.OtherTimeAsked, Actor.RECRUITER, revision=0), Stage.SCHEDULED, ["ExplainToRecruiter"]),
    ("another time, after the start", p.booked(), replace(p.press(w.OtherTimeAsked, Actor.RECRUITER), at=START), Stage.SCHEDULED, ["ExplainToRecruiter"]),
    ("the offered times reach the candidate", p.awaiting_approval(), recorded(Actor.RECRUITER, SlotId(6), SlotId(7)), Stage.RESCHEDULE_REQUESTED, ["OfferOtherTimes"]),
    ("too late to offer other times", p.booked(), replace(recorded(Actor.RECRUITER), answer_until=NOW), Stage.SCHEDULED, ["ExplainToRecruiter"]),
    ("a second wish for one revision", p.booked(), replace(recorded(Actor.CANDIDATE), answer_until=NOW), Stage.SCHEDULED, ["TellMoveRefused"]),
    ("times are offered upon a wish", p.reschedule_requested(), recorded(Actor.RECRUITER, SlotId(6)), Stage.RESCHEDULE_REQUESTED, ["OfferOtherTimes"]),
    ("an offered time is picked", p.times_offered(), p.press(w.WantedSlotPicked, slot_id=SlotId(6)), Stage.RESCHEDULE_REQUESTED, ["ClaimWantedSlot"]),
    ("other times are looked at", p.times_offered(), p.press(w.WantedSlotsListed, page=0), Stage.RESCHEDULE_REQUESTED, ["OfferWantedSlots"]),
    ("times are looked at without a wish", p.booked(), p.press(w.WantedSlotsListed, page=0), Stage.SCHEDULED, ["ShowWhereYouStand"]),
    ("a time is picked without a wish", p.booked(), p.press(w.WantedSlotPicked, slot_id=SlotId(6)), Stage.SCHEDULED, ["ShowWhereYouStand"]),
    ("a person finds the time", p.moving(Move(by=Actor.CANDIDATE, until=START, by_hand=True)), p.press(w.WantedSlotPicked, slot_id=SlotId(6)), Stage.RESCHEDULE_REQUESTED, ["ShowWhereYouStand"]),
    ("the wanted time is held", p.reschedule_requested(), f.WantedSlotHeld(at=NOW, booking_id=p.BOOKING, slot_id=SlotId(8), answer_until=START), Stage.RESCHEDULE_REQUESTED, ["TellMoveWanted", "PassMoveRequest"]),
    ("the wanted time is agreed to", p.move_wanted(), p.press(w.MoveApproved, Actor.RECRUITER, slot_id=SlotId(8)), Stage.RESCHEDULE_REQUESTED, ["MoveBooking", "UpdateCard"]),
    ("another one is wanted meanwhile", p.move_wanted(), p.press(w.MoveApproved, Actor.RECRUITER, slot_id=SlotId(9)), Stage.RESCHEDULE_REQUESTED, ["ExplainToRecruiter"]),
    ("moved by the recruiter's word", p.move_wanted(), moved(Actor.RECRUITER), Stage.SCHEDULED, ["TellMoved"]),
    ("moved by the candidate's pick", p.times_offered(BookingStatus.PENDING), moved(), Stage.SCHEDULED, ["TellMoved", "UpdateCard", "ReportMove"]),
    ("moved after it was confirmed", p.moving(Move(by=Actor.RECRUITER, until=START), BookingStatus.CONFIRMED), moved(), Stage.SCHEDULED, ["TellMoved", "UpdateCard", "ReportMove"]),
    ("the picked time was taken", p.times_offered(), denied(MoveDenial.SLOT_TAKEN, Actor.CANDIDATE), Stage.RESCHEDULE_REQUESTED, ["OfferWantedSlots"]),
    ("the wanted time was withdrawn", p.move_wanted(), denied(MoveDenial.SLOT_GONE, Actor.RECRUITER), Stage.RESCHEDULE_REQUESTED, ["ExplainToRecruiter", "OfferWantedSlots"]),
    ("the start has passed", p.move_wanted(), denied(MoveDenial.START_PASSED, Actor.RECRUITER), Stage.RESCHEDULE_REQUESTED, ["ExplainToRecruiter"]),
    ("the candidate keeps the time", p.reschedule_requested(), p.press(w.MoveWithdrawn), Stage.SCHEDULED, ["SettleMoveRequest", "UpdateCard", "ReportNoChoice", "ShowWhereYouStand"]),
    ("the candidate keeps a time offered for a request", p.times_offered(BookingStatus.PENDING), p.press(w.MoveWithdrawn), Stage.AWAITING_APPROVAL, ["SettleMoveRequest", "UpdateCard", "ReportNoChoice", "ShowWhereYouStand"]),
    ("the old time is agreed to", p.times_offered(BookingStatus.PENDING), agreed(), Stage.SCHEDULED, ["SettleMoveRequest", "Congratulate", "UpdateCard"]),
    ("confirmed while it moves", p.move_wanted(), p.press(m.AttendanceConfirmed), Stage.ATTENDANCE_CONFIRMED, ["ConfirmAttendance", "SettleMoveRequest", "GiveMeetingDetails", "UpdateCard"]),
    ("nobody picked for a request", p.times_offered(BookingStatus.PENDING), rang(p.times_offered(BookingStatus.PENDING)), Stage.CHOOSING_SLOT, ["EndBooking", "UpdateCard", "ReportToRecruiter", "OfferSlots", "PlanNudges"]),
    ("nobody picked for an agreed one", p.times_offered(), rang(p.times_offered()), Stage.SCHEDULED, ["SettleMoveRequest", "TellMoveRefused", "UpdateCard", "ReportNoChoice"]),
]

ANSWER_ROWS: list[Row] = [
    ("the city is known", p.screening(1), f.CityResolved(at=NOW, city_id=CITY, name="Казань"), Stage.SCREENING, ["AskQuestion"]),
    ("the nudges are planned", p.choosing_recruiter(), f.NudgesPlanned(at=NOW, nudges_at=(NOW + timedelta(hours=2),)), Stage.CHOOSING_RECRUITER, []),
    ("the policy of the city changed", p.booked(), o.PolicyChanged(at=NOW), Stage.SCHEDULED, ["PlanAlarms"]),
    ("the alarms are planned", p.booked(), f.AlarmsPlanned(at=NOW, booking_id=p.BOOKING, revision=1, alarms=alarms_for(NOW, START)), Stage.SCHEDULED, []),
    ("attendance stands, the place is known", p.booked(BookingStatus.CONFIRMED), attends(lacks_place=False), Stage.ATTENDANCE_CONFIRMED, []),
    ("attendance stands, nobody knows where", p.booked(BookingStatus.CONFIRMED), attends(lacks_place=True), Stage.ATTENDANCE_CONFIRMED, ["AskForPlace"]),
    ("the booking is over", p.choosing_slot(), f.BookingEnded(at=NOW, booking_id=p.BOOKING, verdict=f.Verdict.DONE), Stage.CHOOSING_SLOT, []),
    ("did not come, and may book once more", p.missed(), f.BookingEnded(at=START, booking_id=p.BOOKING, verdict=f.Verdict.DONE, offers_again=True), Stage.CHOOSING_SLOT, ["OfferSlots", "PlanNudges"]),
    ("did not come again", p.missed(), f.BookingEnded(at=START, booking_id=p.BOOKING, verdict=f.Verdict.DONE), Stage.CLOSED, ["SayGoodbye"]),
]

ALARM_ROWS: list[Row] = [
    ("half of the answering time", p.awaiting_approval(), rang(p.awaiting_approval()), Stage.AWAITING_APPROVAL, ["NudgeRecruiter"]),
    ("two hours before", p.booked(), rang(p.booked()), Stage.REMINDED, ["RemindCandidate"]),
    ("too late to be useful", p.booked(), rang(p.booked(), late=timedelta(hours=1, minutes=51)), Stage.REMINDED, []),
    ("no answer to the reminder", p.booked(reminded=True), rang(p.booked(reminded=True)), Stage.REMINDED, ["ReportSilence"]),
    ("after the end", p.booked(BookingStatus.CONFIRMED, reminded=True), o.AlarmRang(at=START + timedelta(minutes=31)), Stage.OUTCOME_ASKED, ["AskOutcome"]),
    ("the wish to move lapses", p.reschedule_requested(), rang(p.reschedule_requested()), Stage.SCHEDULED, ["SettleMoveRequest", "TellMoveRefused", "UpdateCard"]),
    ("a day of silence in Test1", p.screening(1), rang(p.screening(1)), Stage.SCREENING, ["NudgeCandidate"]),
    ("an alarm before its time", p.booked(), o.AlarmRang(at=NOW), Stage.SCHEDULED, []),
    ("nobody could reach the candidate", p.kept(), rang(p.kept()), Stage.UNREACHABLE, ["EndBooking", "UpdateCard", "ReportToRecruiter"]),
    ("a refusal lapses", p.refused(), rang(p.refused()), Stage.CLOSED, []),
]
# fmt: on
ROWS = [*CANDIDATE_ROWS, *WAITING_ROWS, *RECRUITER_ROWS, *MOVE_ROWS, *ANSWER_ROWS, *ALARM_ROWS]
