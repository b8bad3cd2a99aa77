"""Sending letters: composed from fresh data, noted before the call and completed after it, so that none is lost.

Telegram has no key that would make a second call harmless. What happened to a call whose reply was lost nobody can
know; each kind of letter declares whether it then prefers a second copy or none.
"""

import time
from collections.abc import Awaitable, Callable

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramBadRequest
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from temporalio import activity

from activities.beating import beating
from activities.counting import count_lateness, count_letter
from activities.noting import Noted, note_first_sending, note_sending
from activities.outdated import is_outdated
from activities.refusals import TryAgain, has_nothing_to_edit, is_unchanged, judge, name_of, try_again
from activities.retiring import retire
from bot.card import Envelope, NoChat
from bot.composer import compose
from database.engine import one_statement
from database.ledger import DOCUMENT, AlreadySent, Begun, Interrupted, complete_send, fail_send
from database.people.candidates import mark_blocked
from database.people.recruiters import mark_recruiter_blocked
from database.tables import SendStatus
from workflows.effects import AnyLetter
from workflows.findings import MessageUndelivered, NothingOffered, SendingTrouble
from workflows.letters.letter import Audience, BookingLetter
from workflows.letters.to_candidate import OfferRecruiters, OfferSlots
from workflows.steps import SendLetter

