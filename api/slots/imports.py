"""Slots that arrive as a list of up to ten thousand: taken at once, checked and entered by a workflow."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.ext.asyncio import AsyncSession
from temporalio.common import WorkflowIDReusePolicy

from api.access import Manager, Viewer
from api.once import Once
from api.problems import CREATING, FINDING, Problem, describe_problems
from api.slots.import_lists import BODY, MOST_ROWS, sent_list
from api.surroundings import Around
from api.writing_down import write_down
from database.office.slots_imports import MOST_ERRORS, Standing, standing_import, store_import
from database.office.tokens import ApiCaller
from domain.imports import ImportStatus
from domain.slot_rows import SlotRow
from workflows.connection import JOURNEYS
from workflows.slot_import.run import SlotImport
from workflows.slot_import.steps import ImportSlots, import_id

LARGEST_LIST = 4 * 1024 * 1024  # bytes: ten thousand rows are two million


class RowError(BaseModel):
    """Why a row cannot become a slot."""

    model_config = ConfigDict(from_attributes=True)

    row: int = Field(description="In JSON counted from 1, in CSV the line of the file", examples=[17])
    code: str = Field(examples=["slot_overlaps"])
    what: str = Field(examples=["It overlaps with row 16 of the same recruiter."])


class Import(BaseModel):
    """How far an import has come; all rows become slots, or none."""

    model_config = ConfigDict(from_attributes=True)

    public_id: UUID
    status: ImportStatus
    row_count: int
    checked: int = Field(description="How many rows were checked so far")
    error_count: int = Field(description="How many rows were found that cannot become slots")
    errors: list[RowError] = Field(description=f"The first {MOST_ERRORS} of them")
    created_count: int = Field(description="How many slots were entered: all, or 0")
    asked_at: datetime
    finished_at: datetime | None


Sent = Annotated[list[SlotRow], Depends(sent_list)]

router = APIRouter(prefix="/api/v1/slots/imports", tags=["slots"])


@router.post(
    "",
    status_code=HTTPStatus.ACCEPTED,
    summary="Import slots",
    responses=CREATING | describe_problems(HTTPStatus.UNSUPPORTED_MEDIA_TYPE),
    openapi_extra=BODY,
    max_body_size=LARGEST_LIST,
)
async def import_slots(caller: Manager, rows: Sent, around: Around, once: Once, response: Response) -> Import:
    """Take a list and check it in the background: `Location` tells how far that is, and every error by its row."""

    async def make(session: AsyncSession) -> Import:
        public_id = await store_import(session, rows, token_id=caller.id, cities=caller.cities, asked_at=around.now())
        found = await _find(session, public_id, caller)
        asked = {"rows": len(rows)}
        await write_down(
            session, around, caller, "slot_import_asked", table="slot_imports", row_id=found.id, after=asked
        )
        # Before the commit: there is no import without its workflow, and a workflow without an import ends by itself.
        await around.client.start_workflow(
            SlotImport.run,
            ImportSlots(public_id=str(public_id)),
            id=import_id(str(public_id)),
            task_queue=JOURNEYS,
            id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
            static_summary=f"imports {len(rows)} of at most {MOST_ROWS} slots",
        )
        return Import.model_validate(found)

    asked = await once.create(make, Import, response)
    response.headers["Location"] = f"/api/v1/slots/imports/{asked.public_id}"
    return asked


@router.get("/{public_id}", summary="How far an import is", responses=FINDING)
async def progress(public_id: UUID, around: Around, caller: Viewer) -> Import:
    """Tell how far it is; who does not reach all cities sees the imports of their own token only."""
    async with around.sessions() as session:
        return Import.model_validate(await _find(session, public_id, caller))


async def _find(session: AsyncSession, public_id: UUID, caller: ApiCaller) -> Standing:
    found = await standing_import(session, public_id, token_id=caller.id, cities=caller.cities)
    if found is None:
        raise Problem(HTTPStatus.NOT_FOUND, "no_import", "There is no such import.")
    return found
