"""What ops read beside each step in the timeline of the Temporal UI: what it is about, by id. No personal data."""

from workflows import deeds, move_deeds
from workflows.effects import AnyLetter
from workflows.letters.letter import BookingLetter


def label_of_deed(deed: deeds.Deed) -> str:
    """Return what an order to the database is about."""
    match deed:
        case move_deeds.ClaimWantedSlot() | move_deeds.MoveBooking():
            label = f"{_booking(deed)}, to slot {deed.slot_id}"
        case deeds.EndBooking():
            label = f"{_booking(deed)}: {deed.status.value}"
        case deeds.BookingDeed() | deeds.PlanAlarms():
            label = _booking(deed)
        case deeds.PlanRelease():
            label = f"booking {deed.booking_id}"
        case deeds.ReserveSlot() | deeds.SettleOffer():
            label = f"slot {deed.slot_id}"
        case deeds.PlanNudges() | deeds.JoinWaitlist():
            label = f"city {deed.city_id}"
        case _:
            label = f"candidate {deed.candidate_id}"
    return label


def label_of_letter(letter: AnyLetter) -> str:
    """Return which message goes to whom, and about what."""
    about = f", {_booking(letter)}" if isinstance(letter, BookingLetter) else ""
    return f"{letter.kind} to the {letter.TO.value}{about}"


def _booking(about: deeds.BookingDeed | deeds.PlanAlarms | BookingLetter) -> str:
    return f"booking {about.booking_id}, revision {about.revision}"
