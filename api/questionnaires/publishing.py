"""Making a content the version that is asked from now on, and writing down who did it."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.problems import Problem
from api.questionnaires.found import differences, published
from api.questionnaires.seen import Published
from api.surroundings import Surroundings
from api.writing_down import write_down
from database.office.tokens import ApiCaller
from database.screening.questionnaires import PublishedVersion, publish_version

MOST_NAMED = 100  # changes in one line of the audit log; the versions themselves keep all


async def publish_as(
    session: AsyncSession,
    around: Surroundings,
    caller: ApiCaller,
    what: str,
    *,
    before: PublishedVersion | None,
    content: Mapping[str, Any],
    told: Mapping[str, Any] | None = None,
) -> Published:
    """Publish a judged content and note it with what it changed; a problem 409 if that is nothing."""
    if before is not None and before.content == content:
        raise _unchanged(before)
    made = await publish_version(session, content)
    seen = published(made)
    changed = _named(before, seen)
    if before is not None and changed == []:
        raise _unchanged(before)
    await write_down(
        session,
        around,
        caller,
        what,
        table="questionnaires",
        row_id=made.id,
        before={"version": before and before.version},
        after={"version": made.version, "changes": changed, **(told or {})},
    )
    return seen


def _unchanged(before: PublishedVersion) -> Problem:
    detail = f"This is what version {before.version} asks already; nothing was published."
    return Problem(HTTPStatus.CONFLICT, "nothing_changed", detail)


def _named(before: PublishedVersion | None, seen: Published) -> list[str] | None:
    """Return what changed in a few words each; None where the version before cannot be compared."""
    try:
        found = differences(before, seen.content)
    except Problem:
        return None
    return [" ".join(part for part in (each.kind, *each.where, each.field) if part) for each in found[:MOST_NAMED]]
