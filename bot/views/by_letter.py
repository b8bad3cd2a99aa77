"""Which view writes which letter: three tables, one line a letter."""

from typing import assert_never

from bot.card import Card
from bot.views import (
    attendance,
    choosing,
    invitations,
    leads,
    moving,
    proposing,
    relay,
    reports,
    requests,
    screening,
    standing,
    undelivered,
    waiting,
)
from bot.views.writer import Writer
from database.bookings.cards import BookingCard
from database.people.candidates import CandidateProfile
from workflows.letters import of_move, to_candidate, to_recruiter, to_waiting

CandidateBookingLetter = (
    to_candidate.TellRequestSent
    | to_candidate.Congratulate
    | to_candidate.RemindCandidate
    | to_candidate.GiveMeetingDetails
    | of_move.AcknowledgeMoveRequest
    | of_move.OfferWantedSlots
    | of_move.TellMoveWanted
    | of_move.OfferOtherTimes
    | of_move.TellMoved
    | of_move.TellMoveRefused
    | to_candidate.WithdrawInvitation
)
PlainLetter = (
    to_candidate.AskQuestion
    | to_candidate.RefuseCandidate
    | to_candidate.OfferRecruiters
    | to_candidate.OfferSlots
    | to_waiting.OfferHeldSlot
    | to_waiting.TellOfferOver
    | to_waiting.TellCityClosed
    | to_candidate.PassReply
    | to_candidate.ShowWhereYouStand
    | to_candidate.HintAtButtons
    | to_candidate.IntroduceHuman
    | to_candidate.NudgeCandidate
    | to_candidate.SayGoodbye
)
RecruiterBookingLetter = (
    to_recruiter.AskForApproval
    | to_recruiter.TellLead
    | to_recruiter.UpdateCard
    | to_recruiter.NudgeRecruiter
    | to_recruiter.ExplainToRecruiter
    | to_recruiter.ReportToRecruiter
    | to_recruiter.ReportUndelivered
    | of_move.PassMoveRequest
    | of_move.ReportMove
    | of_move.ReportNoChoice
    | to_recruiter.ReportSilence
    | to_recruiter.AskForPlace
    | to_recruiter.AskOutcome
)


async def of_candidate(writer: Writer, candidate: CandidateProfile, letter: PlainLetter) -> Card | None:  # noqa: C901, PLR0911, PLR0912 - one line a letter is the table
    """Return what the candidate is told; None when what it is about is gone."""
    match letter:
        case to_candidate.AskQuestion():
            return await screening.ask_question(writer, letter)
        case to_candidate.RefuseCandidate():
            return await screening.refuse_candidate(writer, candidate, letter)
        case to_candidate.OfferRecruiters():
            return await choosing.offer_recruiters(writer, candidate, letter)
        case to_candidate.OfferSlots():
            return await choosing.offer_slots(writer, candidate, letter)
        case to_waiting.OfferHeldSlot():
            return await waiting.offer_held_slot(writer, candidate, letter)
        case to_waiting.TellOfferOver():
            return await waiting.tell_offer_over(writer, candidate, letter)
        case to_waiting.TellCityClosed():
            return await waiting.tell_city_closed(writer, letter)
        case to_candidate.PassReply():
            return await relay.pass_reply(writer, letter)
        case to_candidate.ShowWhereYouStand():
            return await standing.show_where_you_stand(writer, candidate, letter)
        case to_candidate.HintAtButtons():
            return await standing.hint_at_buttons(writer, letter)
        case to_candidate.IntroduceHuman():
            return await standing.introduce_human(writer, letter)
        case to_candidate.NudgeCandidate():
            return await standing.nudge_candidate(writer, candidate, letter)
        case to_candidate.SayGoodbye():
            return await standing.say_goodbye(writer, candidate, letter)
        case _:
            assert_never(letter)


async def of_booking(writer: Writer, booking: BookingCard, letter: CandidateBookingLetter) -> Card:  # noqa: C901, PLR0911 - one line a letter is the table
    """Return what the candidate is told about a booking."""
    match letter:
        case to_candidate.TellRequestSent():
            return await requests.tell_request_sent(writer, booking, letter)
        case to_candidate.Congratulate():
            return await invitations.congratulate(writer, booking, letter)
        case to_candidate.RemindCandidate():
            return await attendance.remind_candidate(writer, booking, letter)
        case to_candidate.GiveMeetingDetails():
            return await attendance.give_meeting_details(writer, booking, letter)
        case of_move.AcknowledgeMoveRequest():
            return await moving.acknowledge_move_request(writer, booking, letter)
        case of_move.OfferWantedSlots():
            return await moving.offer_wanted_slots(writer, booking, letter)
        case of_move.TellMoveWanted():
            return await moving.tell_move_wanted(writer, booking, letter)
        case of_move.OfferOtherTimes():
            return await moving.offer_other_times(writer, booking, letter)
        case of_move.TellMoved():
            return await moving.tell_moved(writer, booking, letter)
        case of_move.TellMoveRefused():
            return await moving.tell_move_refused(writer, booking, letter)
        case to_candidate.WithdrawInvitation():
            return await invitations.withdraw_invitation(writer, booking, letter)
        case _:
            assert_never(letter)


async def for_recruiter(writer: Writer, booking: BookingCard, letter: RecruiterBookingLetter) -> Card:  # noqa: C901, PLR0911, PLR0912 - one line a letter is the table
    """Return what the recruiter is told about a booking."""
    match letter:
        case to_recruiter.AskForApproval():
            return await requests.ask_for_approval(writer, booking, letter)
        case to_recruiter.TellLead():
            return await leads.tell_lead(writer, booking, letter)
        case to_recruiter.UpdateCard():
            return await requests.update_card(writer, booking, letter)
        case to_recruiter.NudgeRecruiter():
            return await requests.nudge_recruiter(writer, booking, letter)
        case to_recruiter.ExplainToRecruiter():
            return await requests.explain_to_recruiter(writer, booking, letter)
        case to_recruiter.ReportToRecruiter():
            return await reports.report_to_recruiter(writer, booking, letter)
        case to_recruiter.ReportUndelivered():
            return await undelivered.report_undelivered(writer, booking, letter)
        case of_move.PassMoveRequest():
            return await proposing.pass_move_request(writer, booking, letter)
        case of_move.ReportMove():
            return await proposing.report_move(writer, booking, letter)
        case of_move.ReportNoChoice():
            return await proposing.report_no_choice(writer, booking, letter)
        case to_recruiter.ReportSilence():
            return await attendance.report_silence(writer, booking, letter)
        case to_recruiter.AskForPlace():
            return await attendance.ask_for_place(writer, booking, letter)
        case to_recruiter.AskOutcome():
            return await attendance.ask_outcome(writer, booking, letter)
        case _:
            assert_never(letter)
