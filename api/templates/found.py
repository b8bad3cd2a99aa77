"""Finding what a call on texts is about, and who may change it."""

import difflib
from collections.abc import Iterable, Sequence
from http import HTTPStatus
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.cities.found import find_city
from api.problems import Fault, Problem
from api.templates.seen import CityNamed, Override, OverrideSeen, WordedSeen
from bot import text_guide, wording
from bot.text_review import TextFlaw
from database.office.tokens import ApiCaller
from database.places.templates import Place, Wording
from database.tables import Role


def find_text(key: str, language: str | None = None) -> None:
    """Pass if there is such a text (and language); a problem 404 otherwise, with what was probably meant."""
    known = text_guide.texts()
    if key not in known:
        near = difflib.get_close_matches(key, known, n=3)
        advice = f"did you mean {' or '.join(near)}?" if near else "GET /api/v1/templates lists those there are."
        raise Problem(HTTPStatus.NOT_FOUND, "no_template", f"There is no text named {key}; {advice}")
    if language is not None and language not in wording.languages():
        there = ", ".join(wording.languages())
        raise Problem(HTTPStatus.NOT_FOUND, "no_language", f"There are no texts in {language}; there are {there}.")


async def find_place(
    session: AsyncSession, caller: ApiCaller, *, key: str, language: str, city: UUID | None
) -> tuple[Place, CityNamed | None]:
    """Return where a wording is meant to hold; a problem 404 where that is nowhere for this caller."""
    find_text(key, language)
    if city is None:
        return Place(key=key, language=language, city_id=None), None
    found = await find_city(session, caller, city)
    named = CityNamed(public_id=found.public_id, name=found.name)
    return Place(key=key, language=language, city_id=found.id), named


def require_say(caller: ApiCaller, place: Place) -> None:
    """Pass if the caller may change what is said there; a problem 403 otherwise."""
    if place.city_id is None and caller.role is not Role.ADMIN:
        raise Problem(
            HTTPStatus.FORBIDDEN,
            "role_insufficient",
            "What all cities say is for admins to change; name one of your cities with ?city=.",
        )


def refuse_flawed(flaws: Sequence[TextFlaw], where: Iterable[str]) -> None:
    """Pass if nothing is wrong; a problem 422 with everything that is."""
    if flaws:
        raise Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "text_refused",
            "People could not read this in every situation, so it is not saved; mend what `errors` names and try it"
            " with POST /api/v1/templates/preview.",
            errors=[Fault(where=[*where], what=_sentence(flaw)) for flaw in flaws],
        )


def state_of(place: Place, city: CityNamed | None, found: Wording | None) -> Override:
    """Return how a text is worded in a place."""
    return Override(
        key=place.key,
        language=place.language,
        city=city,
        version=found.version if found else None,
        body=found.body if found else None,
        saved_at=found.created_at if found else None,
    )


def override_seen(found: Wording) -> OverrideSeen:
    """Return what admins see of a wording in a list."""
    return OverrideSeen(language=found.language, city=_city_of(found), version=found.version, saved_at=found.created_at)


def worded_seen(found: Wording) -> WordedSeen:
    """Return what admins see of a wording with its words."""
    return WordedSeen(**override_seen(found).model_dump(), body=found.body)


def _city_of(found: Wording) -> CityNamed | None:
    if found.city_public_id is None or found.city_name is None:
        return None
    return CityNamed(public_id=found.city_public_id, name=found.city_name)


def _sentence(flaw: TextFlaw) -> str:
    line = "" if flaw.line is None else f"line {flaw.line}: "
    situation = "" if flaw.situation is None else f" (in situation {flaw.situation})"
    return f"{line}{flaw.what}{situation}"
