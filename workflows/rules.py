"""The pure machine: `advance(journey, news)` returns the journey after the news and the effects it wishes for.

No Temporal, no clock, no I/O: every event has a defined answer here, tested as a table in milliseconds. News never
raises; what is stale or impossible is answered with the current state.
"""

from dataclasses import replace
from typing import assert_never

from domain.booking import Actor
from workflows import findings, messages, move_messages, occasions
from workflows.chapters import (
    approval,
    attendance,
    choosing,
    leaving,
    losing,
    moved,
    moving,
    ringing,
    screening,
    waiting,
)
from workflows.deeds import OpenScreening
from workflows.events import Event, Finding, Happening
from workflows.journey import Journey
from workflows.standing import stand
from workflows.turn import Turn, where_you_stand

REMEMBERED_UPDATES = 50


def advance(journey: Journey, news: Event) -> Turn:
    """Return the journey after the news and the effects it asks for, in order; `news.at` is the journey's now (UTC)."""
    if isinstance(news, messages.Press):
        if news.update_id in journey.seen:
            return journey, ()
        journey = stand(_note_press(journey, news), news.at)
        if journey.is_closed:
            if isinstance(news, messages.AboutBooking) and news.by is not Actor.CANDIDATE:
                return approval.explain(journey, news)
            return journey, where_you_stand(journey, stale=True)
        if journey.screening is None:
            return journey, (OpenScreening(candidate_id=journey.candidate_id, now=news.at),)
    return _learn(journey, news) if isinstance(news, Finding) else _turn(journey, news)


def _note_press(journey: Journey, press: messages.Press) -> Journey:
    """Remember the update, and which of the candidate's messages was pressed; who presses can be reached again."""
    is_candidate = not isinstance(press, occasions.RecruiterReplied) and (
        not isinstance(press, messages.AboutBooking) or press.by is Actor.CANDIDATE
    )
    can_be_reached = is_candidate and not isinstance(press, messages.BotBlocked | messages.BotUnblocked)
    return replace(
        journey,
        seen=(*journey.seen, press.update_id)[-REMEMBERED_UPDATES:],
        last_news_at=press.at if is_candidate else journey.last_news_at,
        pressed=press.message_id if is_candidate else journey.pressed,
        unreachable=journey.unreachable and not can_be_reached,
    )


def _turn(journey: Journey, news: Happening) -> Turn:  # noqa: C901, PLR0911, PLR0912 - one line an event is the table
    match news:
        case messages.CandidateArrived():
            return journey, where_you_stand(journey, stale=False)
        case messages.AnswerGiven():
            return screening.take_option(journey, news)
        case messages.AnswerTakenBack():
            return screening.take_back(journey, news)
        case messages.TextWritten():
            return leaving.read(journey, news)
        case messages.ThingSent():
            return leaving.look_at(journey, news)
        case messages.RecruitersListed():
            return choosing.list_recruiters(journey, news)
        case messages.RecruiterPicked() | messages.SlotsTurned():
            return choosing.list_slots(journey, news)
        case messages.SlotPicked():
            return choosing.pick_slot(journey, news)
        case messages.OfferDeclined():
            return waiting.decline(journey, news)
        case messages.WaitlistLeft():
            return waiting.leave(journey, news)
        case messages.HumanCalled():
            return leaving.introduce_human(journey, news)
        case messages.CandidateLeft():
            return leaving.leave(journey, news)
        case messages.ErasureAsked():
            return leaving.erase(journey, news)
        case messages.BotBlocked():
            return losing.note_blocked(journey, news)
        case messages.BotUnblocked():
            return losing.note_unblocked(journey, news)
        case messages.BookingApproved():
            return approval.approve(journey, news)
        case messages.BookingRejected():
            return approval.reject(journey, news)
        case messages.BookingKept():
            return losing.keep(journey, news)
        case messages.BookingCancelled():
            return approval.cancel(journey, news)
        case messages.AttendanceConfirmed():
            return attendance.confirm(journey, news)
        case messages.AttendanceDeclined():
            return attendance.decline(journey, news)
        case move_messages.MoveRequested():
            return moving.request(journey, news)
        case move_messages.MoveWithdrawn():
            return moving.withdraw(journey, news)
        case move_messages.WantedSlotsListed():
            return moving.list_wanted(journey, news)
        case move_messages.WantedSlotPicked():
            return moving.pick_wanted(journey, news)
        case move_messages.OtherTimeAsked():
            return moving.ask_other_time(journey, news)
        case move_messages.MoveApproved():
            return moving.approve_move(journey, news)
        case move_messages.MoveRefused():
            return moving.keep_time(journey, news)
        case messages.OutcomeGiven():
            return attendance.note_outcome(journey, news)
        case occasions.RecruiterReplied():
            return leaving.pass_reply(journey, news)
        case occasions.SlotOffered():
            return waiting.offer(journey, news)
        case occasions.OfferWithdrawn():
            return waiting.lose_offer(journey, news)
        case occasions.CityClosed():
            return waiting.close_city(journey, news)
        case occasions.RetryAllowed():
            return screening.retry(journey, news)
        case occasions.JourneyCancelled():
            return leaving.cancel_journey(journey, news)
        case occasions.PolicyChanged():
            return ringing.plan_anew(journey, news)
        case occasions.AlarmRang():
            return ringing.ring(journey, news)
        case _:
            assert_never(news)


def _learn(journey: Journey, news: Finding) -> Turn:  # noqa: C901, PLR0911, PLR0912 - one line a finding is the table
    match news:
        case findings.ScreeningOpened():
            return screening.begin(journey, news)
        case findings.CityResolved():
            return screening.take_city(journey, news)
        case findings.CityUnrecognised():
            return screening.miss_city(journey, news)
        case findings.NudgesPlanned():
            return waiting.note_nudges(journey, news)
        case findings.NothingOffered():
            return waiting.join(journey, news)
        case findings.WordsKept():
            return leaving.pass_words(journey, news)
        case findings.SlotReserved():
            return choosing.note_reservation(journey, news)
        case findings.ReservationRefused():
            return choosing.explain_refusal(journey, news)
        case findings.ApprovalSettled():
            return approval.note_approval(journey, news)
        case findings.MoveRequestRecorded():
            return moved.note_request(journey, news)
        case findings.WantedSlotHeld():
            return moved.note_wanted(journey, news)
        case findings.BookingMoved():
            return moved.note_moved(journey, news)
        case findings.MoveDenied():
            return moved.deny(journey, news)
        case findings.AlarmsPlanned():
            return ringing.set_alarms(journey, news)
        case findings.MessageUndelivered():
            return losing.note_trouble(journey, news)
        case findings.ReleasePlanned():
            return losing.note_release(journey, news)
        case findings.AttendanceSettled():
            return attendance.note_attendance(journey, news)
        case findings.BookingEnded():
            return attendance.note_end(journey, news)
        case _:
            assert_never(news)
