"""Times of a day as people name them: hours, from one to another, how long and how often."""

from collections.abc import Iterator
from datetime import time, timedelta

from bot.slot_words.pieces import Piece, clock, spelled
from bot.slot_words.reading import MisreadError, Misreading
from domain.slots import LONGEST, SHORTEST

NOON, HALF_HOUR, HOUR = 12, 30, 60  # hours, minutes, minutes
EARLIEST_EVENING = 4


def second_is_a_clock(found: list[Piece]) -> list[Piece]:
    """Read "12.10" as a time where one begins before it: "10.00-12.10"."""
    first, joint, second = found
    return [first, joint, Piece(kind="T", words=second.words, value=clock(second.words, *second.value))]


def length(found: list[Piece]) -> list[Piece]:
    """Draw "по 20 минут", "каждые полчаса" together: how long each lasts, or (every) how often one begins."""
    minutes = next((piece.value for piece in found if piece.kind == "N"), 1)
    units = {piece.kind for piece in found}
    minutes = HALF_HOUR if "H" in units else minutes * HOUR if "h" in units else minutes
    # Far beyond the longest, a timedelta would not even hold it.
    lasts = timedelta(minutes=min(minutes, 10_000))
    if not SHORTEST <= lasts <= LONGEST:
        raise MisreadError(Misreading.STRANGE_LENGTH, spelled(found))
    return [Piece(kind="E" if "e" in units else "L", words=spelled(found), value=lasts)]


def single_time(found: list[Piece]) -> list[Piece]:
    """Draw "2 часа дня" together."""
    return [Piece(kind="t", words=spelled(found), value=(_start(found), _part(found)))]


def from_time_to_time(found: list[Piece]) -> list[Piece]:
    """Draw "с 10 до 12" together."""
    joint = next(place for place, piece in enumerate(found) if place and piece.kind in "bu-")
    (first,), (last,) = single_time(found[1:joint]), single_time(found[joint + 1 :])
    return _range(first, last, spelled(found))


def between(found: list[Piece]) -> list[Piece]:
    """Draw "10:00-12:00" together."""
    first, last = (piece for piece in found if piece.kind == "t")
    return _range(first, last, spelled(found))


def starts_of(piece: Piece, *, length: timedelta, step: timedelta) -> Iterator[time]:
    """Yield when each interview of a time or range begins; raise MisreadError where not one fits."""
    if piece.kind == "t":
        yield piece.value[0]
        return
    first, last = (timedelta(hours=each.hour, minutes=each.minute) for each in piece.value)
    if last <= first:
        raise MisreadError(Misreading.END_BEFORE_START, piece.words)
    if first + length > last:
        raise MisreadError(Misreading.TOO_TIGHT, piece.words)
    while first + length <= last:
        minutes = first // timedelta(minutes=1)
        yield time(minutes // HOUR, minutes % HOUR)
        first += step


def _range(first: Piece, last: Piece, words: str) -> list[Piece]:
    """Return the range; in "с 2 до 4 дня" the part of the day counts for both."""
    (start, own_part), (end, part) = first.value, last.value
    if part and not own_part and start.hour < NOON and start.replace(hour=start.hour + NOON) < end:
        start = start.replace(hour=start.hour + NOON)
    return [Piece(kind="R", words=words, value=(start, end))]


def _start(found: list[Piece]) -> time:
    said = found[0]
    at: time = said.value if said.kind == "T" else clock(spelled(found), said.value)
    match _part(found):
        case "afternoon" if at.hour < EARLIEST_EVENING + 3:
            return at.replace(hour=at.hour + NOON)
        case "evening" if EARLIEST_EVENING <= at.hour < NOON:
            return at.replace(hour=at.hour + NOON)
        case _:
            return at


def _part(found: list[Piece]) -> str | None:
    return next((piece.value for piece in found if piece.kind == "p"), None)
