"""What the database's constraints mean to a caller: a refused row is a conflict with a reason, not an error."""

from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError


@dataclass(frozen=True)
class Conflict:
    """The stable code, what to do, and the field that it is about, if there is one."""

    code: str
    detail: str
    where: tuple[str | int, ...] = ()


CONFLICTS = {
    "fk_api_token_cities_city_id_cities": Conflict(
        "city_gone", "A city was deleted meanwhile; read the cities again.", ("body", "cities")
    ),
    "ex_slots_recruiter_overlap": Conflict(
        "slot_overlaps", "Another slot of the recruiter came to stand there meanwhile; read the slots again."
    ),
    "fk_recruiter_cities_city_id_cities": Conflict(
        "city_gone", "A city was deleted meanwhile; read the cities again.", ("body", "cities")
    ),
    "fk_webhook_endpoints_city_id_cities": Conflict(
        "city_gone", "The city was deleted meanwhile; read the cities again.", ("body", "city")
    ),
    "uq_cities_name": Conflict("name_taken", "Another city has this name; choose another one.", ("body", "name")),
}


def conflict_of(error: IntegrityError) -> Conflict | None:
    """Return what the broken constraint means, None for one that no caller can break by what they send."""
    cause = error.orig.__cause__ if error.orig is not None else None
    return CONFLICTS.get(getattr(cause, "constraint_name", None) or "")
