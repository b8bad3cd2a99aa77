"""Orders on an auto-message: pause, resume, cancel, send it now. They hold at once, whatever Temporal has heard."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from uuid import UUID, uuid4

from fastapi import APIRouter, Response
from sqlalchemy.ext.asyncio import AsyncSession

from api.access import Manager
from api.auto_messages.found import carried_out, find_message, find_run, let_temporal_know
from api.auto_messages.routes import TABLE, audited
from api.auto_messages.seen import AutoMessage, Run, describe, describe_run
from api.once import Once
from api.problems import CREATING
from api.surroundings import Around, Surroundings
from api.writing_down import write_down
from database.announcements.orders import (
    OrderRefusal,
    cancel_message,
    pause_message,
    resume_message,
    run_now,
)
from database.office.tokens import ApiCaller
from domain.announcements import announcing_id

Order = Callable[[AsyncSession, int], Awaitable[OrderRefusal | None]]

router = APIRouter(prefix="/api/v1/auto-messages/{public_id}", tags=["auto-messages"])


@router.post("/pause", summary="Pause an auto-message", responses=CREATING)
async def pause(public_id: UUID, around: Around, caller: Manager) -> AutoMessage:
    """Let nothing more go out until it is resumed; whoever has it has it. Said twice it is the same."""
    return await _order(around, caller, public_id, "auto_message_paused", pause_message)


@router.post("/resume", summary="Resume an auto-message", responses=CREATING)
async def resume(public_id: UUID, around: Around, caller: Manager) -> AutoMessage:
    """Go on with whoever has not got it yet, or wait for its time again."""

    async def go_on(session: AsyncSession, message_id: int) -> OrderRefusal | None:
        return await resume_message(session, message_id, now=around.now())

    return await _order(around, caller, public_id, "auto_message_resumed", go_on)


@router.post("/cancel", summary="Cancel an auto-message", responses=CREATING)
async def cancel(public_id: UUID, around: Around, caller: Manager) -> AutoMessage:
    """Let nothing more go out, for good; whoever has it has it. Said twice it is the same."""
    return await _order(around, caller, public_id, "auto_message_cancelled", cancel_message)


@router.post("/run-now", status_code=HTTPStatus.ACCEPTED, summary="Send an auto-message now", responses=CREATING)
async def send_now(public_id: UUID, around: Around, caller: Manager, once: Once, response: Response) -> Run:
    """Begin a run now, beside its times; one that goes out once has gone out then. Quiet hours are respected."""

    async def make(session: AsyncSession) -> Run:
        found = await find_message(session, caller, public_id, locks=True)
        workflow_id = f"{announcing_id(str(public_id))}-{uuid4()}"
        begun = await run_now(session, found.id, workflow_id=workflow_id, now=around.now())
        if isinstance(begun, OrderRefusal):
            carried_out(begun)
            raise TypeError("a refused order was carried out")
        await write_down(session, around, caller, "auto_message_run_now", table=TABLE, row_id=found.id)
        return describe_run(await find_run(session, found, begun.public_id))

    run = await once.create(make, Run, response)
    await let_temporal_know(around, public_id)
    response.headers["Location"] = f"/api/v1/auto-messages/{public_id}/runs/{run.public_id}"
    return run


async def _order(around: Surroundings, caller: ApiCaller, public_id: UUID, what: str, order: Order) -> AutoMessage:
    async with around.sessions.begin() as session:
        found = await find_message(session, caller, public_id, locks=True)
        carried_out(await order(session, found.id))
        after = await find_message(session, caller, public_id)
        if after != found:
            await write_down(
                session,
                around,
                caller,
                what,
                table=TABLE,
                row_id=found.id,
                before=audited(found),
                after=audited(after),
            )
    await let_temporal_know(around, public_id)
    return describe(after, now=around.now())
