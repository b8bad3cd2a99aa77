"""What each text is given: its placeholders with an example, and the situations that it tells apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from bot import wording
from bot.phrases import Moment, phrases
from bot.samples import MUST_SAY, SAMPLES
from bot.samples.people import Sample
from bot.text_review import given_to

MOMENT_FILTERS = ("when", "by", "day", "date", "clock", "short", "zone", "own_clock")
ABSENT: tuple[object, ...] = (None, "", [])


class Kind(StrEnum):
    """What a placeholder stands for, and so how it is said."""

    WORDS = "words"
    NUMBER = "number"
    YES_OR_NO = "yes_or_no"  # to ask for: {% if name %}
    ONE_OF = "one_of"  # a word out of a fixed list, to compare with
    MOMENT = "moment"  # an instant on somebody's clock
    LIST = "list"


@dataclass(frozen=True, kw_only=True)
class Placeholder:
    """One of the names that a text may use; `optional` ones are empty in some situations."""

    name: str
    kind: Kind
    optional: bool
    must_say: bool
    example: Any
    usage: tuple[str, ...]
    choices: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Situation:
    """One of the samples that a wording is tried with; `differs` is what sets it apart from the first one."""

    number: int
    differs: Mapping[str, Any]


def texts() -> list[str]:
    """Return the keys of all texts that can have another wording, by name; parts that others include have none."""
    return sorted(SAMPLES)


@cache
def placeholders(key: str, language: str) -> tuple[Placeholder, ...]:
    """Return what the text of that key is given, by name."""
    return tuple(_placeholder(name, key, language) for name in sorted(given_to(key)))


def situations(key: str, language: str) -> list[Situation]:
    """Return what the text of that key is tried with, by number from 0."""
    first = SAMPLES[key][0]
    return [
        Situation(number=number, differs={name: plain(value, language) for name, value in _apart(sample, first)})
        for number, sample in enumerate(SAMPLES[key])
    ]


def plain(value: Any, language: str) -> Any:
    """Return sample data in JSON's terms; a moment is said the way a text would."""
    match value:
        case Moment():
            return phrases(wording.known(language)).when(value)
        case StrEnum():
            return str(value)
        case Mapping():
            return {name: plain(each, language) for name, each in value.items()}
        case list() | tuple():
            return [plain(each, language) for each in value]
        case _:
            return value


def _apart(sample: Sample, first: Sample) -> list[tuple[str, Any]]:
    return [(name, value) for name, value in sample.items() if name not in first or first[name] != value]


def _placeholder(name: str, key: str, language: str) -> Placeholder:
    values = [sample.get(name) for sample in SAMPLES[key]]
    given = [value for value in values if value not in ABSENT] or values[:1]
    kind = _kind(given)
    choices = tuple(dict.fromkeys(str(value) for value in given)) if kind is Kind.ONE_OF else ()
    return Placeholder(
        name=name,
        kind=kind,
        optional=any(value in ABSENT for value in values),
        must_say=name in MUST_SAY.get(key, frozenset()),
        example=plain(given[0], language),
        usage=_usage(name, kind, given[0], choices),
        choices=choices,
    )


def _kind(given: Sequence[Any]) -> Kind:
    if any(isinstance(value, StrEnum) for value in given):
        return Kind.ONE_OF
    match given[0]:
        case bool():
            return Kind.YES_OR_NO
        case int():
            return Kind.NUMBER
        case Moment():
            return Kind.MOMENT
        case list() | tuple():
            return Kind.LIST
        case _:
            return Kind.WORDS


def _usage(name: str, kind: Kind, value: Any, choices: Sequence[str]) -> tuple[str, ...]:
    match kind:
        case Kind.MOMENT:
            return tuple(f"{{{{ {name}|{each} }}}}" for each in MOMENT_FILTERS)
        case Kind.YES_OR_NO:
            return (f"{{% if {name} %}}…{{% endif %}}",)
        case Kind.ONE_OF:
            return (f'{{% if {name} == "{choices[0]}" %}}…{{% endif %}}',)
        case Kind.LIST:
            return (f"{{% for each in {name} %}}{_each(value)}{{% endfor %}}",)
        case Kind.WORDS | Kind.NUMBER:
            return (f"{{{{ {name} }}}}", f"{{% if {name} %}}{{{{ {name} }}}}{{% endif %}}")


def _each(items: Sequence[Any]) -> str:
    match items:
        case [Mapping() as first, *_]:
            return " ".join(f"{{{{ each.{name} }}}}" for name, value in first.items() if isinstance(value, str))
        case [Moment(), *_]:
            return "{{ each|when }}"
        case _:
            return "{{ each }}"
