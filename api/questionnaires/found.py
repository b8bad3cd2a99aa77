"""Finding versions of Test1, and reading their content the way it is asked."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel, ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from api.etags import etag_of
from api.problems import Fault, Problem
from api.questionnaires.content import Content
from api.questionnaires.seen import ChangeSeen, Difference, Published
from bot.questionnaire import with_all_words
from database.screening.questionnaires import PublishedVersion, active_version, questionnaire_version
from domain.questionnaire_changes import Change, changes


class Tagged(BaseModel):
    """What of a version can change: its content never does."""

    version: int | None
    active: bool


def tag_of(found: PublishedVersion | None) -> str:
    """Return the entity tag of a version; None: that none is active."""
    return etag_of(Tagged(version=found and found.version, active=found is not None and found.active))


async def find_version(session: AsyncSession, version: int) -> PublishedVersion:
    """Return a version, a problem 404 where there is none."""
    found = await questionnaire_version(session, version)
    if found is None:
        detail = "There is no such version; GET /api/v1/questionnaires lists them."
        raise Problem(HTTPStatus.NOT_FOUND, "no_questionnaire", detail)
    return found


async def find_active(session: AsyncSession) -> PublishedVersion:
    """Return the active version, a problem 404 where nothing was published yet."""
    found = await active_version(session)
    if found is None:
        raise no_active()
    return found


def no_active() -> Problem:
    """Return the refusal of what needs an active version."""
    detail = "No version is active; publish one with POST /api/v1/questionnaires and If-Match: *."
    return Problem(HTTPStatus.NOT_FOUND, "no_questionnaire", detail)


def content_of(found: PublishedVersion) -> Content:
    """Return a content with all its words; a problem 409 for one that somebody wrote into the database and misspelt."""
    try:
        return Content.model_validate(with_all_words(found.content))
    except ValidationError as error:
        faults = [Fault(where=[*each["loc"]], what=each["msg"]) for each in error.errors()]
    except (AttributeError, LookupError, TypeError, ValueError):
        faults = []
    raise Problem(
        HTTPStatus.CONFLICT,
        "questionnaire_unreadable",
        f"Version {found.version} was not written by this API and cannot be read; publish a whole one instead.",
        errors=faults,
    )


def published(found: PublishedVersion) -> Published:
    """Return what admins see of a version."""
    return Published(
        version=found.version, active=found.active, published_at=found.published_at, content=content_of(found)
    )


def difference(active: PublishedVersion | None, content: Content) -> Difference:
    """Return what has to be done to the active version to get a content."""
    found = differences(active, content)
    return Difference(
        since=active and active.version,
        changes=[
            ChangeSeen(kind=each.kind, where=[*each.where], field=each.field, before=each.before, after=each.after)
            for each in found
        ],
    )


def differences(active: PublishedVersion | None, content: Content) -> Sequence[Change]:
    """Return the same for programs."""
    nothing: dict[str, Any] = {"questions": []}
    return changes(nothing if active is None else content_of(active).plain(), content.plain())
