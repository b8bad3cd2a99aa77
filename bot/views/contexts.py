"""What texts say about people, times and places, taken from a booking; each side sees the clock of its own zone."""

from datetime import datetime
from typing import Any

from bot.phrases import Moment
from database.bookings.cards import BookingCard
from database.people.candidates import CandidateProfile

Context = dict[str, Any]
NO_NAME = "—"
SOMEWHERE = "Europe/Moscow"  # for people whose city is not known yet


def given_name(full_name: str | None) -> str:
    """Return the name to greet with; full names begin with the family name. Empty where there is none."""
    parts = (full_name or "").split()
    return parts[1] if len(parts) > 1 else "".join(parts)


def in_city(at: datetime, booking: BookingCard) -> Moment:
    """Return the instant as the candidate's city shows it."""
    return Moment(at=at, zone=booking.city_zone, place=booking.city_name)


def at_recruiter(at: datetime, booking: BookingCard) -> Moment:
    """Return the instant as the recruiter's clock shows it."""
    return Moment(at=at, zone=booking.recruiter_zone)


def at_candidate(at: datetime, candidate: CandidateProfile) -> Moment:
    """Return the instant as the candidate's clock shows it, as far as it is known."""
    return Moment(at=at, zone=candidate.city_zone or SOMEWHERE, place=candidate.city_name or "")


def interview(booking: BookingCard) -> Context:
    """Return what a candidate is told about a booking."""
    return {
        "name": given_name(booking.candidate_name),
        "recruiter": booking.recruiter_name,
        "city": booking.city_name,
        "starts": in_city(booking.starts_at, booking),
        "address": booking.city_address,
        "meeting_link": booking.meeting_link,
        "has_contact": booking.city_contact_link is not None,
    }


def manual_contact(booking: BookingCard) -> str | None:
    """Return the city's contact link for a candidate whose recruiter cannot be written to; None for everybody else."""
    return booking.city_contact_link if booking.recruiter_chat_id is None else None


def about(booking: BookingCard, zone: str | None = None) -> Context:
    """Return what a recruiter is told about a booking; `theirs` only where the candidate's clock shows another time.

    `zone` is that of the reader, if it is not the booking's recruiter.
    """
    here = Moment(at=booking.starts_at, zone=zone or booking.recruiter_zone)
    there = in_city(booking.starts_at, booking)
    differs = here.wall.utcoffset() != there.wall.utcoffset()
    return {
        "full_name": booking.candidate_name or NO_NAME,
        "username": booking.candidate_username,
        "phone": booking.candidate_phone,
        "city": booking.city_name,
        "starts": here,
        "theirs": there if differs else None,
    }
