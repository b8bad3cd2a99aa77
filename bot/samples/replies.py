"""Samples of the short replies that no journey is needed for."""

from bot.samples.people import FULL_NAME, NAME, TODAY, Sample, each_of, moment

REPLIES: dict[str, list[Sample]] = {
    "welcome_recruiter": each_of(
        {"name": "Мария", "cities": ["Казань"], "now": moment(25, 9, "Europe/Moscow", "")}, cities=[[], ["Казань"]]
    ),
    "refuse_invitation": each_of({}, outcome=["used", "expired", "taken", "unknown"]),
    "words_to_copy": [{**NAME, "theirs": moment(25, 9)}],
    "ask_for_reply": [{**FULL_NAME, "minutes": 15}],
    "reply_passed": [FULL_NAME],
    "reply_too_long": [{"most": 3000}],
    "reply_too_late": [{"minutes": 15}],
    "reply_without_journey": each_of({**FULL_NAME, "username": None}, username=["anna_p", None]),
    "choose_language": each_of({"languages": ["Русский"]}, languages=[["Русский"], ["Русский", "English"]]),
    "phone_kept": [{"phone": "+79000000000"}],
    "today": each_of({"now": moment(25, 9, "Europe/Moscow", ""), "groups": TODAY}, groups=[[], TODAY]),
    **{key: [{}] for key in ("help_candidate", "help_recruiter", "no_journey", "outdated", "stranger")},
    **{key: [{}] for key in ("confirm_stop", "going_on", "recruiter_words", "language_chosen", "phone_of_another")},
    **{key: [{}] for key in ("reply_dropped", "reply_needs_words", "reply_not_yours")},
}
