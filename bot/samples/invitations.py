"""Samples of what the calendar file says, and of the word that it is off."""

from bot.samples.people import INTERVIEW, PLACES, Sample, each_of

BY_VIDEO: Sample = {**INTERVIEW, "by_video": True}
PLACED: Sample = {**PLACES, "by_video": [True, False]}

INVITATIONS: dict[str, list[Sample]] = {
    "calendar/summary": [BY_VIDEO],
    "calendar/location": [BY_VIDEO, {**BY_VIDEO, "by_video": False, "address": "ул. Малышева, 51, офис 7"}],
    "calendar/description": [
        *each_of(BY_VIDEO, **PLACED),
        {**BY_VIDEO, "by_video": False, "meeting_link": None, "address": "ул. Малышева, 51, офис 7"},
    ],
}
