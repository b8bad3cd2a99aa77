"""A sample for each situation that the text of a letter tells apart."""

from bot.samples.moving import MOVING_LETTERS
from bot.samples.people import (
    ABOUT,
    CARD,
    DEAD_END,
    INTERVIEW,
    MOVES,
    MOVING,
    NAME,
    OFFER,
    OFFERED,
    OFFERING,
    OFFERS,
    PLACES,
    QUESTION,
    SLOTS,
    STATE,
    STATES,
    UNTIL,
    WAITING,
    WORDS,
    Sample,
    each_of,
    moment,
)
from domain.answers import Misread
from domain.booking import BookingStatus
from domain.stages import Ending, Stage

CARDS = [*each_of(STATE, **STATES), *each_of(MOVING, **MOVES), *each_of(OFFERING, **OFFERS)]
LETTERS: dict[str, list[Sample]] = {
    **MOVING_LETTERS,
    "ask_question": [
        QUESTION,
        {**QUESTION, "number": 1, "hint": ""},
        {**QUESTION, "number": None},
        {**QUESTION, "offer_human": True},
        {**QUESTION, "misread": "number_out_of_range", "minimum": None, "maximum": None},
        {**QUESTION, "misread": "city_unknown", "suggestions": ["Казань", "Рязань"]},
        *each_of(QUESTION, misread=list(Misread)),
    ],
    "refuse_candidate": each_of(
        {**NAME, "reason": "Нужна удалённая работа.", "retry_at": moment(28, 9)}, name=["Анна", ""]
    ),
    "offer_recruiters": [
        OFFER,
        {**OFFER, "passed": True, "recruiters": OFFERED[:1]},
        {**OFFER, "hint": "Время занято."},
    ],
    "offer_slots": [SLOTS, {**SLOTS, "recruiter": None, "pages": 1, "hint": "Время занято."}],
    "offer_held_slot": each_of(
        {**NAME, "recruiter": "Мария Соколова", "starts": moment(25, 9), "until": moment(24, 15)}, name=["Анна", ""]
    ),
    "tell_offer_over": each_of(WAITING, has_contact=[True, False]),
    "tell_city_closed": each_of(DEAD_END, has_contact=[True, False], hint=["Собеседование отменили."]),
    "pass_reply": [{"recruiter": "Мария Соколова", "words": "Да, <вечером> можно."}],
    "tell_request_sent": each_of(
        {**INTERVIEW, **UNTIL, "recruiter_reachable": False}, recruiter_reachable=[True], has_contact=[True, False]
    ),
    "congratulate": each_of({**INTERVIEW, "with_buttons": False}, with_buttons=[True], name=[""], **PLACES),
    "remind_candidate": each_of(INTERVIEW, name=[""], **PLACES),
    "give_meeting_details": each_of(INTERVIEW, name=[""], **PLACES),
    "withdraw_invitation": [INTERVIEW],
    "show_where_you_stand": each_of(
        {"stale": False, "because": None, "state": "Всё идёт по плану."},
        stale=[True, False],
        because=["Это время уже за вами."],
    ),
    "hint_at_buttons": each_of({"stage": "scheduled", "offer_human": False}, stage=list(Stage), offer_human=[True]),
    "introduce_human": each_of({"has_contact": True, "city": "Екатеринбург"}, has_contact=[True, False], city=[None]),
    "nudge_candidate": each_of({**NAME, "stage": "screening"}, stage=list(Stage), name=[""]),
    "say_goodbye": each_of({**NAME, "ending": "met"}, ending=list(Ending), name=[""]),
    "ask_for_approval": [{**CARD, **UNTIL}, {**CARD, **UNTIL, "answers": [], "theirs": None, "username": None}],
    "tell_lead": [
        {**CARD, **UNTIL, "recruiter": "Илья Ким"},
        {**CARD, **UNTIL, "recruiter": "Илья Ким", "answers": []},
    ],
    "update_card": CARDS,
    "explain_to_recruiter": CARDS,
    "nudge_recruiter": each_of({**ABOUT, **UNTIL}, theirs=[None, moment(25, 9)]),
    "report_to_recruiter": each_of(ABOUT, status=list(BookingStatus)),
    "report_silence": each_of(ABOUT, phone=[None, "+7 900 000-00-00"], username=["anna_p"]),
    "ask_outcome": [ABOUT],
    "ask_for_place": each_of(ABOUT, theirs=[None, moment(25, 9)]),
    "report_undelivered": each_of(
        {**ABOUT, "certain": True, "to_copy": "Здравствуйте!", "keeps_until": None, "kept": False},
        certain=[True, False],
        username=["anna_p"],
        keeps_until=[moment(25, 8, "Europe/Moscow", "")],
        kept=[True],
    ),
    "pass_words": each_of(
        WORDS,
        username=["anna_p", None],
        city=[None],
        phone=["+79000000000"],
        words_cut=[True],
        facts=[[]],
        starts=[moment(25, 9)],
    ),
}
