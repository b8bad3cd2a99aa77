"""One letter of every kind that there is, made from its own fields: a kind added later is here by itself."""

import enum
from dataclasses import MISSING, Field, fields
from datetime import datetime
from typing import Any, get_args, get_origin, get_type_hints

from domain.ids import BookingId, CityId, QuestionnaireId, RecruiterId, SlotId
from domain.stages import Stage
from tests.database.world import HOUR, NOW
from workflows.effects import AnyLetter

EVERY_KIND: tuple[type[AnyLetter], ...] = get_args(AnyLetter)

# What a field's type alone does not say.
BY_NAME: dict[str, Any] = {
    "revision": 1,
    "number": 1,
    "total": 3,
    "question_id": "full_name",
    "update_id": 77,
    "undelivered": "congratulate",
    "reason": "format",
    "text": "Да, <вечером> можно.",
    "stage": Stage.CHOOSING_SLOT,
}


def letter_of(kind: type[AnyLetter], about: dict[Any, Any], **details: Any) -> AnyLetter:
    """Return a letter of this kind; `about` gives the ids, by their types."""
    types = get_type_hints(kind)
    needed = {field.name: _value(field.name, types[field.name], about) for field in fields(kind) if _is_needed(field)}
    return kind(**(needed | details))


def ids_of(
    *, booking: BookingId, city: CityId, recruiter: RecruiterId, slot: SlotId, questionnaire: QuestionnaireId
) -> dict[Any, Any]:
    return {
        BookingId: booking,
        CityId: city,
        RecruiterId: recruiter,
        SlotId: slot,
        QuestionnaireId: questionnaire,
    }


def _is_needed(field: "Field[Any]") -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _value(name: str, wanted: Any, about: dict[Any, Any]) -> Any:
    if name in BY_NAME:
        return BY_NAME[name]
    if get_origin(wanted) is tuple:
        return tuple(about[each] for each in get_args(wanted) if each in about)
    plain = next((each for each in get_args(wanted) if each in about), wanted)
    if plain in about:
        return about[plain]
    if plain is datetime:
        return NOW + 3 * HOUR
    if plain is bool:
        return False
    if isinstance(plain, enum.EnumType):
        return next(iter(plain))
    raise AssertionError(f"say in BY_NAME what {name}: {wanted} may be")
