"""Auto-messages: listed, read, created, changed and deleted. What goes out is decided here, and sent by a workflow."""

from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from api.access import Manager, Viewer
from api.auto_messages.found import carried_out, find_message, judge, let_temporal_know
from api.auto_messages.new import AutoMessageChange, NewAutoMessage, changed
from api.auto_messages.seen import AutoMessage, describe, tag_of
from api.etags import WITH_ETAG, IfMatch, require_match
from api.once import Once
from api.pages import Page, PagingIn, page_of
from api.patching import changes_of
from api.problems import CHANGING, CREATING, FINDING, LOOKING
from api.surroundings import Around
from api.writing_down import write_down
from database.announcements.listed import AnnouncementOrder, OfficeAnnouncement, office_announcements
from database.announcements.orders import add_message, change_message, delete_message
from domain.announcements import AnnouncementStatus

TABLE = "auto_messages"
AUDITED = ("title", "due_at", "cron", "zone", "city_id", "stage", "language", "respects_quiet_hours", "status")

router = APIRouter(prefix="/api/v1/auto-messages", tags=["auto-messages"])


@router.get("", summary="Auto-messages", responses=LOOKING)
async def auto_messages(
    around: Around,
    caller: Viewer,
    paging: PagingIn,
    *,
    status: Annotated[AnnouncementStatus | None, Query(description="Only those that stand there")] = None,
    city: Annotated[UUID | None, Query(description="Only those for this city alone")] = None,
    sort: AnnouncementOrder = AnnouncementOrder.NEWEST,
) -> Page[AutoMessage]:
    """List them page by page, the newest first unless another order is asked for."""
    async with around.sessions() as session:
        rows = await office_announcements(session, caller, paging.cut, status=status, city=city, order=sort)
    return page_of(rows, lambda found: describe(found, now=around.now()))


@router.get("/{public_id}", summary="An auto-message", responses=WITH_ETAG | FINDING)
async def auto_message(public_id: UUID, around: Around, caller: Viewer, response: Response) -> AutoMessage:
    """Show one, with its next times."""
    async with around.sessions() as session:
        seen = describe(await find_message(session, caller, public_id), now=around.now())
    response.headers["ETag"] = tag_of(seen)
    return seen


@router.post("", status_code=HTTPStatus.CREATED, summary="Announce something", responses=CREATING)
async def create(new: NewAutoMessage, around: Around, caller: Manager, once: Once, response: Response) -> AutoMessage:
    """Create a message; unless it is a draft, it goes out when its time comes. Try a dry run first."""

    async def make(session: AsyncSession) -> AutoMessage:
        values = await judge(session, caller, new, now=around.now())
        public_id = await add_message(session, values | {"created_by": caller.id})
        found = await find_message(session, caller, public_id)
        await write_down(
            session, around, caller, "auto_message_created", table=TABLE, row_id=found.id, after=audited(found)
        )
        return describe(found, now=around.now())

    made = await once.create(make, AutoMessage, response)
    await let_temporal_know(around, made.public_id)
    response.headers["Location"] = f"/api/v1/auto-messages/{made.public_id}"
    response.headers["ETag"] = tag_of(made)
    return made


@router.patch("/{public_id}", summary="Change an auto-message", responses=WITH_ETAG | CHANGING)
async def change(
    public_id: UUID,
    wanted: AutoMessageChange,
    *,
    around: Around,
    caller: Manager,
    response: Response,
    if_match: IfMatch = None,
) -> AutoMessage:
    """Change what is named, unless it is being sent or is over; a paused one stays paused."""
    async with around.sessions.begin() as session:
        found = await find_message(session, caller, public_id, locks=True)
        require_match(if_match, tag_of(describe(found, now=around.now())))
        values = await _judge_change(session, around, caller, found, changes_of(wanted))
        carried_out(await change_message(session, found.id, values))
        after = await find_message(session, caller, public_id)
        await write_down(
            session,
            around,
            caller,
            "auto_message_changed",
            table=TABLE,
            row_id=found.id,
            before=audited(found),
            after=audited(after),
        )
        seen = describe(after, now=around.now())
    await let_temporal_know(around, public_id)
    response.headers["ETag"] = tag_of(seen)
    return seen


@router.delete("/{public_id}", status_code=HTTPStatus.NO_CONTENT, summary="Delete an auto-message", responses=CHANGING)
async def delete(public_id: UUID, around: Around, caller: Manager, if_match: IfMatch = None) -> None:
    """Delete one that never went out; any other is cancelled instead."""
    async with around.sessions.begin() as session:
        found = await find_message(session, caller, public_id, locks=True)
        require_match(if_match, tag_of(describe(found, now=around.now())))
        carried_out(await delete_message(session, found.id))
        await write_down(
            session, around, caller, "auto_message_deleted", table=TABLE, row_id=found.id, before=audited(found)
        )
    await let_temporal_know(around, public_id)


def audited(found: OfficeAnnouncement) -> dict[str, Any]:
    """Return what the audit log keeps: neither the chat nor the words, which may be about one person."""
    return {name: getattr(found, name) for name in AUDITED} | {"to_one_chat": found.target_chat_id is not None}


async def _judge_change(
    session: AsyncSession, around: Around, caller: Manager, found: OfficeAnnouncement, changes: dict[str, Any]
) -> dict[str, Any]:
    """Return the columns that change; a problem 422 where the message would make no sense with them."""
    before = {name: getattr(found, name) for name in NewAutoMessage.model_fields if name != "status"}
    try:
        after = changed(before, changes)
    except ValidationError as error:
        wrong = [{"loc": ("body", *each["loc"]), "msg": each["msg"]} for each in error.errors()]
        raise RequestValidationError(wrong) from None
    is_due_new = "due_at" in changes or changes.get("status") is AnnouncementStatus.SCHEDULED
    judged = after if is_due_new else after.model_copy(update={"due_at": None})
    columns = await judge(session, caller, judged, now=around.now())
    names = {"city_id" if name == "city_public_id" else name for name in changes}
    return {name: columns[name] for name in names}
