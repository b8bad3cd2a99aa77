"""Finding the auto-message that a call is about, judging who may send what to whom, and letting Temporal know."""

from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession
from temporalio.service import RPCError

from api.auto_messages.new import NewAutoMessage
from api.cities.found import find_city
from api.problems import Fault, Problem
from api.surroundings import Surroundings
from database.announcements.due import note_kept, note_told, open_runs, planned_messages
from database.announcements.listed import OfficeAnnouncement, OfficeRun, office_announcement, office_run
from database.announcements.orders import OrderRefusal
from database.office.tokens import ApiCaller
from domain.announcements import AnnouncementStatus
from workflows.announcing.schedule import Announcements

FARTHEST = timedelta(days=730)
REFUSALS = {
    OrderRefusal.OVER: "This message is over; create a new one.",
    OrderRefusal.RUNNING: "This message is being sent; wait until it is done, or cancel it.",
    OrderRefusal.NOT_SCHEDULED: "This message is not scheduled; PATCH its status, or resume it, first.",
    OrderRefusal.DUE_PASSED: "Its moment has passed; PATCH due_at to one that is to come, then resume.",
    OrderRefusal.ALREADY_SENT: "This message went out, so it is kept; cancel it instead.",
}

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


async def find_message(
    session: AsyncSession, caller: ApiCaller, public_id: UUID, *, locks: bool = False
) -> OfficeAnnouncement:
    """Return the message, a problem 404 where there is none for this caller."""
    found = await office_announcement(session, public_id, locks=locks)
    if found is None or not caller.sees(found.city_id):
        raise Problem(
            HTTPStatus.NOT_FOUND,
            "no_auto_message",
            "There is no such auto-message; GET /api/v1/auto-messages lists those there are.",
        )
    return found


async def find_run(session: AsyncSession, message: OfficeAnnouncement, public_id: UUID) -> OfficeRun:
    """Return a run of the message, a problem 404 where there is none."""
    found = await office_run(session, message.id, public_id)
    if found is None:
        raise Problem(HTTPStatus.NOT_FOUND, "no_run", "This auto-message has no such run.")
    return found


async def judge(session: AsyncSession, caller: ApiCaller, wanted: NewAutoMessage, *, now: datetime) -> dict[str, Any]:
    """Return the columns of the message; a problem where its moment or its audience is not the caller's to choose."""
    if wanted.due_at is not None:
        _judge_moment(wanted.due_at, now)
    if wanted.target_chat_id is not None and caller.cities is not None:
        fault = Fault(where=["body", "target_chat_id"], what="Only an admin writes to a chat.")
        detail = "Only an admin writes to one chat; name a city instead."
        raise Problem(HTTPStatus.FORBIDDEN, "field_of_admin", detail, errors=[fault])
    if wanted.city_public_id is None and caller.cities is not None:
        fault = Fault(where=["body", "city_public_id"], what="Name one of your cities.")
        detail = "This token reaches some cities only; name one of them."
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "city_missing", detail, errors=[fault])
    columns = wanted.model_dump(exclude={"city_public_id"})
    city = None if wanted.city_public_id is None else await find_city(session, caller, wanted.city_public_id)
    return columns | {"city_id": None if city is None else city.id, "status": AnnouncementStatus(wanted.status)}


def carried_out(refusal: OrderRefusal | None) -> None:
    """Pass where an order was carried out; a problem 409 says why it was not."""
    if refusal is not None:
        raise Problem(HTTPStatus.CONFLICT, refusal.value, REFUSALS[refusal])


async def let_temporal_know(around: Surroundings, public_id: UUID) -> None:
    """Bring schedule and workflow of a message to what was committed; what fails here the sweep does in a minute."""
    announcements = Announcements(around.client)
    async with around.sessions() as session:
        messages = await planned_messages(session, [public_id])
        runs = [run for message in messages for run in await open_runs(session, message.message_id)]
    try:
        for run in runs:
            await announcements.tell(run)
        for message in messages:
            if not message.is_kept:
                await announcements.keep(message, now=around.now())
        if not messages:
            await announcements.drop(str(public_id))
    except RPCError as error:
        log.warning("Temporal hears of an auto-message later", public_id=str(public_id), error=error.status.name)
        return
    async with around.sessions.begin() as session:
        for message in messages:
            await note_kept(session, message)
        for run in runs:
            await note_told(session, run)


def _judge_moment(due_at: datetime, now: datetime) -> None:
    if now < due_at < now + FARTHEST:
        return
    what = "It has passed." if due_at <= now else "It is more than two years away."
    fault = Fault(where=["body", "due_at"], what=what)
    raise Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY, "due_not_to_come", "Name a moment within the next two years.", errors=[fault]
    )
