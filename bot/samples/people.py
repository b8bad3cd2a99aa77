"""The people, places and moments of the samples, and how a sample is varied."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.phrases import Moment
from domain.booking import Actor, BookingStatus
from domain.stages import Stage

Sample = Mapping[str, Any]


def moment(day: int, hour: int, zone: str = "Asia/Yekaterinburg", place: str = "Екатеринбург") -> Moment:
    return Moment(at=datetime(2026, 11, day, hour, 0, tzinfo=UTC), zone=zone, place=place)


def each_of(base: Sample, **choices: Any) -> list[Sample]:
    """Return the base once for each value of each choice."""
    return [{**base, name: value} for name, values in choices.items() for value in values]


NAME: Sample = {"name": "Анна"}
INTERVIEW: Sample = {
    "name": "Анна",
    "recruiter": "Мария Соколова",
    "city": "Екатеринбург",
    "starts": moment(25, 9),
    "address": None,
    "meeting_link": "https://meet.example.org/anna",
    "has_contact": True,
}
PLACES = {"address": ["ул. Малышева, 51, офис 7"], "meeting_link": [None, "https://meet.example.org/anna"]}
CARD: Sample = {
    "full_name": "Петрова Анна Сергеевна",
    "username": "anna_p",
    "phone": None,
    "city": "Екатеринбург",
    "starts": moment(25, 9, "Europe/Moscow", ""),
    "theirs": moment(25, 9),
    "answers": [{"label": "Возраст", "text": "23"}, {"label": "Мотивация", "text": "Люблю людей & <новое>"}],
    "answers_cut": True,
}
STATE: Sample = {
    **CARD,
    "status": "booked",
    "answer_until": moment(24, 15, "Europe/Moscow", ""),
    "moved": False,
    "changed": moment(24, 10, "Europe/Moscow", ""),
    "changed_by": "recruiter",
    "recruiter": "Мария Соколова",
    "reason": None,
    "move_until": None,
    "candidate_picks": False,
    "wanted": None,
    "offered": [],
}
UNTIL = {"answer_until": moment(24, 15)}
ABOUT: Sample = {
    "full_name": "Петрова Анна Сергеевна",
    "username": None,
    "phone": "+7 900 000-00-00",
    "city": "Екатеринбург",
    "starts": moment(25, 9, "Europe/Moscow", ""),
    "theirs": None,
}
QUESTION: Sample = {
    "number": 3,
    "total": 10,
    "question": "Сколько вам полных лет?",
    "hint": "Нужно одно число, например 23.",
    "misread": None,
    "minimum": 16,
    "maximum": 99,
    "suggestions": [],
    "offer_human": False,
}
OFFERED = [
    {"name": "Мария Соколова", "next": moment(25, 9), "count": 1},
    {"name": "Илья Ким", "next": moment(26, 5), "count": 23},
]
OFFER: Sample = {"name": "Анна", "passed": False, "hint": None, "city": "Екатеринбург", "recruiters": OFFERED}
SLOTS: Sample = {
    "hint": None,
    "recruiter": "Мария Соколова",
    "city": "Екатеринбург",
    "day": moment(25, 9),
    "page": 1,
    "pages": 3,
}
WAITING: Sample = {"city": "Екатеринбург", "has_contact": True}
DEAD_END: Sample = {**WAITING, "hint": None}
STANDING: Sample = {**INTERVIEW, **UNTIL}
WITH_A_BOOKING = (
    Stage.AWAITING_APPROVAL,
    Stage.SCHEDULED,
    Stage.REMINDED,
    Stage.ATTENDANCE_CONFIRMED,
    Stage.RESCHEDULE_REQUESTED,
    Stage.OUTCOME_ASKED,
)
SEEN_TODAY: Sample = {**ABOUT, "starts": moment(25, 9, "Europe/Moscow", "")}
TODAY = [{"status": "booked", "interviews": [{**SEEN_TODAY, "wants_to_move": wish} for wish in (False, True)]}]
WORDS: Sample = {
    "full_name": "Петрова Анна Сергеевна",
    "username": "anna_p",
    "phone": None,
    "city": "Екатеринбург",
    "facts": [{"label": "Возраст", "text": "23"}, {"label": "Сейчас", "text": "Ищу работу"}],
    "starts": None,
    "words": "Можно <вечером>?",
    "words_cut": False,
}
FULL_NAME: Sample = {"full_name": "Петрова Анна Сергеевна"}
MOVING: Sample = {**STATE, "move_until": moment(24, 15, "Europe/Moscow", "")}
STATES = {
    "status": list(BookingStatus),
    "changed_by": list(Actor),
    "moved": [True],
    "answer_until": [None],
    "reason": ["Уезжаю <в среду>"],
}
PICKED = moment(26, 9, "Europe/Moscow", "")
MOVES = {"candidate_picks": [True, False], "wanted": [PICKED], "status": list(BookingStatus)}
OFFERING: Sample = {**MOVING, "candidate_picks": True}
OFFERS = {"offered": [[PICKED], [PICKED] * 8]}
