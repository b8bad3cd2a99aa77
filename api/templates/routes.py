"""Texts: what the bot says, with which placeholders, and how another wording would read."""

from http import HTTPStatus
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query
from sqlalchemy.ext.asyncio import AsyncSession

from api.access import Viewer
from api.cities.found import find_city
from api.pages import Page, PagingIn, page_of
from api.problems import FINDING, LOOKING, Problem
from api.surroundings import Around
from api.templates.found import find_text, override_seen, worded_seen
from api.templates.seen import (
    Key,
    PlaceholderSeen,
    PreviewSeen,
    SituationSeen,
    TemplateRead,
    TemplateSeen,
    TextFlawSeen,
    Trial,
)
from bot import text_guide, text_preview, wording
from bot.samples import SAMPLES
from bot.text_preview import Preview
from database.keyset import Cut, Rows
from database.office.tokens import ApiCaller
from database.people.shown_people import booking_to_show, candidate_to_show
from database.places.templates import Place, Wording, active_wordings, wording_in_force

Source = Literal["body", "city", "company", "default"]

router = APIRouter(prefix="/api/v1/templates", tags=["templates"])


@router.get("", summary="Texts", responses=LOOKING)
async def templates(
    around: Around,
    caller: Viewer,
    paging: PagingIn,
    *,
    overridden: Annotated[bool | None, Query(description="Only those that are worded differently somewhere")] = None,
    group: Annotated[str | None, Query(max_length=64, description="Only those whose key begins so: `replies/`")] = None,
) -> Page[TemplateSeen]:
    """List the texts by their keys, each with what it is given and where it is worded differently."""
    async with around.sessions() as session:
        saved = await active_wordings(session, cities=caller.cities)
    worded = {each.key for each in saved}
    keys = [key for key in text_guide.texts() if key.startswith(group or "") and overridden in (None, key in worded)]
    return page_of(_rows(keys, paging.cut), lambda key: _describe(key, [each for each in saved if each.key == key]))


@router.post("/preview", summary="Try a text", responses=FINDING)
async def preview(trial: Trial, around: Around, caller: Viewer) -> PreviewSeen:
    """Show how a text would read, with a sample or a real booking or candidate; nothing is saved or sent."""
    find_text(trial.key, trial.language)
    if trial.situation >= len(SAMPLES[trial.key]):
        detail = f"{trial.key} has situations 0 to {len(SAMPLES[trial.key]) - 1}; GET its key to see them."
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "no_situation", detail)
    async with around.sessions() as session:
        city_id = None if trial.city is None else (await find_city(session, caller, trial.city)).id
        real, real_city = await _real(session, caller, trial)
        place = Place(key=trial.key, language=trial.language, city_id=city_id or real_city)
        saved = await wording_in_force(session, place) if trial.body is None else None
    context = text_preview.context_of(trial.key, trial.situation, real)
    source, shown = _read(trial, saved, context)
    return PreviewSeen(
        source=source,
        real=sorted(real.keys() & context.keys()),
        html=shown.html,
        plain=shown.plain,
        length=shown.length,
        problems=[TextFlawSeen.model_validate(flaw) for flaw in shown.problems],
    )


@router.get("/{key:path}", summary="A text", responses=FINDING)
async def template(
    key: Annotated[Key, Path(examples=["remind_candidate"])], around: Around, caller: Viewer
) -> TemplateRead:
    """Show one text: what ships, what is said instead, and what it is tried with."""
    find_text(key)
    async with around.sessions() as session:
        saved = await active_wordings(session, cities=caller.cities, keys=[key])
    defaults = {language: wording.default_body(key, language) for language in wording.languages()}
    return TemplateRead(
        key=key,
        defaults={language: body for language, body in defaults.items() if body is not None},
        placeholders=_placeholders(key),
        situations=[
            SituationSeen.model_validate(each) for each in text_guide.situations(key, wording.DEFAULT_LANGUAGE)
        ],
        overrides=[worded_seen(each) for each in saved],
    )


def _read(trial: Trial, saved: Wording | None, context: dict[str, Any]) -> tuple[Source, Preview]:
    """Return whose words are read and how; a saved wording that cannot be sent gives way to the text that ships."""
    if trial.body is not None:
        return "body", text_preview.worded(trial.key, trial.body, trial.language, context)
    default = text_preview.shipped(trial.key, trial.language, context)
    if saved is None:
        return "default", default
    shown = text_preview.worded(trial.key, saved.body, trial.language, context)
    if shown.problems:
        return "default", Preview(
            html=default.html, plain=default.plain, length=default.length, problems=shown.problems
        )
    return "company" if saved.city_public_id is None else "city", shown


async def _real(session: AsyncSession, caller: ApiCaller, trial: Trial) -> tuple[dict[str, Any], int | None]:
    """Return what is known of whom the text is tried with, and their city."""
    if trial.booking is not None:
        booking = await booking_to_show(session, trial.booking, cities=caller.cities)
        if booking is None:
            raise Problem(HTTPStatus.NOT_FOUND, "no_booking", "There is no such booking.")
        return text_preview.of_booking(trial.key, booking), booking.city_id
    if trial.candidate is not None:
        candidate = await candidate_to_show(session, trial.candidate, cities=caller.cities)
        if candidate is None:
            raise Problem(HTTPStatus.NOT_FOUND, "no_candidate", "There is no such candidate.")
        return text_preview.of_candidate(candidate), candidate.city_id
    return {}, None


def _describe(key: str, saved: list[Wording]) -> TemplateSeen:
    return TemplateSeen(
        key=key,
        languages=[each for each in wording.languages() if key in wording.keys_of_texts(each)],
        placeholders=_placeholders(key),
        situations=len(SAMPLES[key]),
        overrides=[override_seen(each) for each in saved],
    )


def _placeholders(key: str) -> list[PlaceholderSeen]:
    found = text_guide.placeholders(key, wording.DEFAULT_LANGUAGE)
    return [PlaceholderSeen.model_validate(each) for each in found]


def _rows(keys: list[str], cut: Cut) -> Rows[str]:
    """Return a page of texts, which stand in files and not in a table; a bookmark is `>` and the last key."""
    after = "" if cut.bookmark is None else cut.bookmark.removeprefix(">")
    rest = [key for key in keys if key > after]
    more = f">{rest[cut.limit - 1]}" if len(rest) > cut.limit else None
    return Rows(items=rest[: cut.limit], next_bookmark=more, total=len(keys) if cut.with_total else None)