STATUS_OF = {SendingTrouble.UNREACHABLE: SendStatus.UNREACHABLE, SendingTrouble.REFUSED: SendStatus.FAILED}

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class Speaking:
    """The one way by which messages leave."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession], bot: Bot) -> None:
        self._sessions = sessions
        self._bot = bot

    @activity.defn
    async def send_letter(self, order: SendLetter) -> MessageUndelivered | NothingOffered | None:
        """Write, send and note one letter; None when it arrived, raise when another try may succeed.

        Writing it only reads, so each statement is a transaction of its own, and the one that notes it as well.
        A list that arrived with nothing free on it is news as well.
        """
        letter, began = order.letter, time.perf_counter()
        async with one_statement(self._sessions) as session:
            if await is_outdated(session, letter):
                return None
            envelope = await compose(session, order)
            noted = None if envelope is None else await self._note(session, order, envelope)
        if envelope is not None and envelope.no_chat is NoChat.NO_LEAD:
            return None
        # Without an envelope there is nobody or nothing to speak of any more: sending it again cannot help.
        async with beating():
            trouble = SendingTrouble.REFUSED if envelope is None else await self._deliver(order, envelope, noted)
        count_letter(letter.kind, trouble)
        if trouble is None:
            count_lateness(order, time.perf_counter() - began)
            return nothing_offered(letter) if envelope is not None and envelope.nothing_offered else None
        level = log.error if trouble is SendingTrouble.REFUSED else log.warning
        level("a letter did not arrive", candidate_id=order.candidate_id, kind=letter.kind, trouble=trouble.value)
        return MessageUndelivered(
            kind=letter.kind,
            to_candidate=letter.TO is Audience.CANDIDATE,
            booking_id=letter.booking_id if isinstance(letter, BookingLetter) else None,
            trouble=trouble,
        )

    async def _note(self, session: AsyncSession, order: SendLetter, envelope: Envelope) -> Noted | None:
        """Note by one statement that the letter is about to go out; what was noted before takes a transaction."""
        first = await note_first_sending(session, order, envelope)
        if first is not None or envelope.chat_id is None:
            return first
        async with self._sessions.begin() as begun:
            return await note_sending(begun, order, envelope)

    async def _deliver(self, order: SendLetter, envelope: Envelope, noted: Noted | None) -> SendingTrouble | None:
        """Send the text, take the buttons off the message it replaces, send the document that belongs to it."""
        chat_id = envelope.chat_id
        if chat_id is None or noted is None:
            return SendingTrouble.UNREACHABLE
        trouble = await self._send_once(order, envelope, noted, lambda: self._say(chat_id, envelope))
        if trouble is not None:
            return trouble
        await retire(self._bot, chat_id, envelope)
        return await self._hand_over(order, envelope, chat_id)

    async def _hand_over(self, order: SendLetter, envelope: Envelope, chat_id: int) -> SendingTrouble | None:
        """Send the document; the words have arrived, so a file that Telegram refuses is an alert and nothing more."""
        document = envelope.card.document
        if document is None:
            return None

        async def send() -> int:
            return (await self._bot.send_document(chat_id, document, disable_notification=True)).message_id

        async with self._sessions.begin() as session:
            noted = await note_sending(session, order, envelope, DOCUMENT)
        trouble = await self._send_once(order, envelope, noted, send) if noted is not None else None
        if trouble is None or trouble is SendingTrouble.UNREACHABLE:
            return trouble
        log.error("a document did not arrive", kind=envelope.kind + DOCUMENT, trouble=trouble.value, alert=True)
        return None

    async def _send_once(
        self, order: SendLetter, envelope: Envelope, noted: Noted, call: Callable[[], Awaitable[int]]
    ) -> SendingTrouble | None:
        """Do one call under its line in the ledger; `call` returns the id of the message."""
        match noted:
            case AlreadySent():
                return None
            case Interrupted():
                return SendingTrouble.UNKNOWN
            case Begun():
                return await self._call(order, envelope, noted.send_id, call)

    async def _call(
        self, order: SendLetter, envelope: Envelope, send_id: int, call: Callable[[], Awaitable[int]]
    ) -> SendingTrouble | None:
        """Do the call and note how it ended; a crash in between leaves a row that says that nobody knows."""
        try:
            message_id = await call()
        except AiogramError as error:
            return await self._take_refusal(order, envelope, send_id, error)
        async with one_statement(self._sessions) as session:
            await complete_send(session, send_id, message_id=message_id)
        return None

    async def _say(self, chat_id: int, envelope: Envelope) -> int:
        """Edit the message that the letter replaces, or send a new one where there is none any more."""
        card = envelope.card
        if envelope.edits is not None:
            try:
                await self._bot.edit_message_text(
                    card.text, chat_id=chat_id, message_id=envelope.edits, reply_markup=card.keyboard
                )
            except TelegramBadRequest as error:
                if not has_nothing_to_edit(error):
                    if is_unchanged(error):
                        return envelope.edits
                    raise
            else:
                return envelope.edits
        return (await self._bot.send_message(chat_id, card.text, reply_markup=card.keyboard)).message_id

    async def _take_refusal(
        self, order: SendLetter, envelope: Envelope, send_id: int, error: AiogramError
    ) -> SendingTrouble:
        """Note what went wrong; return it if it is final, raise if another try may succeed."""
        verdict = judge(error)
        if isinstance(verdict, TryAgain):
            status = SendStatus.UNKNOWN if verdict.maybe_arrived else SendStatus.FAILED
        else:
            status = STATUS_OF[verdict]
        async with self._sessions.begin() as session:
            await fail_send(session, send_id, status=status, error=name_of(error))
            if verdict is SendingTrouble.UNREACHABLE:
                await _mark_unreachable(session, order, envelope)
        if isinstance(verdict, SendingTrouble):
            log.warning("Telegram refused a letter", kind=order.letter.kind, send_id=send_id, error=name_of(error))
            return verdict
        if verdict.maybe_arrived and order.letter.ONCE:
            return SendingTrouble.UNKNOWN
        raise try_again(error, verdict) from None


async def _mark_unreachable(session: AsyncSession, order: SendLetter, envelope: Envelope) -> None:
    """Note who cannot be written to, until they are seen again."""
    if envelope.recruiter_id is not None:
        await mark_recruiter_blocked(session, envelope.recruiter_id, now=order.now)
    else:
        await mark_blocked(session, order.candidate_id, now=order.now)


def nothing_offered(letter: AnyLetter) -> NothingOffered | None:
    """Return where nothing was free; None for a letter that is no list."""
    match letter:
        case OfferRecruiters():
            return NothingOffered(city_id=letter.city_id, recruiter_id=None)
        case OfferSlots():
            return NothingOffered(city_id=letter.city_id, recruiter_id=letter.recruiter_id)
        case _:
            return None
