"""Commands: /start for everybody, with or without an invitation; /stop, /help."""

from aiogram.filters import CommandObject
from aiogram.types import Message, User

from bot import wording
from bot.card import Card
from bot.commands import announce_recruiter_commands
from bot.handlers.desk import Desk
from bot.handlers.replies import offer_beginning, reply, say
from bot.keyboards.contact import kb_confirm_stop, kb_human
from bot.phrases import Moment
from database.people.candidates import candidate_by_telegram, meet_candidate
from database.people.invitations import START_PREFIX, LinkOutcome, link_recruiter
from database.people.recruiters import Recruiter, cities_of_recruiter, mark_recruiter_unblocked, recruiter_by_telegram
from database.places.cities import active_cities
from workflows.messages import CandidateArrived


async def handle_start(message: Message, command: CommandObject, desk: Desk) -> None:
    """Link an invited recruiter, greet a known one, and let everybody else begin or go on."""
    person = message.from_user
    if person is None:
        return
    if command.args and command.args.startswith(START_PREFIX):
        await follow_invitation(message, person, command.args.removeprefix(START_PREFIX), desk)
        return
    recruiter = await recruiter_by_telegram(desk.session, person.id)
    if recruiter is not None:
        await welcome_recruiter(message, recruiter, desk)
        return
    async with desk.sessions.begin() as meeting:  # committed first: the journey looks the candidate up at once
        met = await meet_candidate(
            meeting,
            telegram_id=person.id,
            chat_id=message.chat.id,
            username=person.username,
            language=wording.known(person.language_code),
        )
    await desk.journeys.arrive(met.candidate_id, CandidateArrived(at=desk.now, update_id=desk.update_id))


async def follow_invitation(message: Message, person: User, token: str, desk: Desk) -> None:
    """Bind the recruiter to this person, or say why not."""
    link = await link_recruiter(
        desk.session,
        token=token,
        telegram_id=person.id,
        chat_id=message.chat.id,
        username=person.username,
        now=desk.now,
    )
    if link.outcome in {LinkOutcome.LINKED, LinkOutcome.ALREADY_YOURS} and link.recruiter is not None:
        await welcome_recruiter(message, link.recruiter, desk)
    else:
        await reply(message, desk, "refuse_invitation", outcome=link.outcome)


async def welcome_recruiter(message: Message, recruiter: Recruiter, desk: Desk) -> None:
    """Say what will come here, for which cities, by whose clock; who writes here can be written to again."""
    await mark_recruiter_unblocked(desk.session, recruiter.id)
    if message.bot is not None:
        await announce_recruiter_commands(message.bot, message.chat.id)
    served = await cities_of_recruiter(desk.session, recruiter.id)
    cities = [city.name for city in await active_cities(desk.session) if city.id in served]
    now = Moment(at=desk.now, zone=recruiter.zone)
    await reply(message, desk, "welcome_recruiter", name=recruiter.name, cities=cities, now=now)


async def handle_stop_command(message: Message, desk: Desk) -> None:
    """Ask back before everything is cancelled."""
    person = message.from_user
    candidate = await candidate_by_telegram(desk.session, person.id) if person else None
    if candidate is None:
        await offer_beginning(message, desk, None)
        return
    writer = desk.writer(candidate.language, candidate.city_id)
    await say(message, Card(text=await writer.say("replies/confirm_stop"), keyboard=kb_confirm_stop()), writer.language)


async def handle_help(message: Message, desk: Desk) -> None:
    """Say what can be done here; also the answer to commands that do not exist."""
    person = message.from_user
    if person and await recruiter_by_telegram(desk.session, person.id):
        await reply(message, desk, "help_recruiter")
        return
    writer = await desk.writer_for(person)
    await say(message, Card(text=await writer.say("replies/help_candidate"), keyboard=kb_human()), writer.language)
