"""Who handles what: one router, one line a button or command, the two catch-alls last."""

from aiogram import Dispatcher, F, Router
from aiogram.enums import ChatMemberStatus, ChatType
from aiogram.filters import Command, CommandStart
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot import callbacks
from bot.handlers import commands, decisions, presses, profile, relay, words
from bot.handlers.desk import set_the_desk
from workflows.journeys import Journeys

PRIVATE = F.chat.type == ChatType.PRIVATE
PRIVATE_PRESS = F.message.chat.type == ChatType.PRIVATE


def build_dispatcher(*, journeys: Journeys, sessions: async_sessionmaker[AsyncSession]) -> Dispatcher:
    """Return the dispatcher; each update is fed with its transaction and the wall clock's instant.

    `await dispatcher.feed_update(bot, update, session=session, now=now)`: whoever opened the session commits it after
    the handler has returned; what a handler raises is raised to the caller.
    """
    dispatcher = Dispatcher(disable_fsm=True, journeys=journeys, sessions=sessions)
    dispatcher.include_router(build_router())
    return dispatcher


def build_router() -> Router:
    """Return the table of handlers."""
    router = Router(name="otklik")
    for observer in (router.message, router.callback_query, router.my_chat_member):
        observer.middleware(set_the_desk)
    router.message.filter(PRIVATE)
    router.my_chat_member.filter(PRIVATE)
    router.callback_query.filter(PRIVATE_PRESS)
    register_presses(router)
    register_messages(router)
    router.my_chat_member.register(words.handle_blocked, F.new_chat_member.status == ChatMemberStatus.KICKED)
    router.my_chat_member.register(words.handle_unblocked, F.new_chat_member.status == ChatMemberStatus.MEMBER)
    return router


def register_presses(router: Router) -> None:
    """Register the buttons, the busiest first; a button that nobody knows any more comes last."""
    press = router.callback_query.register
    press(presses.handle_pick_option, callbacks.OptionPress.filter())
    press(presses.handle_pick_slot, callbacks.SlotPress.filter())
    press(presses.handle_turn_slots, callbacks.DayPress.filter())
    press(presses.handle_pick_recruiter, callbacks.RecruiterPress.filter())
    press(presses.handle_list_recruiters, callbacks.RecruitersPress.filter())
    press(decisions.handle_decision, callbacks.DecisionPress.filter())
    press(presses.handle_attendance, callbacks.AttendancePress.filter())
    press(presses.handle_take_back, callbacks.TakeBackPress.filter())
    press(presses.handle_decline_offer, callbacks.DeclineOfferPress.filter())
    press(presses.handle_stop_waiting, callbacks.StopWaitingPress.filter())
    press(relay.handle_begin_reply, callbacks.ReplyPress.filter())
    press(relay.handle_drop_reply, callbacks.DropReplyPress.filter())
    press(profile.handle_pick_language, callbacks.LanguagePress.filter())
    press(presses.handle_resume, callbacks.ResumePress.filter())
    press(presses.handle_call_human, callbacks.HumanPress.filter())
    press(presses.handle_stop, callbacks.StopPress.filter())
    press(words.handle_outdated_button)


def register_messages(router: Router) -> None:
    """Register commands, then words; whatever else somebody sends comes last."""
    message = router.message.register
    message(commands.handle_start, CommandStart())
    message(commands.handle_stop_command, Command("stop"))
    message(profile.handle_language, Command("language"))
    message(commands.handle_today, Command("today"))
    message(commands.handle_help, Command("help"))
    message(commands.handle_help, F.text.startswith("/"))
    message(words.handle_text, F.text)
    message(profile.handle_contact, F.contact)
    message(words.handle_thing)
