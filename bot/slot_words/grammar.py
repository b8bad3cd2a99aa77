"""From pieces to clauses: neighbouring pieces are drawn together step by step, until only days and times are left."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.slot_words import clocks, days
from bot.slot_words.pieces import Piece, kinds, spelled
from bot.slot_words.reading import MisreadError, Misreading
from domain.slots import USUAL_LENGTH

Step = tuple[str, Callable[[list[Piece]], list[Piece]]]
NOTHING_LEFT = re.compile(r"[DWVtRLE,&;a]*")


@dataclass(kw_only=True)
class Clause:
    """Some days, and the times on each of them."""

    days: list[Piece] = field(default_factory=list)
    times: list[Piece] = field(default_factory=list)
    length: timedelta | None = None
    step: timedelta | None = None


def clauses_of(pieces: list[Piece], today: date) -> list[Clause]:
    """Return the clauses in order; raise MisreadError for what does not fit together."""
    for pattern, draw in _steps(today):
        pieces = _drawn_together(pieces, pattern, draw)
    _insist_on_sense(pieces)
    clauses = _clauses(pieces)
    _share_lengths(clauses)
    for clause in clauses:
        if not clause.days:
            raise MisreadError(Misreading.NO_DAY, spelled(clause.times))
        if not clause.times:
            raise MisreadError(Misreading.NO_TIME, spelled(clause.days))
    return clauses


def _steps(today: date) -> Iterator[Step]:
    """Yield what is drawn together, in this order; a step sees what the ones before it have made."""
    yield r"T[-u]d", clocks.second_is_a_clock
    yield r"(?:^|(?<=;))[^;]*?N(?:[-,&bu]N)*M(?:Yy?)?", lambda found: days.days_of_month(found, today)
    yield r"[dS]", lambda found: days.date_of(found, today)
    yield r"f?D[-bu]D", days.from_day_to_day
    yield r"f?W[-bu]W", days.from_weekday_to_weekday
    yield r"a?[xz](?:k|W)", days.of_which_week
    yield r"K[^;]*", days.all_of_next_week
    yield r"D,?a?W(?![,&]?W)|(?<![WV][,&])(?<!W)W,?D", days.same_day
    yield r"b(?=W)", lambda _found: []
    yield r"[be]?(?:Nm|H)|[be]N?h|eN", clocks.length
    yield r"f[NT]h?p?[bu-][NT]h?p?", clocks.from_time_to_time
    yield r"bN", clocks.length
    yield r"[NT]h?p?", clocks.single_time
    yield r"f?t[-u]t", clocks.between
    yield r"(?<=[DWV])-", lambda _found: []


def _drawn_together(pieces: list[Piece], pattern: str, draw: Callable[[list[Piece]], list[Piece]]) -> list[Piece]:
    while found := re.search(pattern, kinds(pieces)):
        made = draw(pieces[found.start() : found.end()])
        pieces = [*pieces[: found.start()], *made, *pieces[found.end() :]]
    return pieces


def _insist_on_sense(pieces: list[Piece]) -> None:
    letters = kinds(pieces)
    if NOTHING_LEFT.fullmatch(letters):
        return
    open_end = re.search(r"ft", letters)
    if open_end:
        raise MisreadError(Misreading.NO_END, spelled(pieces[open_end.start() : open_end.end()]))
    strange = [piece for piece in pieces if not NOTHING_LEFT.fullmatch(piece.kind)]
    raise MisreadError(Misreading.UNKNOWN_WORDS, spelled(strange))


def _clauses(pieces: list[Piece]) -> list[Clause]:
    """Return the clauses; whether days stand before their times or after them, the first piece says for all."""
    said = [piece for piece in pieces if piece.kind in "DWVtRLE"]
    days_first = next((piece.kind in "DWV" for piece in said if piece.kind not in "LE"), True)
    clauses = [Clause()]
    for piece in said:
        is_day = piece.kind in "DWV"
        begun = clauses[-1].times if days_first else clauses[-1].days
        if piece.kind == "L":
            clauses[-1].length = piece.value
            continue
        if piece.kind == "E":
            clauses[-1].step = piece.value
            continue
        if is_day is days_first and begun:
            clauses.append(Clause())
        (clauses[-1].days if is_day else clauses[-1].times).append(piece)
    return clauses


def _share_lengths(clauses: list[Clause]) -> None:
    """Give every clause without a length that of the next one that has any, else of the one before, else the usual."""
    stated = [clause for clause in clauses if clause.length or clause.step]
    for place, clause in enumerate(clauses):
        if clause.length or clause.step:
            continue
        later = next((other for other in clauses[place:] if other in stated), None)
        source = later or (stated[-1] if stated else None)
        clause.length, clause.step = (source.length, source.step) if source else (USUAL_LENGTH, None)
