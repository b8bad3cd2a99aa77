"""What each text is given, documented by examples: the tests render them, saving an override tries them.

A key has one sample for each situation that its text tells apart. `MUST_SAY` names what no wording may leave out.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.phrases import Moment
from domain.answers import Misread
from domain.booking import BookingStatus
from domain.reservation import ReservationOutcome
from domain.stages import Ending, Stage

Sample = Mapping[str, Any]


def _moment(day: int, hour: int, zone: str = "Asia/Yekaterinburg", place: str = "Екатеринбург") -> Moment:
    return Moment(at=datetime(2026, 11, day, hour, 0, tzinfo=UTC), zone=zone, place=place)


def _each(base: Sample, **choices: Any) -> list[Sample]:
    """Return the base once for each value of each choice."""
    return [{**base, name: value} for name, values in choices.items() for value in values]


NAME: Sample = {"name": "Анна"}
INTERVIEW: Sample = {
    "name": "Анна",
    "recruiter": "Мария Соколова",
    "city": "Екатеринбург",
    "starts": _moment(25, 9),
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
    "starts": _moment(25, 9, "Europe/Moscow", ""),
    "theirs": _moment(25, 9),
    "answers": [{"label": "Возраст", "text": "23"}, {"label": "Мотивация", "text": "Люблю людей & <новое>"}],
    "answers_cut": True,
}
STATE: Sample = {
    **CARD,
    "status": "booked",
    "answer_until": _moment(24, 15, "Europe/Moscow", ""),
    "changed": _moment(24, 10, "Europe/Moscow", ""),
    "move_until": None,
}
UNTIL = {"answer_until": _moment(24, 15)}
ABOUT: Sample = {
    "full_name": "Петрова Анна Сергеевна",
    "username": None,
    "phone": "+7 900 000-00-00",
    "city": "Екатеринбург",
    "starts": _moment(25, 9, "Europe/Moscow", ""),
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
}
OFFERED = [
    {"name": "Мария Соколова", "next": _moment(25, 9), "count": 1},
    {"name": "Илья Ким", "next": _moment(26, 5), "count": 23},
]
OFFER: Sample = {"name": "Анна", "passed": False, "hint": None, "city": "Екатеринбург", "recruiters": OFFERED}
SLOTS: Sample = {
    "hint": None,
    "recruiter": "Мария Соколова",
    "city": "Екатеринбург",
    "day": _moment(25, 9),
    "page": 1,
    "pages": 3,
}
DEAD_END: Sample = {"hint": None, "city": "Екатеринбург", "recruiter": None, "has_contact": True}
STANDING: Sample = {**INTERVIEW, **UNTIL}
WITH_A_BOOKING = (
    Stage.AWAITING_APPROVAL,
    Stage.SCHEDULED,
    Stage.REMINDED,
    Stage.ATTENDANCE_CONFIRMED,
    Stage.RESCHEDULE_REQUESTED,
    Stage.OUTCOME_ASKED,
)
TODAY = [{"status": "booked", "interviews": [{**ABOUT, "starts": _moment(25, 9, "Europe/Moscow", "")}]}]
STATES = {"status": list(BookingStatus), "move_until": [_moment(24, 15)], "changed": [None]}

LETTERS: dict[str, list[Sample]] = {
    "ask_question": [
        QUESTION,
        {**QUESTION, "number": 1, "hint": ""},
        {**QUESTION, "misread": "number_out_of_range", "minimum": None, "maximum": None},
        {**QUESTION, "misread": "city_unknown", "suggestions": ["Казань", "Рязань"]},
        *_each(QUESTION, misread=list(Misread)),
    ],
    "refuse_candidate": _each(
        {**NAME, "reason": "Нужна удалённая работа.", "retry_at": _moment(28, 9)}, name=["Анна", ""]
    ),
    "offer_recruiters": [
        OFFER,
        {**OFFER, "passed": True, "recruiters": OFFERED[:1]},
        {**OFFER, "hint": "Время занято."},
    ],
    "offer_slots": [SLOTS, {**SLOTS, "recruiter": None, "pages": 1, "hint": "Время занято."}],
    "tell_request_sent": _each(
        {**INTERVIEW, **UNTIL, "recruiter_reachable": False}, recruiter_reachable=[True], has_contact=[True, False]
    ),
    "congratulate": _each({**INTERVIEW, "with_buttons": False}, with_buttons=[True], name=[""], **PLACES),
    "remind_candidate": _each(INTERVIEW, name=[""], **PLACES),
    "give_meeting_details": _each(INTERVIEW, name=[""], **PLACES),
    "acknowledge_move_request": [{**INTERVIEW, **UNTIL}],
    "tell_move_refused": [INTERVIEW],
    "ask_for_another_time": [INTERVIEW],
    "show_where_you_stand": _each(
        {"stale": False, "because": None, "state": "Всё идёт по плану."},
        stale=[True, False],
        because=["Это время уже за вами."],
    ),
    "hint_at_buttons": _each({"stage": "scheduled", "offer_human": False}, stage=list(Stage), offer_human=[True]),
    "introduce_human": _each({"has_contact": True, "city": "Екатеринбург"}, has_contact=[True, False], city=[None]),
    "nudge_candidate": _each({**NAME, "stage": "screening"}, stage=list(Stage), name=[""]),
    "say_goodbye": _each({**NAME, "ending": "met"}, ending=list(Ending), name=[""]),
    "ask_for_approval": [{**CARD, **UNTIL}, {**CARD, **UNTIL, "answers": [], "theirs": None, "username": None}],
    "update_card": _each(STATE, **STATES),
    "explain_to_recruiter": _each(STATE, **STATES),
    "nudge_recruiter": _each({**ABOUT, **UNTIL}, theirs=[None, _moment(25, 9)]),
    "report_to_recruiter": _each(ABOUT, status=list(BookingStatus)),
    "pass_move_request": _each({**ABOUT, **UNTIL, "wish": None}, wish=[None, "Лучше вечером"], theirs=[_moment(25, 9)]),
    "report_silence": _each(ABOUT, phone=[None, "+7 900 000-00-00"]),
    "ask_outcome": [ABOUT],
    "report_undelivered": _each(
        {**ABOUT, "certain": True, "to_copy": "Здравствуйте!"}, certain=[True, False], username=["anna_p"]
    ),
    "pass_words": _each({**ABOUT, "words": "Можно <вечером>?"}, username=["anna_p", None]),
}
REPLIES: dict[str, list[Sample]] = {
    "welcome_recruiter": _each(
        {"name": "Мария", "cities": ["Казань"], "now": _moment(25, 9, "Europe/Moscow", "")}, cities=[[], ["Казань"]]
    ),
    "refuse_invitation": _each({}, outcome=["used", "expired", "taken", "unknown"]),
    "words_to_copy": [{**NAME, "theirs": _moment(25, 9)}],
    "today": _each({"now": _moment(25, 9, "Europe/Moscow", ""), "groups": TODAY}, groups=[[], TODAY]),
    **{key: [{}] for key in ("help_candidate", "help_recruiter", "no_journey", "outdated", "stranger")},
    **{key: [{}] for key in ("confirm_stop", "going_on", "recruiter_words")},
}
BECAUSE = [*ReservationOutcome, *(BookingStatus(word) for word in ("rejected", "expired", "declined", "cancelled"))]
SAMPLES: dict[str, list[Sample]] = {
    **LETTERS,
    **{
        f"because/{reason}": [{"city": "Екатеринбург"}]
        for reason in BECAUSE
        if reason is not ReservationOutcome.RESERVED
    },
    **{f"stages/{stage}": _each({**NAME, "ending": None}, ending=[None, *Ending]) for stage in Stage},
    **{f"stages/{stage}": _each(STANDING, answer_until=[None], **PLACES) for stage in WITH_A_BOOKING},
    "dead_ends/no_slots": _each(DEAD_END, recruiter=["Илья Ким"], has_contact=[True, False], hint=["Время занято."]),
    "dead_ends/no_cities": _each({"has_contact": True}, has_contact=[True, False]),
    **{f"replies/{key}": samples for key, samples in REPLIES.items()},
}

MUST_SAY: Mapping[str, frozenset[str]] = {
    "ask_question": frozenset({"question", "number", "total"}),
    "refuse_candidate": frozenset({"reason"}),
    "tell_request_sent": frozenset({"starts", "answer_until"}),
    "congratulate": frozenset({"starts"}),
    "remind_candidate": frozenset({"starts"}),
    "give_meeting_details": frozenset({"starts", "meeting_link"}),
    "tell_move_refused": frozenset({"starts"}),
    "show_where_you_stand": frozenset({"state"}),
    "because/wrong_city": frozenset({"city"}),
    "ask_for_approval": frozenset({"answer_until"}),
    "pass_words": frozenset({"words"}),
}
