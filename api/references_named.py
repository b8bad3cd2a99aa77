"""What stands in the way of deleting something, in words."""

from collections.abc import Mapping
from http import HTTPStatus

from api.problems import Problem

NAMES = {
    "api_token_cities": "API tokens",
    "auto_messages": "auto-messages",
    "bookings": "bookings",
    "candidates": "candidates",
    "cities": "cities led",
    "recruiter_cities": "recruiters who serve it",
    "slot_offers": "offers of slots",
    "slot_proposals": "times proposed for a move",
    "slots": "slots",
    "templates": "texts of its own",
    "waitlist": "entries of the waiting list",
    "webhook_endpoints": "webhooks",
    "webhook_events": "events of webhooks",
}


def refuse_deletion(refers: Mapping[str, int], *, code: str, advice: str) -> None:
    """Pass if nothing refers to it; a problem 409 says what does, and how much of it."""
    if refers:
        named = ", ".join(f"{NAMES.get(table, table.replace('_', ' '))}: {count}" for table, count in refers.items())
        raise Problem(HTTPStatus.CONFLICT, code, f"It is referred to ({named}). {advice}")
