"""Samples of what a recruiter reads about their own schedule."""

from bot.samples.people import ABOUT, TODAY, Sample, each_of, moment
from bot.slot_words.judging import Refusal
from bot.slot_words.reading import MOST_TIMES, Misreading
from domain.booking import BookingStatus

HERE = ("Europe/Moscow", "")
NOW = {"now": moment(25, 9, *HERE)}
PAGES: Sample = {"page": 1, "pages": 1}
FULL_DAY: list[Sample] = [
    {"starts": moment(25, hour, *HERE), "ends": moment(25, hour + 1, *HERE), "city": "Казань", "offered": offered}
    for hour, offered in ((9, True), (10, False), (11, False))
]
IN_A_WEEK: list[Sample] = [
    {**ABOUT, "starts": moment(25, 9, *HERE), "wants_to_move": wish, "status": status}
    for wish in (False, True)
    for status in BookingStatus
]
SPAN: Sample = {"starts": moment(25, 9, *HERE), "ends": moment(25, 10, *HERE)}
REFUSED: list[Sample] = [
    {
        "refusal": refusal,
        "typed": "вс, 25 окт., 02:30",
        "readings": [moment(25, 1), moment(25, 2, *HERE)],
        "beside": SPAN,
    }
    for refusal in Refusal
]
UNDERSTOOD: Sample = {
    **NOW,
    "count": 2,
    "minutes": 20,
    "days": [[SPAN, SPAN], [SPAN]],
    "refused": [],
    "more": 0,
    "city": "Казань",
}
UNDERSTANDINGS = {"minutes": [None, 20], "refused": [[each] for each in REFUSED] + [REFUSED], "more": [85]}
NONE_OF_THEM: Sample = {**UNDERSTOOD, "count": 0, "days": [], "minutes": None, "refused": REFUSED}

SCHEDULE: dict[str, list[Sample]] = {
    "today": each_of({**NOW, **PAGES, "groups": TODAY}, groups=[[], TODAY], pages=[3]),
    "week": each_of({**NOW, **PAGES, "days": [IN_A_WEEK[:1]]}, days=[[], [IN_A_WEEK]], pages=[3]),
    "slots": each_of(
        {**NOW, **PAGES, "withdrawn": None, "count": 3, "slots": FULL_DAY},
        slots=[[], FULL_DAY],
        withdrawn=[moment(24, 9, *HERE)],
        pages=[3],
    ),
    "how_to_add": each_of({}, city=[None, "Казань"]),
    "typed_times": [NONE_OF_THEM, *each_of(UNDERSTOOD, city=[None, "Казань"], **UNDERSTANDINGS)],
    "times_saved": [NONE_OF_THEM, *each_of(UNDERSTOOD, **UNDERSTANDINGS)],
    "times_misread": each_of({"words": "завтра с 10 <до>", "most": MOST_TIMES}, misreading=list(Misreading)),
    **{key: [{}] for key in ("times_dropped", "times_lost", "times_without_city")},
    "confirm_call_off": each_of(
        {**ABOUT, "name": "Анна", "just_taken": False}, just_taken=[True, False], name=[""], theirs=[moment(25, 9)]
    ),
    "calling_off": each_of(ABOUT, withdraws_slot=[True, False]),
}
