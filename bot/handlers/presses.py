"""What candidates press: answers of Test1, recruiters, times, a human, going on, leaving."""

from typing import assert_never

from aiogram.types import CallbackQuery

from bot.callbacks import (
    Attendance,
    AttendancePress,
    DayPress,
    DeclineOfferPress,
    OptionPress,
    RecruiterPress,
    SlotPress,
    StopPress,
    TakeBackPress,
)
from bot.handlers.declining import ask_whether_sure
from bot.handlers.desk import Desk
from bot.handlers.own_booking import let_candidate_in
from bot.handlers.passing_on import pass_on_press, pressed
from bot.handlers.replies import answer_outdated, answer_press, replace_buttons, reply, say
from bot.views.standing import introduce_human
from database.people.candidates import candidate_by_telegram
from workflows.letters.to_candidate import IntroduceHuman
from workflows.messages import (
    AnswerGiven,
    AnswerTakenBack,
    AttendanceConfirmed,
    CandidateArrived,
    CandidateLeft,
    HumanCalled,
    OfferDeclined,
    RecruiterPicked,
    RecruitersListed,
    SlotPicked,
    SlotsTurned,
    WaitlistLeft,
)
from workflows.move_messages import MoveRequested


async def handle_pick_option(callback: CallbackQuery, callback_data: OptionPress, desk: Desk) -> None:
    """Pass on the answer to a question."""
    await pass_on_press(
        callback, desk, AnswerGiven, question_id=callback_data.question_id, option_id=callback_data.option_id
    )


async def handle_take_back(callback: CallbackQuery, callback_data: TakeBackPress, desk: Desk) -> None:
    """Pass on that the answer before shall be given anew."""
    await pass_on_press(callback, desk, AnswerTakenBack, question_id=callback_data.question_id)


async def handle_list_recruiters(callback: CallbackQuery, desk: Desk) -> None:
    """Ask for the recruiter menu."""
    await pass_on_press(callback, desk, RecruitersListed)


async def handle_pick_recruiter(callback: CallbackQuery, callback_data: RecruiterPress, desk: Desk) -> None:
    """Pass on which recruiter it shall be, or any."""
    await pass_on_press(callback, desk, RecruiterPicked, recruiter_id=callback_data.recruiter_id)


async def handle_turn_slots(callback: CallbackQuery, callback_data: DayPress, desk: Desk) -> None:
    """Another day of the list."""
    await pass_on_press(callback, desk, SlotsTurned, recruiter_id=callback_data.recruiter_id, page=callback_data.page)


async def handle_pick_slot(callback: CallbackQuery, callback_data: SlotPress, desk: Desk) -> None:
    """Pass on the wish for a time; `reserve_slot` decides whether it can be had, and the journey says so."""
    await pass_on_press(
        callback, desk, SlotPicked, slot_id=callback_data.slot_id, recruiter_id=callback_data.recruiter_id
    )


async def handle_decline_offer(callback: CallbackQuery, callback_data: DeclineOfferPress, desk: Desk) -> None:
    """Pass on that the held slot does not suit."""
    await pass_on_press(callback, desk, OfferDeclined, slot_id=callback_data.slot_id)


async def handle_stop_waiting(callback: CallbackQuery, desk: Desk) -> None:
    """Pass on that the candidate does not want to wait any more."""
    await pass_on_press(callback, desk, WaitlistLeft)


async def handle_attendance(callback: CallbackQuery, callback_data: AttendancePress, desk: Desk) -> None:
    """Pass on one of the three answers to the reminder; only the booking's own candidate may give it."""
    own = await let_candidate_in(callback, desk, callback_data.booking_id, callback_data.revision)
    if own is None:
        return
    match callback_data.attendance:
        case Attendance.CONFIRM:
            await own.tell(AttendanceConfirmed)
        case Attendance.DECLINE:
            await ask_whether_sure(own)
        case Attendance.MOVE:
            await own.tell(MoveRequested)
        case _:
            assert_never(callback_data.attendance)


async def handle_call_human(callback: CallbackQuery, desk: Desk) -> None:
    """Pass on that somebody is stuck; outside of a journey the contact is given right here."""
    candidate = await candidate_by_telegram(desk.session, callback.from_user.id)
    answer_press(callback, desk)
    if candidate and await desk.journeys.tell(candidate.id, HumanCalled(**pressed(callback, desk))):
        return
    city_id = candidate.city_id if candidate else None
    writer = await desk.writer_for(callback.from_user)
    await say(callback, await introduce_human(writer, IntroduceHuman(city_id=city_id)), writer.language)


async def handle_resume(callback: CallbackQuery, desk: Desk) -> None:
    """Show the candidate where they stand, as /start does."""
    candidate = await candidate_by_telegram(desk.session, callback.from_user.id)
    if candidate is None:
        await answer_outdated(callback, desk)
        return
    answer_press(callback, desk)
    await desk.journeys.arrive(candidate.id, CandidateArrived(at=desk.now, **pressed(callback, desk)))


async def handle_stop(callback: CallbackQuery, callback_data: StopPress, desk: Desk) -> None:
    """Cancel everything, or nothing, as the candidate says."""
    if callback_data.sure:
        await pass_on_press(callback, desk, CandidateLeft)
        await replace_buttons(callback, None)
        return
    answer_press(callback, desk)
    await replace_buttons(callback, None)
    await reply(callback, desk, "going_on")
