"""Reads typed times: "завтра 10:00–14:00 по 20 мин" becomes twelve wall times, or a reason why it does not."""

from collections.abc import Iterator, Mapping
from datetime import datetime, time

from bot.slot_words.clocks import starts_of
from bot.slot_words.days import dates_of
from bot.slot_words.grammar import Clause, clauses_of
from bot.slot_words.pieces import pieces_of, spelled
from bot.slot_words.reading import MOST_TIMES, MisreadError, Misreading, Reading, TypedTime
from bot.slot_words.vocabulary import vocabulary
from domain.ids import CityId
from domain.slots import USUAL_LENGTH

LONGEST_WORDS = 1000  # signs; more than that is a letter, not a list of times


def read_times(words: str, *, written: datetime, cities: Mapping[CityId, str], language: str) -> Reading:
    """Return the times that the words name; raise MisreadError where they name none or something does not fit.

    `written` is when that was, as the writer's wall clock shows it (naive): days are counted from there. Of `cities`
    one may be named.
    """
    if len(words) > LONGEST_WORDS:
        raise MisreadError(Misreading.NOTHING, meant_times=False)
    pieces = pieces_of(words, vocabulary(language), cities)
    named = [piece for piece in pieces if piece.kind == "c"]
    if len({piece.value for piece in named}) > 1:
        raise MisreadError(Misreading.SEVERAL_CITIES, spelled(named))
    clauses = clauses_of([piece for piece in pieces if piece.kind != "c"], written.date())
    times = sorted({typed for clause in clauses for typed in _times(clause, written)})
    if len(times) > MOST_TIMES:
        raise MisreadError(Misreading.TOO_MANY, str(len(times)))
    return Reading(times=tuple(times), city_id=named[0].value if named else None)


def _times(clause: Clause, written: datetime) -> Iterator[TypedTime]:
    """Yield each time on each day of a clause."""
    length = clause.length or clause.step or USUAL_LENGTH
    step = clause.step or length
    if length > step:
        raise MisreadError(Misreading.STRANGE_LENGTH, spelled(clause.times))
    starts = [start for piece in clause.times for start in starts_of(piece, length=length, step=step)]
    for piece in clause.days:
        for day in dates_of(piece, written.date(), today_is_over=_is_over(starts, written)):
            yield from (TypedTime(starts=datetime.combine(day, start), length=length) for start in starts)


def _is_over(starts: list[time], written: datetime) -> bool:
    return bool(starts) and max(starts) <= written.time()
