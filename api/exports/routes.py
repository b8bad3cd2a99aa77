"""Exports: whole lists as CSV or XLSX, for who works with them elsewhere."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from fastapi.responses import FileResponse

from api.exports.downloads import A_FILE, Download, Exporting
from api.exports.exported import ANSWERS, BOOKINGS, CANDIDATES, SLOTS
from domain.booking import BookingStatus, SlotStatus
from domain.stages import Stage

MOST_NAMED = 100

Named = Annotated[Sequence[UUID], Query(max_length=MOST_NAMED, description="Only these, by public id; without it all")]
Stages = Annotated[Sequence[Stage], Query(max_length=len(Stage), description="Only candidates who stand there")]
Statuses = Annotated[
    Sequence[BookingStatus], Query(max_length=len(BookingStatus), description="Only bookings like that")
]
SlotStatuses = Annotated[Sequence[SlotStatus], Query(max_length=len(SlotStatus), description="Only slots like that")]
In = Annotated[Exporting, Depends()]

router = APIRouter(prefix="/api/v1/exports", tags=["exports"], default_response_class=FileResponse, responses=A_FILE)


@router.get("/candidates", summary="All candidates as a file")
async def export_candidates(exporting: In, city: Named = (), recruiter: Named = (), stage: Stages = ()) -> Download:
    """Write who they are, where they stand, their last test and their last booking; days are those of their start."""
    return await exporting.send(CANDIDATES, cities=city, recruiters=recruiter, stages=stage)


@router.get("/bookings", summary="All bookings as a file")
async def export_bookings(
    exporting: In, city: Named = (), recruiter: Named = (), stage: Stages = (), status: Statuses = ()
) -> Download:
    """Write whose they are and how they stand; days are those of the interview."""
    return await exporting.send(BOOKINGS, cities=city, recruiters=recruiter, stages=stage, statuses=status)


@router.get("/slots", summary="All slots as a file")
async def export_slots(exporting: In, city: Named = (), recruiter: Named = (), status: SlotStatuses = ()) -> Download:
    """Write when they are and who holds them; days are those of the slot."""
    return await exporting.send(SLOTS, cities=city, recruiters=recruiter, slot_statuses=status)


@router.get("/test1-answers", summary="All answers of Test1 as a file")
async def export_answers(exporting: In, city: Named = (), stage: Stages = ()) -> Download:
    """Write each answer of each finished test in a line of its own; days are those of the end of the test."""
    return await exporting.send(ANSWERS, cities=city, stages=stage)
