"""What each text is given, documented by examples: the tests render them, saving an override tries them.

A key has one sample for each situation that its text tells apart. `MUST_SAY` names what no wording may leave out.
"""

from collections.abc import Mapping

from bot.samples.invitations import INVITATIONS
from bot.samples.letters import LETTERS
from bot.samples.moving import MOVING_HINTS, MOVING_STAGE
from bot.samples.people import DEAD_END, NAME, PLACES, STANDING, WAITING, WITH_A_BOOKING, Sample, each_of
from bot.samples.replies import REPLIES
from domain.booking import BookingStatus
from domain.moves import MoveLapse
from domain.reservation import ReservationOutcome
from domain.stages import Ending, Stage

BECAUSE = [
    *ReservationOutcome,
    *MoveLapse,
    *(BookingStatus(word) for word in ("rejected", "expired", "declined", "cancelled", "missed")),
]
BECAUSE_OF: Sample = {"city": "Екатеринбург", "reason": None}
SAMPLES: dict[str, list[Sample]] = {
    **LETTERS,
    **INVITATIONS,
    **{
        f"because/{reason}": each_of(
            {**BECAUSE_OF, "listed": True}, listed=[True, False], reason=["В это время у нас <планёрка>."]
        )
        for reason in BECAUSE
        if reason is not ReservationOutcome.RESERVED
    },
    **{f"stages/{stage}": each_of({**NAME, "ending": None}, ending=[None, *Ending]) for stage in Stage},
    **{f"stages/{stage}": each_of(STANDING, answer_until=[None], **PLACES) for stage in WITH_A_BOOKING},
    f"stages/{Stage.RESCHEDULE_REQUESTED}": MOVING_STAGE,
    **MOVING_HINTS,
    "stages/waiting_for_slots": each_of({**WAITING, "city": None}, has_contact=[True, False], city=["Екатеринбург"]),
    "dead_ends/no_slots": each_of(
        {**DEAD_END, "recruiter": None},
        recruiter=["Илья Ким"],
        has_contact=[True, False],
        hint=["Время занято."],
    ),
    "dead_ends/no_cities": each_of({"has_contact": True}, has_contact=[True, False]),
    **{f"replies/{key}": samples for key, samples in REPLIES.items()},
}

MUST_SAY: Mapping[str, frozenset[str]] = {
    "ask_question": frozenset({"question", "number", "total"}),
    "refuse_candidate": frozenset({"reason"}),
    "tell_request_sent": frozenset({"starts", "answer_until"}),
    "congratulate": frozenset({"starts"}),
    "withdraw_invitation": frozenset({"starts"}),
    "tell_lead": frozenset({"recruiter", "answer_until"}),
    "replies/words_to_copy": frozenset({"theirs"}),
    "remind_candidate": frozenset({"starts"}),
    "give_meeting_details": frozenset({"starts", "meeting_link"}),
    "tell_move_refused": frozenset({"starts"}),
    "acknowledge_move_request": frozenset({"starts", "answer_until"}),
    "offer_other_times": frozenset({"starts", "answer_until"}),
    "tell_move_wanted": frozenset({"wanted", "answer_until"}),
    "tell_moved": frozenset({"starts"}),
    "pass_move_request": frozenset({"starts", "wanted", "answer_until"}),
    "report_move": frozenset({"starts"}),
    "show_where_you_stand": frozenset({"state"}),
    "because/wrong_city": frozenset({"city"}),
    "ask_for_approval": frozenset({"answer_until"}),
    "pass_words": frozenset({"words"}),
    "pass_reply": frozenset({"words"}),
    "offer_held_slot": frozenset({"starts", "until"}),
}
