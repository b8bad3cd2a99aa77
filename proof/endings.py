"""The three buttons of the reminder, each pressed by a candidate of its own, and what the recruiter is told."""

import re

from proof.telling import Telling
from proof.way import CONFIRM, DECLINE, MOVE, Meeting, is_time

PLACE = "📍"
COMES = re.compile(r"подтвержд|придёт", re.IGNORECASE)
CANNOT = re.compile(r"не получится прийти|не сможет", re.IGNORECASE)
WISHES_TO_MOVE = re.compile(r"просит перенести", re.IGNORECASE)
CANCELLED = re.compile(r"отменили", re.IGNORECASE)
PASSED_ON = re.compile(r"передали вашу просьбу", re.IGNORECASE)
MOVED = re.compile(r"перенес", re.IGNORECASE)
SURE, PICK, AGREE = "Да, не смогу", "🗓 Выбрать время", "✅ Перенести"


async def press_mind(meeting: Meeting, telling: Telling) -> None:
    """Press the button that the applicant has in mind and expect what follows from it on both phones."""
    candidate, mind = meeting.candidate, meeting.applicant.mind
    await candidate.press(meeting.reminder, mind)
    match mind:
        case _ if mind == CONFIRM:
            await _see_confirmed(meeting)
        case _ if mind == DECLINE:
            await _see_declined(meeting)
        case _ if mind == MOVE:
            await _see_passed_on(meeting)
        case _:
            raise ValueError(f"the reminder has no button {mind}")
    telling.say(f"{candidate.name} has pressed “{mind}”, {meeting.recruiter.name} knows", "green")


async def _see_confirmed(meeting: Meeting) -> None:
    """Expect the link or the address in the same step as the thanks."""
    reminder = meeting.reminder.id
    await meeting.candidate.expect(
        "the link or the address", lambda said: said.id != reminder and (bool(said.links) or PLACE in said.text)
    )
    await _recruiter_sees(meeting, "that the candidate comes", COMES)


async def _see_declined(meeting: Meeting) -> None:
    """Expect one question back, and only then the end."""
    sure = await meeting.candidate.expect("the question whether this is so", lambda said: SURE in said.labels)
    await meeting.candidate.press(sure, SURE)
    await meeting.candidate.expect("that the interview is cancelled", lambda said: bool(CANCELLED.search(said.text)))
    await _recruiter_is_told(meeting, "that the candidate cannot come", CANNOT)


async def _see_passed_on(meeting: Meeting) -> None:
    """Expect that both are told; let the candidate pick another time and the recruiter agree to it."""
    candidate = meeting.candidate
    told = await candidate.expect("that the wish was passed on", lambda said: bool(PASSED_ON.search(said.text)))
    await _recruiter_is_told(meeting, "the wish to move", WISHES_TO_MOVE, with_buttons=True)
    await candidate.press(told, PICK)
    day = await candidate.expect("free times to move to", lambda said: any(map(is_time, said.labels)))
    await candidate.press(day, next(label for label in day.labels if is_time(label)))
    name = meeting.applicant.full_name
    asked = await meeting.recruiter.phone.expect(
        f"which time it shall be ({name})", lambda said: name in said.text and AGREE in said.labels
    )
    await meeting.recruiter.phone.press(asked, AGREE)
    await candidate.expect("the new time", lambda said: said.id > told.id and bool(MOVED.search(said.text)))


async def _recruiter_sees(meeting: Meeting, what: str, words: re.Pattern[str]) -> None:
    """Expect it in a new message or on the card."""
    name = meeting.applicant.full_name
    await meeting.recruiter.phone.expect(
        f"{what} ({name})", lambda said: name in said.text and bool(words.search(said.text))
    )


async def _recruiter_is_told(
    meeting: Meeting, what: str, words: re.Pattern[str], *, with_buttons: bool = False
) -> None:
    """Expect a message of its own: a change of the card alone would make no sound."""
    name = meeting.applicant.full_name
    told = await meeting.recruiter.phone.expect(
        f"{what} ({name})",
        lambda said: said.id > meeting.reminder.id and name in said.text and bool(words.search(said.text)),
    )
    await meeting.recruiter.phone.demand("buttons to act on it", holds=bool(told.labels) or not with_buttons)
