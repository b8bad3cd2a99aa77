"""Who handles what: one router, one line a button or command, the two catch-alls last."""

from aiogram import Dispatcher, F, Router
from aiogram.enums import ChatMemberStatus, ChatType
from aiogram.filters import Command, CommandStart
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot import callbacks, move_callbacks, schedule_callbacks
from bot.handlers import (
    calling_off,
    commands,
    decisions,
    declining,
    me,
    moving,
    presses,
    profile,
    proposing,
    relay,
    schedule,
    typed_times,
    words,
)
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
    press(declining.handle_decline, callbacks.DeclinePress.filter())
    press(moving.handle_list_wanted_slots, move_callbacks.WantedSlotsPress.filter())
    press(moving.handle_pick_wanted_slot, move_callbacks.WantedSlotPress.filter())
    press(moving.handle_keep_time, move_callbacks.KeepTimePress.filter())
    press(proposing.handle_tick_time, move_callbacks.ProposedTimePress.filter())
    press(proposing.handle_turn_times, move_callbacks.ProposalPagePress.filter())
    press(proposing.handle_proposal, move_callbacks.ProposalPress.filter())
    press(proposing.handle_approve_move, move_callbacks.ApproveMovePress.filter())
    press(calling_off.handle_call_off, schedule_callbacks.CallOffPress.filter())
    press(schedule.handle_turn_agenda, schedule_callbacks.AgendaPress.filter())
    press(schedule.handle_open_interview, schedule_callbacks.InterviewPress.filter())
    press(schedule.handle_turn_own_slots, schedule_callbacks.OwnSlotsPress.filter())
    press(schedule.handle_withdraw_slot, schedule_callbacks.WithdrawSlotPress.filter())
    press(typed_times.handle_how_to_add, schedule_callbacks.HowToAddPress.filter())
    press(typed_times.handle_typed_times, schedule_callbacks.TypedTimesPress.filter())
    press(typed_times.handle_drop_times, schedule_callbacks.DropTimesPress.filter())
    press(presses.handle_take_back, callbacks.TakeBackPress.filter())
    press(presses.handle_decline_offer, callbacks.DeclineOfferPress.filter())
    press(presses.handle_stop_waiting, callbacks.StopWaitingPress.filter())
    press(relay.handle_begin_reply, callbacks.ReplyPress.filter())
    press(relay.handle_drop_reply, callbacks.DropReplyPress.filter())
    press(profile.handle_pick_language, callbacks.LanguagePress.filter())
    press(me.handle_erasure, callbacks.ErasurePress.filter())
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
    message(me.handle_me, Command("me"))
    message(schedule.handle_today, Command("today"))
    message(schedule.handle_week, Command("week"))
    message(schedule.handle_slots, Command("slots"))
    message(commands.handle_help, Command("help"))
    message(commands.handle_help, F.text.startswith("/"))
    message(words.handle_text, F.text)
    message(profile.handle_contact, F.contact)
    message(words.handle_thing)
