"""From a letter to an envelope: who gets it, in whose language, which message it replaces."""

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from bot import wording
from bot.captions import in_language
from bot.card import Card, Envelope, NoChat
from bot.outdated import outdated_messages
from bot.views import relay
from bot.views.by_letter import (
    CandidateBookingLetter,
    PlainLetter,
    RecruiterBookingLetter,
    for_recruiter,
    of_booking,
    of_candidate,
)
from bot.views.screening import chosen_option
from bot.views.writer import Writer
from database.bookings.cards import BookingCard, booking_card
from database.ledger import last_sent
from database.people.candidates import CandidateProfile, candidate_profile
from database.people.recruiters import recruiter
from domain.ids import RecruiterId
from workflows.letters.letter import BookingLetter
from workflows.letters.to_candidate import AskQuestion, OfferRecruiters, RefuseCandidate
from workflows.letters.to_recruiter import AskForApproval, PassWords, TellLead, UpdateCard
from workflows.steps import SendLetter


async def compose(session: AsyncSession, order: SendLetter) -> Envelope | None:
    """Return the letter ready to be sent; None when whom or what it is about does not exist (any more).

    Reads only. Everything shown is looked up now, so nothing stale is sent.
    """
    letter = order.letter
    if isinstance(letter, RecruiterBookingLetter):
        return await _to_recruiter(session, order, letter)
    candidate = await candidate_profile(session, order.candidate_id)
    if candidate is None:
        return None
    if isinstance(letter, PassWords):
        return await _to_reader(session, order, letter, candidate)
    return await _to_candidate(session, order, letter, candidate)


async def _to_candidate(
    session: AsyncSession, order: SendLetter, letter: CandidateBookingLetter | PlainLetter, candidate: CandidateProfile
) -> Envelope | None:
    language = wording.known(candidate.language)
    if isinstance(letter, BookingLetter):
        booking = await booking_card(session, letter.booking_id)
        if booking is None:
            return None
        writer = Writer(session=session, language=language, city_id=booking.city_id, now=order.now)
        return _envelope(order, await of_booking(writer, booking, letter), candidate.chat_id, language=language)
    writer = Writer(session=session, language=language, city_id=candidate.city_id, now=order.now)
    card = await of_candidate(writer, candidate, letter)
    if card is None:
        return None
    return replace(
        _envelope(order, card, candidate.chat_id, language=language),
        retires=await _question_before(session, order),
        chosen=await chosen_option(writer, candidate, letter),
    )


async def _to_recruiter(session: AsyncSession, order: SendLetter, letter: RecruiterBookingLetter) -> Envelope | None:
    booking = await booking_card(session, letter.booking_id)
    if booking is None:
        return None
    writer = Writer(session=session, language=wording.DEFAULT_LANGUAGE, city_id=booking.city_id, now=order.now)
    card = await for_recruiter(writer, booking, letter)
    if isinstance(letter, TellLead):
        return _envelope(order, card, booking.lead_chat_id, reader=booking.lead_recruiter_id, otherwise=NoChat.NO_LEAD)
    edits = await _card_to_edit(session, booking) if isinstance(letter, UpdateCard) else letter.edits
    envelope = _envelope(order, card, booking.recruiter_chat_id, reader=booking.recruiter_id)
    outdated = await outdated_messages(session, order, booking)
    return replace(envelope, edits=edits, outdated=outdated)


async def _to_reader(
    session: AsyncSession, order: SendLetter, letter: PassWords, candidate: CandidateProfile
) -> Envelope | None:
    reader = await recruiter(session, letter.recruiter_id)
    if reader is None:
        return None
    writer = Writer(session=session, language=wording.DEFAULT_LANGUAGE, city_id=candidate.city_id, now=order.now)
    card = await relay.pass_words(writer, candidate, reader, letter)
    if card is None:
        return None
    chat_id = reader.tg_chat_id if reader.blocked_at is None else None
    return _envelope(order, card, chat_id, reader=reader.id)


async def _card_to_edit(session: AsyncSession, booking: BookingCard) -> int | None:
    """Return the message that is the booking's card in the recruiter's present chat, however it came there."""
    kinds = (AskForApproval.kind, UpdateCard.kind)
    sent = await last_sent(session, booking.candidate_id, kinds, booking_id=booking.booking_id)
    return sent.message_id if sent and sent.chat_id == booking.recruiter_chat_id else None


async def _question_before(session: AsyncSession, order: SendLetter) -> int | None:
    """Return the question that was answered by typing: its buttons are used up, as those of a pressed one are."""
    letter = order.letter
    follows_answer = isinstance(letter, AskQuestion | RefuseCandidate) or (
        isinstance(letter, OfferRecruiters) and letter.passed
    )
    if letter.retires is not None or letter.edits is not None or not follows_answer:
        return letter.retires
    asked = await last_sent(session, order.candidate_id, (AskQuestion.kind,), before=order.moment)
    return asked.message_id if asked else None


def _envelope(
    order: SendLetter,
    card: Card,
    chat_id: int | None,
    *,
    language: str = wording.DEFAULT_LANGUAGE,
    reader: RecruiterId | None = None,
    otherwise: NoChat = NoChat.RECRUITER_UNREACHABLE,
) -> Envelope:
    """Return the envelope with its buttons in the language of its card's text.

    `reader` is the recruiter who gets it, `otherwise` why nobody does where there is no chat.
    """
    letter = order.letter
    about = letter if isinstance(letter, BookingLetter) else None
    return Envelope(
        kind=letter.kind,
        booking_id=about.booking_id if about else None,
        revision=about.revision if about else 0,
        chat_id=chat_id,
        no_chat=otherwise if chat_id is None else None,
        recruiter_id=reader,
        card=replace(card, keyboard=in_language(card.keyboard, language)),
        edits=letter.edits,
        retires=letter.retires,
        chosen=letter.chosen,
        nothing_offered=card.nothing_offered,
    )
