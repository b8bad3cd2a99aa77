"""Samples of the short replies that no journey is needed for."""

from bot.samples.known import ABOUT_ME
from bot.samples.people import FULL_NAME, NAME, PLACES, Sample, each_of, moment
from bot.samples.schedule import SCHEDULE

OCCASIONS = ("request", "agreed", "reminder", "details", "move_asked", "other_time", "moved", "move_refused")
ENDINGS = ("rejected", "off", "other")
TO_COPY: Sample = {
    **NAME,
    "occasion": "details",
    "theirs": moment(25, 9),
    "meeting_link": None,
    "address": None,
}
REPLIES: dict[str, list[Sample]] = {
    "welcome_recruiter": each_of(
        {"name": "Мария", "cities": ["Казань"], "now": moment(25, 9, "Europe/Moscow", "")}, cities=[[], ["Казань"]]
    ),
    "refuse_invitation": each_of({}, outcome=["used", "expired", "taken", "unknown"]),
    "words_to_copy": each_of(TO_COPY, occasion=[*OCCASIONS, *ENDINGS], name=[""], **PLACES),
    "ask_for_reply": [{**FULL_NAME, "minutes": 15}],
    "ask_for_reason": [{**FULL_NAME, "minutes": 15}],
    "reason_passed": [FULL_NAME],
    "reason_too_late": [{}],
    "confirm_decline": [{}],
    "reply_passed": [FULL_NAME],
    "no_times_to_offer": [{"city": "Екатеринбург"}],
    "reply_too_long": [{"most": 3000}],
    "reply_too_late": [{"minutes": 15}],
    "reply_without_journey": each_of({**FULL_NAME, "username": None}, username=["anna_p", None]),
    "choose_language": each_of({"languages": ["Русский"]}, languages=[["Русский"], ["Русский", "English"]]),
    "phone_kept": [{"phone": "+79000000000"}],
    **SCHEDULE,
    **ABOUT_ME,
    **{key: [{}] for key in ("help_candidate", "help_recruiter", "no_journey", "outdated", "stranger")},
    **{key: [{}] for key in ("confirm_stop", "going_on", "recruiter_words", "language_chosen", "phone_of_another")},
    "language_of_recruiters": [{}],
    **{key: [{}] for key in ("reply_dropped", "reply_needs_words", "reply_not_yours", "words_passed_on")},
}
