"""Days as people name them: dates, today, weekdays, from one to another."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

from bot.slot_words.pieces import Piece, day_of, kinds, spelled
from bot.slot_words.reading import MisreadError, Misreading

DAY, WEEK = timedelta(days=1), timedelta(days=7)
MOST_DAYS = 62
LAST_HOUR = 23


def days_of_month(found: list[Piece], today: date) -> list[Piece]:
    """Draw "25-27, 30 ноября" together.

    What stands before it stays. After a day, "10, 25 ноября" is ten o'clock and then a day: only what cannot be an hour
    belongs to the list there.
    """
    first = _first_of_list(found)
    month = next(piece.value for piece in found[first:] if piece.kind == "M")
    year = next((piece.value for piece in found[first:] if piece.kind == "Y"), None)
    chosen: list[date] = []
    up_to = False
    for piece in found[first:]:
        if piece.kind == "N":
            day = _nearest(piece.value, month, today, spelled(found[first:]), year)
            chosen += _all_days(chosen[-1] + DAY, day, spelled(found[first:])) if up_to and chosen else [day]
        up_to = piece.kind in "-bu"
    before = found[: first - 1] if first and found[first - 1].kind == "f" else found[:first]
    return [*before, Piece(kind="D", words=spelled(found[first:]), value=tuple(chosen))]


def date_of(found: list[Piece], today: date) -> list[Piece]:
    """Turn "25.11" into the nearest such date, and "завтра" into tomorrow's."""
    (piece,) = found
    if piece.kind == "S":
        return [Piece(kind="D", words=piece.words, value=(today + piece.value * DAY,))]
    day, month = piece.value
    return [Piece(kind="D", words=piece.words, value=(_nearest(day, month, today, piece.words, None),))]


def from_day_to_day(found: list[Piece]) -> list[Piece]:
    """Draw "25.11-27.11" together."""
    first, last = (piece for piece in found if piece.kind == "D")
    words = spelled(found)
    return [Piece(kind="D", words=words, value=tuple(_all_days(first.value[0], last.value[-1], words)))]


def from_weekday_to_weekday(found: list[Piece]) -> list[Piece]:
    """Draw "пн-пт" together, over the end of the week if need be."""
    first, last = (piece.value[0] for piece in found if piece.kind == "W")
    weekdays = tuple((first + ahead) % 7 for ahead in range((last - first) % 7 + 1))
    return [Piece(kind="W", words=spelled(found), value=weekdays)]


def of_which_week(found: list[Piece]) -> list[Piece]:
    """Read "следующий понедельник" and "на следующей неделе"; this week is what is meant anyway."""
    is_next = any(piece.kind == "x" for piece in found)
    last = found[-1]
    if last.kind == "W":
        return [Piece(kind="V" if is_next else "W", words=spelled(found), value=last.value)]
    return [Piece(kind="K", words=spelled(found))] if is_next else []


def all_of_next_week(found: list[Piece]) -> list[Piece]:
    """Put the weekdays after "на следующей неделе" into the next week."""
    return [
        Piece(kind="V", words=piece.words, value=piece.value) if piece.kind == "W" else piece
        for piece in found
        if piece.kind != "K"
    ]


def same_day(found: list[Piece]) -> list[Piece]:
    """Draw "25.11, среда" together; raise MisreadError where it is another weekday."""
    dates = next(piece for piece in found if piece.kind == "D")
    weekdays = next(piece for piece in found if piece.kind == "W")
    if tuple(day.weekday() for day in dates.value) != weekdays.value:
        raise MisreadError(Misreading.OTHER_WEEKDAY, spelled(found))
    return [Piece(kind="D", words=spelled(found), value=dates.value)]


def dates_of(piece: Piece, today: date, *, today_is_over: bool) -> Sequence[date]:
    """Return the dates of a piece; weekdays are the coming ones, today's only while it is not over."""
    if piece.kind == "D":
        dates: tuple[date, ...] = piece.value
        return dates
    weekdays: tuple[int, ...] = piece.value
    monday = today - today.weekday() * DAY
    first = (monday + WEEK if piece.kind == "V" else monday) + weekdays[0] * DAY
    if first < today or (first == today and today_is_over and len(weekdays) == 1):
        first += WEEK
    return [first + (weekday - weekdays[0]) % 7 * DAY for weekday in weekdays]


def _first_of_list(found: list[Piece]) -> int:
    """Return where in the pieces the list of days of a month begins."""
    letters = kinds(found)
    place = len(letters.rstrip("y").rstrip("Y")) - 2  # the number before the month
    day_before = any(kind in "DdSW" for kind in letters[:place])
    while place >= 2 and letters[place - 1] in "-,&bu" and letters[place - 2] == "N":  # noqa: PLR2004 - the joint and a number
        may_be_hour = found[place - 2].value <= LAST_HOUR
        if may_be_hour and (day_before or letters[place - 3 : place - 2] == "a"):
            break
        place -= 2
    return place


def _nearest(day: int, month: int, today: date, words: str, year: int | None) -> date:
    """Return the date in that year, else the one that is nearest to today; raise MisreadError where there is none."""
    if year is not None:
        return day_of(words, year, month, day)
    found = [
        date(each, month, day)
        for each in (today.year - 1, today.year, today.year + 1)
        if 0 < day <= monthrange(each, month)[1]
    ]
    if not found:
        raise MisreadError(Misreading.NO_SUCH_DATE, words)
    return min(found, key=lambda each: abs(each - today))


def _all_days(first: date, last: date, words: str) -> list[date]:
    if last < first:
        raise MisreadError(Misreading.END_BEFORE_START, words)
    if last - first > MOST_DAYS * DAY:
        raise MisreadError(Misreading.TOO_MANY, words)
    return [first + ahead * DAY for ahead in range((last - first).days + 1)]
