"""Commands: /start for everybody, with or without an invitation; /stop, /help, /today."""

from aiogram.filters import CommandObject
from aiogram.types import Message, User

from bot.card import Card
from bot.handlers.desk import Desk
from bot.handlers.replies import offer_beginning, reply, say
from bot.keyboards.contact import kb_confirm_stop, kb_human
from bot.phrases import Moment
from bot.views.today import interviews_of_today
from bot.wording import DEFAULT_LANGUAGE
from database.candidates import candidate_by_telegram, meet_candidate
from database.cities import active_cities
from database.invitations import LinkOutcome, link_recruiter
from database.recruiters import Recruiter, cities_of_recruiter, recruiter_by_telegram
from workflows.messages import CandidateArrived

INVITATION = "r_"


async def handle_start(message: Message, command: CommandObject, desk: Desk) -> None:
    """Link an invited recruiter, greet a known one, and let everybody else begin or go on."""
    person = message.from_user
    if person is None:
        return
    if command.args and command.args.startswith(INVITATION):
        await follow_invitation(message, person, command.args.removeprefix(INVITATION), desk)
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
            language=person.language_code or DEFAULT_LANGUAGE,
        )
    await desk.journeys.arrive(met.candidate_id, CandidateArrived(update_id=desk.update_id))


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
    """Say what will come here, for which cities, by whose clock."""
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
    words = await desk.writer(candidate.language, candidate.city_id).say("replies/confirm_stop")
    await say(message, Card(text=words, keyboard=kb_confirm_stop()))


async def handle_help(message: Message, desk: Desk) -> None:
    """Say what can be done here; also the answer to commands that do not exist."""
    person = message.from_user
    if person and await recruiter_by_telegram(desk.session, person.id):
        await reply(message, desk, "help_recruiter")
        return
    words = await desk.writer(person.language_code if person else None).say("replies/help_candidate")
    await say(message, Card(text=words, keyboard=kb_human()))


async def handle_today(message: Message, desk: Desk) -> None:
    """Show a recruiter the interviews of their day."""
    person = message.from_user
    recruiter = await recruiter_by_telegram(desk.session, person.id) if person else None
    if recruiter is None:
        await handle_help(message, desk)
        return
    now = Moment(at=desk.now, zone=recruiter.zone)
    groups = await interviews_of_today(desk.session, recruiter, desk.now)
    await reply(message, desk, "today", now=now, groups=groups)
