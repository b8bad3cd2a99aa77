"""Who is meant by a few letters of a name, the beginning of a phone number, or a name in Telegram.

Each condition is one that an index answers; its expression stands where the index is declared.
"""

import re
import unicodedata

from sqlalchemy import ColumnElement, Text, and_, cast, literal, literal_column, or_
from sqlalchemy.dialects.postgresql import TSQUERY

from database.tables import Candidate
from database.tables.people import NAME_WORDS, PHONE_DIGITS, USERNAME, YE, YO

BETWEEN_WORDS = re.compile(r"\W+")
NO_DIGIT = re.compile(r"[^0-9]")
TELEGRAM_ID = re.compile(r"[0-9]{1,16}")
USERNAME_PREFIX = re.compile(r"@?([a-z][a-z0-9_]{0,31})", re.IGNORECASE | re.ASCII)
TRUNK, COUNTRY = "8", "7"  # within Russia a number is dialled with the one, from abroad with the other
OF_NAME, OF_PHONE, OF_USERNAME = "candidates.name", "candidates.phone", "candidates.username"
BEYOND = "\x7f"  # comes after every sign of a number or of a name in Telegram


def words_of(name: str) -> list[str]:
    """Return the words by which a name is found; none where there is no letter and no digit in it."""
    plain = unicodedata.normalize("NFC", name).lower().replace(YO, YE)
    return [word for word in BETWEEN_WORDS.split(plain) if word]


def digits_of(phone: str) -> str:
    """Return the digits of what was typed as a phone number."""
    return NO_DIGIT.sub("", phone)


def is_telegram(name: str) -> bool:
    """Tell whether it can be a Telegram id or the beginning of a name in Telegram."""
    return bool(TELEGRAM_ID.fullmatch(name) or USERNAME_PREFIX.fullmatch(name))


def has_name(prefix: str) -> ColumnElement[bool]:
    """Match names of which some word begins like each of these words, whatever their order."""
    wanted = " & ".join(f"'{word}':*" for word in words_of(prefix))  # a word is letters and digits: nothing to escape
    return literal_column(NAME_WORDS.format(name=OF_NAME)).op("@@")(cast(literal(wanted, Text), TSQUERY))


def has_phone(prefix: str) -> ColumnElement[bool]:
    """Match numbers that begin with these digits; 8 and +7 are the same number."""
    digits = digits_of(prefix)
    readings = {digits, COUNTRY + digits[1:]} if digits.startswith(TRUNK) else {digits}
    return or_(*(_begins(PHONE_DIGITS.format(phone=OF_PHONE), reading) for reading in sorted(readings)))


def has_telegram(name: str) -> ColumnElement[bool]:
    """Match the Telegram id, or names in Telegram that begin like this one, with or without the @."""
    if TELEGRAM_ID.fullmatch(name):
        return Candidate.telegram_id == int(name)
    return _begins(USERNAME.format(username=OF_USERNAME), name.removeprefix("@").lower())


def _begins(expression: str, prefix: str) -> ColumnElement[bool]:
    """Match byte by byte, as the index is ordered; a range, because LIKE with a parameter uses no index."""
    value = literal_column(expression, Text)
    return and_(
        value.op("~>=~", is_comparison=True)(literal(prefix, Text)),
        value.op("~<~", is_comparison=True)(literal(prefix + BEYOND, Text)),
    )
