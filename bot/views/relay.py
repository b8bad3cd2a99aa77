"""Words between a candidate and a recruiter who never see each other's chat: each passes through the bot."""

from aiogram.types import BufferedInputFile

from bot import telegram_html
from bot.card import Card
from bot.keyboards.contact import kb_human
from bot.keyboards.relay import kb_reply
from bot.phrases import Moment
from bot.views.answers import short_facts
from bot.views.contexts import NO_NAME
from bot.views.writer import Writer
from database.bookings.cards import active_booking, booking_card
from database.people.candidates import CandidateProfile, kept_text
from database.people.recruiters import Recruiter, recruiter
from workflows.letters.to_candidate import PassReply
from workflows.letters.to_recruiter import PassWords

LONGEST_WORDS = 3000  # UTF-16 units; the rest of the message has to fit beside them


async def pass_words(writer: Writer, candidate: CandidateProfile, reader: Recruiter, letter: PassWords) -> Card | None:
    """Show one recruiter who wrote and what; nothing where it was erased meanwhile."""
    words = await kept_text(writer.session, candidate_id=candidate.id, update_id=letter.update_id)
    if words is None:
        return None
    shown = telegram_html.cut(words, LONGEST_WORDS)
    text = await writer.say(
        "pass_words",
        full_name=candidate.name or NO_NAME,
        username=candidate.username,
        phone=candidate.phone,
        city=candidate.city_name,
        facts=await short_facts(writer, candidate.id),
        starts=await _interview_with(writer, candidate, reader),
        words=shown,
        words_cut=shown != words,
    )
    name = f"message-{candidate.public_id}.txt"
    document = None if shown == words else BufferedInputFile(words.encode(), filename=name)
    return Card(text=text, keyboard=kb_reply(candidate.id), document=document)


async def pass_reply(writer: Writer, letter: PassReply) -> Card | None:
    """Bring the recruiter's answer, with the name of who answers."""
    author = await recruiter(writer.session, letter.recruiter_id)
    if author is None:
        return None
    words = telegram_html.cut(letter.text, LONGEST_WORDS)
    return Card(text=await writer.say("pass_reply", recruiter=author.name, words=words), keyboard=kb_human())


async def _interview_with(writer: Writer, candidate: CandidateProfile, reader: Recruiter) -> Moment | None:
    """Return when the two meet, by the recruiter's clock; None where they do not."""
    booking_id = await active_booking(writer.session, candidate.id)
    booking = None if booking_id is None else await booking_card(writer.session, booking_id)
    if booking is None or booking.recruiter_id != reader.id:
        return None
    return Moment(at=booking.starts_at, zone=reader.zone)
