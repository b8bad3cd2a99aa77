"""Samples of what is known of a person, and of its end."""

from bot.samples.people import CARD, Sample, each_of, moment
from domain.booking import BookingStatus

INTERVIEWS = [{"status": status, "starts": moment(25, 9), "recruiter": "Мария Соколова"} for status in BookingStatus]
KNOWN: Sample = {
    "name": "Петрова Анна Сергеевна",
    "city": "Екатеринбург",
    "phone": "+79000000000",
    "username": "anna_p",
    "telegram_id": 5001,
    "language": "Русский",
    "answers": CARD["answers"],
    "answers_cut": False,
    "testing": False,
    "bookings": INTERVIEWS[:1],
    "more": 0,
    "messages": 3,
}
UNKNOWN: Sample = {
    **KNOWN,
    **dict.fromkeys(("name", "city", "phone", "username")),
    "answers": [],
    "bookings": [],
    "messages": 0,
}
RECRUITER: Sample = {
    "name": "Мария Соколова",
    "cities": ["Казань", "Екатеринбург"],
    "zone": "Europe/Moscow",
    "now": moment(25, 9, "Europe/Moscow", ""),
}
ABOUT_ME: dict[str, list[Sample]] = {
    "me": [
        *each_of(KNOWN, answers_cut=[False, True], bookings=[INTERVIEWS], more=[2], messages=[1]),
        *each_of(UNKNOWN, testing=[True, False]),
    ],
    "me_recruiter": each_of(RECRUITER, cities=[["Казань"], []]),
    "nothing_known": [{}],
    "confirm_erasure": each_of({}, starts=[moment(25, 9), None]),
    "erased": [{}],
}
