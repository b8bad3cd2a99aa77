"""Test1 through the API: its versions, drafts that are judged, and new versions for whoever begins from now on."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Path, Response
from sqlalchemy.ext.asyncio import AsyncSession

from api.access import Admin, Viewer
from api.etags import WITH_ETAG, IfMatch, etag_of, require_match
from api.once import Once
from api.pages import Page, PagingIn, page_of
from api.problems import CHANGING, CREATING, LOOKING, Fault, Problem
from api.questionnaires.content import Acknowledging, Content, NewOrder, NewVersion
from api.questionnaires.found import (
    Tagged,
    content_of,
    difference,
    find_active,
    find_version,
    no_active,
    published,
    tag_of,
)
from api.questionnaires.judged import require_acknowledged, require_sound, verdict_of
from api.questionnaires.publishing import publish_as
from api.questionnaires.seen import Difference, Published, Verdict, VersionSeen
from api.surroundings import Around
from database.screening.questionnaires import active_version, questionnaire_versions
from database.screening.test1 import QUESTIONS
from domain.questionnaire_review import condition_flaws, order_flaws

HIGHEST = 2**31 - 1
Number = Annotated[int, Path(ge=1, le=HIGHEST, examples=[1])]
MAKING = CHANGING | {int(HTTPStatus.CREATED): WITH_ETAG[int(HTTPStatus.OK)]}

router = APIRouter(prefix="/api/v1/questionnaires", tags=["questionnaires"])


@router.get("", summary="Versions of Test1", responses=LOOKING)
async def versions(around: Around, _caller: Viewer, paging: PagingIn) -> Page[VersionSeen]:
    """List them, the latest first."""
    async with around.sessions() as session:
        found = await questionnaire_versions(session, paging.cut)
    return page_of(found, VersionSeen.model_validate)


@router.get("/active", summary="What is asked now", responses=WITH_ETAG | CREATING)
async def active(around: Around, _caller: Viewer, response: Response) -> Published:
    """Show the version that new journeys get; its ETag is what publishing needs."""
    async with around.sessions() as session:
        found = await find_active(session)
    response.headers["ETag"] = tag_of(found)
    return published(found)


@router.post("/validate", summary="Judge a draft", responses=LOOKING)
async def validate(draft: Content, _caller: Viewer) -> Verdict:
    """Say what is wrong with a draft, and what is doubtful or may be unlawful; nothing is kept."""
    return verdict_of(draft)


@router.post("/diff", summary="Compare a draft", responses=CREATING)
async def compare_draft(draft: Content, around: Around, _caller: Viewer) -> Difference:
    """Say what a draft would change of what is asked now."""
    async with around.sessions() as session:
        found = await active_version(session)
    return difference(found, draft)


@router.post("", status_code=HTTPStatus.CREATED, summary="Publish a version", responses=MAKING)
async def publish(
    new: NewVersion, *, around: Around, caller: Admin, once: Once, response: Response, if_match: IfMatch = None
) -> Published:
    """Ask this from now on; If-Match names the active version that was seen. Running journeys keep theirs."""

    async def make(session: AsyncSession) -> Published:
        before = await active_version(session, locks=True)
        require_match(if_match, tag_of(before))
        verdict = verdict_of(new.content)
        require_sound(verdict, ["body", "content"])
        told = {"acknowledged": require_acknowledged(verdict, new.acknowledge_warnings, ["body", "content"])}
        return await publish_as(
            session, around, caller, "questionnaire_published", before=before, content=new.content.plain(), told=told
        )

    return _answered(await once.create(make, Published, response), response)


@router.post("/reorder", status_code=HTTPStatus.CREATED, summary="Put the questions in order", responses=MAKING)
async def reorder(
    new: NewOrder, *, around: Around, caller: Admin, once: Once, response: Response, if_match: IfMatch = None
) -> Published:
    """Ask the same in another order, as a new version; no follow-up may come before what it follows."""

    async def make(session: AsyncSession) -> Published:
        before = await active_version(session, locks=True)
        if before is None:
            raise no_active()
        require_match(if_match, tag_of(before))
        content = _reordered(content_of(before), before.content, new.ids)
        return await publish_as(session, around, caller, "questionnaire_reordered", before=before, content=content)

    return _answered(await once.create(make, Published, response), response)


@router.get("/{version}", summary="A version of Test1", responses=WITH_ETAG | CREATING)
async def one(version: Number, around: Around, _caller: Viewer, response: Response) -> Published:
    """Show one version with all its words."""
    async with around.sessions() as session:
        found = await find_version(session, version)
    response.headers["ETag"] = tag_of(found)
    return published(found)


@router.get("/{version}/diff", summary="Compare a version", responses=CREATING)
async def compare(version: Number, around: Around, _caller: Viewer) -> Difference:
    """Say what asking that version again would change of what is asked now."""
    async with around.sessions() as session:
        found = await find_version(session, version)
        now = await active_version(session)
    return difference(now, content_of(found))


@router.post(
    "/{version}/activate", status_code=HTTPStatus.CREATED, summary="Ask an old version again", responses=MAKING
)
async def activate(
    version: Number,
    acknowledging: Acknowledging,
    *,
    around: Around,
    caller: Admin,
    once: Once,
    response: Response,
    if_match: IfMatch = None,
) -> Published:
    """Publish the content of an old version as the next one, so that the list of versions tells what was asked when."""

    async def make(session: AsyncSession) -> Published:
        before = await active_version(session, locks=True)
        require_match(if_match, tag_of(before))
        earlier = await find_version(session, version)
        verdict = verdict_of(content_of(earlier))
        require_sound(verdict, ["path", "version"])
        named = require_acknowledged(verdict, acknowledging.acknowledge_warnings, ["path", "version"])
        told = {"acknowledged": named, "activated_again": version}
        what = "questionnaire_activated_again"
        return await publish_as(session, around, caller, what, before=before, content=earlier.content, told=told)

    return _answered(await once.create(make, Published, response), response)


def _reordered(read: Content, stored: Mapping[str, Any], ids: list[str]) -> dict[str, Any]:
    """Return the stored content in that order; a problem 422 says which follow-up comes too early."""
    known = {each.id: each for each in QUESTIONS.validate_python(read.plain()["questions"])}
    found = order_flaws(ids, known) or [*condition_flaws([known[each] for each in ids])]
    if found:
        raise Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "order_impossible",
            "The questions cannot be asked in this order; put each follow-up after the question that it follows.",
            errors=[Fault(where=["body", "ids", *flaw.where[1:2]], what=flaw.what) for flaw in found],
        )
    questions = {each["id"]: each for each in stored["questions"]}
    return {**stored, "questions": [questions[each] for each in ids]}


def _answered(seen: Published, response: Response) -> Published:
    response.headers["Location"] = f"/api/v1/questionnaires/{seen.version}"
    response.headers["ETag"] = etag_of(Tagged(version=seen.version, active=seen.active))
    return seen
