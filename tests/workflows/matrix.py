"""Who is told what: the machine's table as a page for people. `python -m tests.workflows.matrix` writes it anew."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from domain.booking import Actor, BookingStatus
from domain.ids import SlotId
from domain.stages import Stage, WaitingFor
from tests.workflows import positions as p
from tests.workflows.table import (
    ALARM_ROWS,
    ANSWER_ROWS,
    CANDIDATE_ROWS,
    MOVE_ROWS,
    RECRUITER_ROWS,
    START,
    WAITING_ROWS,
    Row,
)
from workflows import messages as m
from workflows import move_messages as w
from workflows.deeds import Deed
from workflows.effects import Effect
from workflows.journey import Journey
from workflows.letters.letter import Audience, Letter
from workflows.letters.to_recruiter import ExplainToRecruiter, TellLead
from workflows.rules import advance

PAGE = Path(__file__).parents[2] / "docs" / "messages.md"

CHAPTERS: dict[str, list[Row]] = {
    "Test1, choosing, attendance": CANDIDATE_ROWS,
    "Waiting for a slot, and words": WAITING_ROWS,
    "What the recruiter decides": RECRUITER_ROWS,
    "Moving a booking": MOVE_ROWS,
    "What the database answers": ANSWER_ROWS,
    "What happens by itself": ALARM_ROWS,
}

HEAD = """# Who is told what

Written by `python -m tests.workflows.matrix` from the table that is also the machine's test; a test keeps it true.

Each line is a transition: what stands, what happens, the stage after it. The names of texts are those of the files in
`bot/texts/<language>/` and of the kinds in the send ledger; "asks" names the deeds whose answers are transitions of
their own. Admins get no messages: what waits for them stands in the API's queues, and the last column says so.
"""

GRID_HEAD = """
## Presses that come twice, late or crosswise

What each press of the recruiter (or of an admin on their behalf) does in each state of the booking that the button is
about. "state" is `explain_to_recruiter`: nothing changes, and the pressed message turns into the card as it stands. A
press by anybody else changes nothing, is answered with `replies/stranger` and stands in the audit log. What is pressed
after the journey was closed is answered with the card as it stands, too.
"""

PRESSES: dict[str, m.AboutBooking] = {
    "Согласовать": p.press(m.BookingApproved, Actor.RECRUITER),
    "Время не подходит": p.press(m.BookingRejected, Actor.RECRUITER),
    "Не продолжаем": p.press(m.BookingRejected, Actor.RECRUITER, person=True),
    "Другое время": p.press(w.OtherTimeAsked, Actor.RECRUITER, slot_ids=(SlotId(6),)),
    "Перенести": p.press(w.MoveApproved, Actor.RECRUITER, slot_id=SlotId(8)),
    "Оставить как есть": p.press(w.MoveRefused, Actor.RECRUITER),
    "Отменить": p.press(m.BookingCancelled, Actor.RECRUITER),
    "Оставить за кандидатом": p.press(m.BookingKept, Actor.RECRUITER),
    "Состоялось": p.press(m.OutcomeGiven, Actor.RECRUITER, outcome=BookingStatus.MET),
}


def states() -> dict[str, tuple[Journey, bool]]:
    """Return each state of a booking, and whether its start has passed."""
    left, _ = advance(p.booked(), m.CandidateLeft(at=p.NOW, update_id=1))
    return {
        "asked": (p.awaiting_approval(), False),
        "asked, the start has passed": (p.awaiting_approval(), True),
        "agreed": (p.booked(), False),
        "confirmed": (p.booked(BookingStatus.CONFIRMED, reminded=True), False),
        "agreed, the start has passed": (p.booked(reminded=True), True),
        "asked, times offered": (p.times_offered(BookingStatus.PENDING), False),
        "agreed, times offered": (p.times_offered(), False),
        "asked, another time wanted": (p.move_wanted(BookingStatus.PENDING), False),
        "agreed, please move": (p.reschedule_requested(), False),
        "agreed, another time wanted": (p.move_wanted(), False),
        "agreed, the candidate cannot be reached": (p.kept(), False),
        "how it went is asked": (p.outcome_asked(), True),
        "of an earlier time (moved)": (p.moved_on(), False),
        "over (rejected, expired, declined, cancelled)": (p.choosing_slot(), False),
        "over, the journey too": (left, False),
    }


def page() -> str:
    """Return the whole page."""
    chapters = [_chapter(name, rows) for name, rows in CHAPTERS.items()]
    return "\n".join([HEAD, *chapters, GRID_HEAD, _grid()]) + "\n"


def answer_to(press: m.AboutBooking, journey: Journey, *, late: bool) -> tuple[Journey, tuple[Effect, ...]]:
    """Return what the machine does with a press, before or after the start."""
    at = START if late else p.NOW
    return advance(journey, replace(press, at=at))  # type: ignore[arg-type] # each of them is an event


def _chapter(name: str, rows: Iterable[Row]) -> str:
    lines = [
        f"## {name}\n",
        "| what happens | stands | then | candidate | recruiter | asks | admins |",
        "|" + "---|" * 7,
    ]
    for title, before, news, stage, _ in rows:
        after, effects = advance(before, news)
        cells = (title, before.stage, stage, _told(effects, Audience.CANDIDATE), _told(effects, Audience.RECRUITER))
        lines.append("| " + " | ".join((*cells, _asked(effects), _admins(after, effects))) + " |")
    return "\n".join(lines) + "\n"


def _told(effects: Iterable[Effect], audience: Audience) -> str:
    kinds = [effect.kind for effect in effects if isinstance(effect, Letter) and audience is effect.TO]
    return ", ".join(kinds) or "–"


def _asked(effects: Iterable[Effect]) -> str:
    return ", ".join(type(effect).__name__ for effect in effects if isinstance(effect, Deed)) or "–"


def _admins(after: Journey, effects: Iterable[Effect]) -> str:
    if any(isinstance(effect, TellLead) for effect in effects):
        return "queue of requests"
    if after.waiting_for is WaitingFor.ADMIN:
        return "waiting for an admin"
    return "–"


def _grid() -> str:
    lines = ["| the booking is | " + " | ".join(PRESSES) + " |", "|" + "---|" * (len(PRESSES) + 1)]
    for name, (journey, late) in states().items():
        cells = (_cell(*answer_to(press, journey, late=late)) for press in PRESSES.values())
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _cell(after: Journey, effects: tuple[Effect, ...]) -> str:
    if [type(effect) for effect in effects] == [ExplainToRecruiter]:
        return "state"
    told = [effect.kind for effect in effects if isinstance(effect, Letter) and effect.TO is Audience.CANDIDATE]
    done = [type(effect).__name__ for effect in effects if isinstance(effect, Deed)]
    closes = ["journey closed"] if after.stage is Stage.CLOSED else []
    return ", ".join([*done, *told, *closes])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
