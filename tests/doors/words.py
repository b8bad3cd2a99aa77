"""What people can type, and what Unicode makes of it."""

import re

from tests.doors.dice import Dice

LONGEST = 4096
TROUBLE = (
    *("", " ", "\n\n\t", "\u00a0\u2003\u3000", "\u200b", "\u200b\u200d\ufeff", "\u2800", "\u3164"),  # nothing to see
    *("\u202eабв\u202c", "שלום עליכם", "مرحبا ١٢٣", "\u2067\u2066\u2069", "a\u200fb"),  # from right to left
    *("e\u0301", "и\u0306", "Z̸̢̛̙̈́͝a̴̢l̶̛g̷o", "\u0301", "\u20e3"),  # signs that combine
    *("👨‍👩‍👧‍👦", "🏳️‍🌈", "🇷🇺🇷", "👍🏿", "1️⃣", "\U000e0041\U000e007f", "\U0010ffff", "\ufffe\uffff"),
    *("a\0b", "\0", "\ud800", "\udc00x", "\ud83d", "\x1b[31m", "\r\n", "\u2028\u2029", "\x7f\x80\x9f"),
    *("<b>", "</b>", "<b>x</i>", "<a href='javascript:1'>x</a>", "<script>", "&lt;", "&amp;#0;", "&#x110000;", "<!--", "a<b&c>d"),
    *("{{ 7*7 }}", "{% include '_card.html' %}", "{% raw %}", "{{", "}}", "{#", "{0}", "%s%n", "${x}", "{{ config }}"),
    *("'; DROP TABLE slots; --", "\\", "\\u0000", "%00", "../../etc/passwd", "=1+1", "@everyone", "tg://user?id=1"),
    *("Петрова Анна", "ПЕТРОВА АННА СЕРГЕЕВНА", "Петрова-Водкина Анна Мария оглы", "О'Нил Жан", "Li Wei", "ß ﬁ Ǆ", "I İ ı i"),
    *("23", "-23", "0", "٢٣", "２３", "²³", "Ⅻ", "½", "1e9", "23.5", "23,5", "от 18 до 20", "9" * 30, "9" * 4096, "1_000", "NaN"),
    *("60000", "60 000 ₽", "60к", "от 60 тыс", "−5", "+7 999 123-45-67", "₽" * 50),
)  # fmt: skip
TIMES = (
    *("завтра", "сегодня", "послезавтра", "пн", "вт-пт", "25.11", "31.02", "29.02", "32.13", "25 ноября", "0.0", "25.11.0000"),
    *("25.11.9999", "1 января 99999", "по будням", "на следующей неделе", "каждый", "10:00", "с 10 до 12", "10-18", "25:61", "99:99"),
    *("10:00–14:00", "24:00", "23:59-00:01", "по 20 мин", "по 0 мин", "по 999999999999 мин", "каждые полчаса", "1ч", "дня", "вечера"),
    *(",", ";", "и", "-", "—", "с", "до", "по", "Казань", "Москва", "10.00-12.10", "٢:٠٠", "１０:００", "²:³", "10:00" * 40, "1-31 декабря"),
)  # fmt: skip
COMMANDS = (
    "start",
    "stop",
    "help",
    "language",
    "me",
    "today",
    "week",
    "slots",
    "settings",
    "старт",
    "START",
    "start@otklik_bot",
)
PAYLOADS = (
    "r_",
    "r_" + "A" * 62,
    "r_\0",
    "r_é",
    "r_' OR 1=1",
    "c_1",
    "-" * 64,
    "r_r_",
    "r_\u202e",
    "0",
    " r_x",
    "r_ x",
)


def words(dice: Dice) -> str:
    """Return words of one of these kinds: trouble, any signs, as long as can be, times, a command."""
    match dice.number(0, 9):
        case 0:
            return dice.signs(60)
        case 1:
            piece = dice.one_of(TROUBLE) or "x"
            return (piece * LONGEST)[: dice.one_of((LONGEST, LONGEST - 1, 1025, 3500))]
        case 2 | 3:
            return " ".join(dice.many(lambda each: each.one_of(TIMES), 1, 8))
        case 4 | 5:
            rest = dice.one_of((*PAYLOADS, "", dice.one_of(TROUBLE)))
            return f"/{dice.one_of(COMMANDS)} {rest}" if rest else f"/{dice.one_of(COMMANDS)}"
        case _:
            return " ".join(dice.many(lambda each: each.one_of(TROUBLE), 1, 4))


def as_telegram_sends(words: str) -> str:
    """Return what Telegram would make of words: it takes no more than 4,096, and none that have nothing to see."""
    return re.sub(r"[\0\ud800-\udfff]", "", words)[:LONGEST]
