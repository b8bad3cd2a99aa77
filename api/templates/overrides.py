"""Wordings of one's own: a text said differently by a city or by all, each change a version that can be had back."""

from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Query, Response
from sqlalchemy.ext.asyncio import AsyncSession

from api.access import Manager, Viewer
from api.etags import WITH_ETAG, IfMatch, etag_of, require_match
from api.pages import Page, PagingIn, page_of
from api.problems import CHANGING, FINDING, Problem
from api.surroundings import Around
from api.templates.found import find_place, refuse_flawed, require_say, state_of
from api.templates.seen import CityNamed, Key, Language, NewWording, Override, Version
from api.writing_down import write_down
from bot.text_review import review
from database.places.templates import (
    Place,
    Wording,
    active_wording,
    drop_template,
    save_template,
    wording_version,
    wording_versions,
)

HIGHEST = 2**31 - 1
OfText = Annotated[
    Key, Path(description="The key of a text; its slash may stand as it is", examples=["remind_candidate"])
]
InLanguage = Annotated[Language, Path(examples=["ru"])]
OfCity = Annotated[UUID | None, Query(description="Public id of the city that words it so; without it: all cities")]
Number = Annotated[int, Path(ge=1, le=HIGHEST, examples=[1])]

router = APIRouter(prefix="/api/v1/templates/{key:path}/overrides/{language}", tags=["templates"])


@router.get("", summary="A wording", responses=WITH_ETAG | FINDING)
async def override(
    key: OfText, language: InLanguage, around: Around, caller: Viewer, *, response: Response, city: OfCity = None
) -> Override:
    """Show how a text is worded in a place, or that it is not; either state has its ETag."""
    async with around.sessions() as session:
        place, named = await find_place(session, caller, key=key, language=language, city=city)
        seen = state_of(place, named, await active_wording(session, place))
    response.headers["ETag"] = etag_of(seen)
    return seen


@router.put("", summary="Word a text differently", responses=WITH_ETAG | CHANGING)
async def save(
    new: NewWording,
    key: OfText,
    language: InLanguage,
    *,
    around: Around,
    caller: Manager,
    response: Response,
    city: OfCity = None,
    if_match: IfMatch = None,
) -> Override:
    """Save the next version; the next message says it. A body that fails in any situation is refused."""
    async with around.sessions.begin() as session:
        place, named = await find_place(session, caller, key=key, language=language, city=city)
        require_say(caller, place)
        before = await _seen_as(session, place, named, if_match)
        refuse_flawed(review(key, new.body, language), ["body", "body"])
        if before is None or before.body != new.body:
            row_id = await _next_version(session, place, new.body)
            seen = await _now(session, place, named)
            told = _told(place, named, before, seen)
            await write_down(session, around, caller, "template_saved", table="templates", row_id=row_id, **told)
        else:
            seen = state_of(place, named, before)
    response.headers["ETag"] = etag_of(seen)
    return seen


@router.delete("", summary="Return to the text below", responses=WITH_ETAG | CHANGING)
async def drop(
    key: OfText,
    language: InLanguage,
    *,
    around: Around,
    caller: Manager,
    response: Response,
    city: OfCity = None,
    if_match: IfMatch = None,
) -> Override:
    """Say what ships again (in a city: what the company says); the versions are kept."""
    async with around.sessions.begin() as session:
        place, named = await find_place(session, caller, key=key, language=language, city=city)
        require_say(caller, place)
        before = await _seen_as(session, place, named, if_match)
        if before is None:
            raise Problem(HTTPStatus.NOT_FOUND, "no_override", "This text has no wording of its own there.")
        await drop_template(session, key=key, city_id=place.city_id, language=language)
        seen = state_of(place, named, None)
        told = _told(place, named, before, seen)
        await write_down(session, around, caller, "template_dropped", table="templates", row_id=before.id, **told)
    response.headers["ETag"] = etag_of(seen)
    return seen


@router.get("/versions", summary="Versions of a wording", responses=FINDING)
async def versions(
    key: OfText, language: InLanguage, *, around: Around, caller: Viewer, paging: PagingIn, city: OfCity = None
) -> Page[Version]:
    """List all that was ever said there, the latest first."""
    async with around.sessions() as session:
        place, _ = await find_place(session, caller, key=key, language=language, city=city)
        found = await wording_versions(session, place, paging.cut)
    return page_of(found, _version)


@router.post("/versions/{version}/revert", summary="Say an earlier version again", responses=WITH_ETAG | CHANGING)
async def revert(
    key: OfText,
    language: InLanguage,
    version: Number,
    *,
    around: Around,
    caller: Manager,
    response: Response,
    city: OfCity = None,
    if_match: IfMatch = None,
) -> Override:
    """Save the words of an earlier version as the next one, if they still fit the text."""
    async with around.sessions.begin() as session:
        place, named = await find_place(session, caller, key=key, language=language, city=city)
        require_say(caller, place)
        before = await _seen_as(session, place, named, if_match)
        earlier = await wording_version(session, place, version)
        if earlier is None:
            raise Problem(HTTPStatus.NOT_FOUND, "no_version", "There is no such version; GET versions lists them.")
        refuse_flawed(review(key, earlier.body, language), ["path", "version"])
        row_id = await _next_version(session, place, earlier.body)
        seen = await _now(session, place, named)
        told = _told(place, named, before, seen, reverted_to=version)
        await write_down(session, around, caller, "template_reverted", table="templates", row_id=row_id, **told)
    response.headers["ETag"] = etag_of(seen)
    return seen


async def _seen_as(session: AsyncSession, place: Place, city: CityNamed | None, if_match: str | None) -> Wording | None:
    """Return what is said now, if the caller has seen it; nobody else changes it before this is over."""
    found = await active_wording(session, place, locks=True)
    require_match(if_match, etag_of(state_of(place, city, found)))
    return found


async def _next_version(session: AsyncSession, place: Place, body: str) -> int:
    return await save_template(session, key=place.key, city_id=place.city_id, language=place.language, body=body)


async def _now(session: AsyncSession, place: Place, city: CityNamed | None) -> Override:
    return state_of(place, city, await active_wording(session, place))


def _told(
    place: Place, city: CityNamed | None, before: Wording | None, seen: Override, **more: Any
) -> dict[str, dict[str, Any]]:
    """Return what the audit log keeps: versions, whose words stand in the table of texts."""
    which = {"key": place.key, "language": place.language, "city_public_id": city and city.public_id}
    return {"before": {"version": before and before.version}, "after": {"version": seen.version, **which, **more}}


def _version(found: Wording) -> Version:
    return Version(version=found.version, body=found.body, active=found.active, saved_at=found.created_at)
