"""From a letter to an envelope: who gets it, what it says, which message it replaces. One line a letter."""

from typing import assert_never

from sqlalchemy.ext.asyncio import AsyncSession

from bot import wording
from bot.card import Card, Envelope, NoChat
from bot.views import attendance, choosing, reports, requests, screening, standing
from bot.views.writer import Writer
from database.booking_cards import BookingCard, booking_card
from database.candidates import CandidateProfile, candidate_profile
from database.ledger import last_sent
from workflows import candidate_letters as to_candidate
from workflows import recruiter_letters as to_recruiter
from workflows.letters import BookingLetter, RecruiterLetter
from workflows.steps import SendLetter

CandidateBookingLetter = (
    to_candidate.TellRequestSent
    | to_candidate.Congratulate
    | to_candidate.RemindCandidate
    | to_candidate.GiveMeetingDetails
    | to_candidate.AcknowledgeMoveRequest
    | to_candidate.TellMoveRefused
    | to_candidate.AskForAnotherTime
)
PlainLetter = (
    to_candidate.AskQuestion
    | to_candidate.RefuseCandidate
    | to_candidate.OfferRecruiters
    | to_candidate.OfferSlots
    | to_candidate.ShowWhereYouStand
    | to_candidate.HintAtButtons
    | to_candidate.IntroduceHuman
    | to_candidate.NudgeCandidate
    | to_candidate.SayGoodbye
)


async def compose(session: AsyncSession, order: SendLetter) -> Envelope | None:
    """Return the letter ready to be sent; None when whom or what it is about does not exist (any more).

    Reads only. Everything shown is looked up now, so nothing stale is sent.
    """
    letter = order.letter
    if isinstance(letter, RecruiterLetter):
        return await _to_recruiter(session, order, letter)
    candidate = await candidate_profile(session, order.candidate_id)
    if candidate is None:
        return None
    if isinstance(letter, BookingLetter):
        booking = await booking_card(session, letter.booking_id)
        if booking is None:
            return None
        writer = Writer(
            session=session, language=wording.known(candidate.language), city_id=booking.city_id, now=order.now
        )
        card: Card | None = await _about_booking(writer, booking, letter)
    else:
        writer = Writer(
            session=session, language=wording.known(candidate.language), city_id=candidate.city_id, now=order.now
        )
        card = await _plain(writer, candidate, letter)
    return None if card is None else _envelope(order, card, candidate.chat_id)


async def _to_recruiter(
    session: AsyncSession, order: SendLetter, letter: to_recruiter.AnyRecruiterLetter
) -> Envelope | None:
    booking = await booking_card(session, letter.booking_id)
    if booking is None:
        return None
    writer = Writer(session=session, language=wording.DEFAULT_LANGUAGE, city_id=booking.city_id, now=order.now)
    card = await _for_recruiter(writer, booking, letter)
    if card is None:
        return None
    edits = await _card_to_edit(session, booking) if isinstance(letter, to_recruiter.UpdateCard) else letter.edits
    return _envelope(order, card, booking.recruiter_chat_id, edits)


async def _card_to_edit(session: AsyncSession, booking: BookingCard) -> int | None:
    """Return the message that is the booking's card in the recruiter's present chat."""
    kinds = (to_recruiter.AskForApproval.kind,)
    sent = await last_sent(session, booking.candidate_id, kinds, booking_id=booking.booking_id)
    return sent.message_id if sent and sent.chat_id == booking.recruiter_chat_id else None


def _envelope(order: SendLetter, card: Card, chat_id: int | None, edits: int | None = None) -> Envelope:
    letter = order.letter
    about = letter if isinstance(letter, BookingLetter) else None
    return Envelope(
        kind=letter.kind,
        booking_id=about.booking_id if about else None,
        revision=about.revision if about else 0,
        chat_id=chat_id,
        no_chat=NoChat.RECRUITER_NOT_LINKED if chat_id is None else None,
        card=card,
        edits=edits if edits is not None else letter.edits,
        retires=letter.retires,
        chosen=letter.chosen,
    )


async def _plain(writer: Writer, candidate: CandidateProfile, letter: PlainLetter) -> Card | None:  # noqa: PLR0911 - one line a letter is the table
    match letter:
        case to_candidate.AskQuestion():
            return await screening.ask_question(writer, letter)
        case to_candidate.RefuseCandidate():
            return await screening.refuse_candidate(writer, candidate, letter)
        case to_candidate.OfferRecruiters():
            return await choosing.offer_recruiters(writer, candidate, letter)
        case to_candidate.OfferSlots():
            return await choosing.offer_slots(writer, letter)
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


async def _about_booking(writer: Writer, booking: BookingCard, letter: CandidateBookingLetter) -> Card:  # noqa: PLR0911 - one line a letter is the table
    match letter:
        case to_candidate.TellRequestSent():
            return await requests.tell_request_sent(writer, booking, letter)
        case to_candidate.Congratulate():
            return await requests.congratulate(writer, booking, letter)
        case to_candidate.RemindCandidate():
            return await attendance.remind_candidate(writer, booking, letter)
        case to_candidate.GiveMeetingDetails():
            return await attendance.give_meeting_details(writer, booking, letter)
        case to_candidate.AcknowledgeMoveRequest():
            return await attendance.acknowledge_move_request(writer, booking, letter)
        case to_candidate.TellMoveRefused():
            return await attendance.tell_move_refused(writer, booking, letter)
        case to_candidate.AskForAnotherTime():
            return await requests.ask_for_another_time(writer, booking, letter)
        case _:
            assert_never(letter)


async def _for_recruiter(writer: Writer, booking: BookingCard, letter: to_recruiter.AnyRecruiterLetter) -> Card | None:  # noqa: C901, PLR0911 - one line a letter is the table
    match letter:
        case to_recruiter.AskForApproval():
            return await requests.ask_for_approval(writer, booking, letter)
        case to_recruiter.UpdateCard():
            return await requests.update_card(writer, booking, letter)
        case to_recruiter.NudgeRecruiter():
            return await requests.nudge_recruiter(writer, booking, letter)
        case to_recruiter.ExplainToRecruiter():
            return await requests.explain_to_recruiter(writer, booking, letter)
        case to_recruiter.ReportToRecruiter():
            return await reports.report_to_recruiter(writer, booking, letter)
        case to_recruiter.ReportUndelivered():
            return await reports.report_undelivered(writer, booking, letter)
        case to_recruiter.PassWords():
            return await reports.pass_words(writer, booking, letter)
        case to_recruiter.PassMoveRequest():
            return await attendance.pass_move_request(writer, booking, letter)
        case to_recruiter.ReportSilence():
            return await attendance.report_silence(writer, booking, letter)
        case to_recruiter.AskOutcome():
            return await attendance.ask_outcome(writer, booking, letter)
        case _:
            assert_never(letter)
