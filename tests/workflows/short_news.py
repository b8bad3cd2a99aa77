"""News in short, for the lines of the table."""

from datetime import timedelta

from domain.booking import Actor
from domain.ids import SlotId
from domain.moves import MoveDenial
from domain.reservation import ReservationOutcome
from tests.workflows import positions as p
from tests.workflows.planned import alarms_for
from workflows import findings as f
from workflows import messages as m
from workflows import occasions as o
from workflows.journey import Journey

NOW, START = p.NOW, p.START


def rang(journey: Journey, *, late: timedelta = timedelta()) -> o.AlarmRang:
    assert journey.alarm is not None
    return o.AlarmRang(at=journey.alarm.at + late)


def answer(option: str, question: str = "format") -> m.AnswerGiven:
    return m.AnswerGiven(at=NOW, update_id=1, question_id=question, option_id=option)


def text(words: str) -> m.TextWritten:
    return m.TextWritten(at=NOW, update_id=1, text=words)


def refused(outcome: ReservationOutcome) -> f.ReservationRefused:
    return f.ReservationRefused(at=NOW, outcome=outcome, slot_id=SlotId(5))


def recorded(by: Actor, *offered: SlotId) -> f.MoveRequestRecorded:
    return f.MoveRequestRecorded(at=NOW, booking_id=p.BOOKING, by=by, answer_until=START, offered=offered)


def denied(denial: MoveDenial, by: Actor) -> f.MoveDenied:
    return f.MoveDenied(at=NOW, booking_id=p.BOOKING, denial=denial, by=by)


def agreed() -> f.ApprovalSettled:
    return f.ApprovalSettled(at=NOW, booking_id=p.BOOKING, verdict=f.Verdict.DONE, alarms=alarms_for(NOW, START))


def undelivered(kind: str, *, to_candidate: bool) -> f.MessageUndelivered:
    trouble = f.SendingTrouble.UNREACHABLE
    return f.MessageUndelivered(at=NOW, kind=kind, to_candidate=to_candidate, booking_id=p.BOOKING, trouble=trouble)


def doubtful(kind: str) -> f.MessageUndelivered:
    trouble = f.SendingTrouble.UNKNOWN
    return f.MessageUndelivered(at=NOW, kind=kind, to_candidate=True, booking_id=p.BOOKING, trouble=trouble)


def attends(*, lacks_place: bool) -> f.AttendanceSettled:
    return f.AttendanceSettled(at=NOW, booking_id=p.BOOKING, verdict=f.Verdict.DONE, lacks_place=lacks_place)
