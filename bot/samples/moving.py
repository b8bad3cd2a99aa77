"""A sample for each situation that the texts of a move tell apart."""

from bot.samples.people import ABOUT, INTERVIEW, PICKED, PLACES, UNTIL, Sample, each_of, moment
from workflows.chapters.moved import PICK_ANOTHER

WANTED_SLOTS: Sample = {**INTERVIEW, "hint": None, "day": moment(26, 9), "page": 1, "pages": 3}
NO_SLOTS: Sample = {**WANTED_SLOTS, "day": None, "page": 1, "pages": 0}
OTHER_TIMES: Sample = {**INTERVIEW, **UNTIL, "pending": False, "offered": 2}
REQUEST: Sample = {**ABOUT, **UNTIL, "wish": None, "wanted": None, "pending": False, "by_hand": False}
STANDING_MOVE: Sample = {**INTERVIEW, **UNTIL, "candidate_picks": False, "offered": 0, "wanted": None}

MOVING_LETTERS: dict[str, list[Sample]] = {
    "acknowledge_move_request": each_of({**INTERVIEW, **UNTIL}, by_hand=[False, True]),
    "offer_wanted_slots": [
        WANTED_SLOTS,
        *({**base, "hint": "Это время только что занял другой человек."} for base in (WANTED_SLOTS, NO_SLOTS)),
        {**WANTED_SLOTS, "pages": 1},
        NO_SLOTS,
    ],
    "tell_move_wanted": each_of({**INTERVIEW, **UNTIL}, wanted=[moment(26, 9), None]),
    "offer_other_times": [
        {**OTHER_TIMES, "pending": pending, "offered": offered} for pending in (False, True) for offered in (2, 0)
    ],
    "tell_moved": each_of({**INTERVIEW, "with_buttons": False}, with_buttons=[True, False], name=[""], **PLACES),
    "tell_move_refused": each_of(INTERVIEW, pending=[False, True]),
    "pass_move_request": each_of(
        REQUEST,
        wish=[None, "Лучше <вечером>"],
        theirs=[moment(25, 9)],
        wanted=[PICKED],
        pending=[True],
        by_hand=[True],
    ),
    "report_move": each_of(ABOUT, theirs=[None, moment(25, 9)]),
    "report_no_choice": each_of(
        {**ABOUT, "stays": False, "pending": False}, phone=[None, "+7 900 000-00-00"], stays=[True], pending=[True]
    ),
}
MOVING_HINTS: dict[str, list[Sample]] = {
    f"because_move/{denial}": each_of({"city": "Екатеринбург"}, listed=[True, False]) for denial in sorted(PICK_ANOTHER)
}
MOVING_STAGE = [
    *each_of(STANDING_MOVE, wanted=[None, moment(26, 9)], answer_until=[None]),
    *each_of({**STANDING_MOVE, "candidate_picks": True}, offered=[0, 2]),
]
