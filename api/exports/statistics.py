"""Statistics: how far candidates come, who does not come to the interview, and what becomes of reminders."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal, TypeVar
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from api.access import Viewer
from api.asked_days import Days
from api.exports.figures import Figures, FunnelLine, NamedDays, NoShowLine, ReminderLine
from api.exports.tables import AS_TABLE, Format, TableFormat, csv_of
from api.surroundings import Around
from database.bookings.no_shows import no_shows, reminders
from database.local_clocks import stretches_for
from database.office.figures import Asked, GroupBy
from database.office.statistics import funnel
from database.office.tokens import ApiCaller

MOST_NAMED = 100

Line = TypeVar("Line", bound=BaseModel)

ByTime = Literal[GroupBy.NONE, GroupBy.CITY, GroupBy.RECRUITER, GroupBy.DAY, GroupBy.WEEK, GroupBy.MONTH]
Named = Annotated[Sequence[UUID], Query(max_length=MOST_NAMED, description="Only these, by public id; without it all")]
GROUP_NOTE = "What a line is about; `none` adds everything up"


class Chosen:
    """Whose figures are asked for, and of which days."""

    def __init__(
        self,
        around: Around,
        days: Annotated[Days, Depends()],
        table: Format,
        city: Named = (),
        recruiter: Named = (),
    ) -> None:
        self.zone = days.zone
        self.period = days.usual(around.now())
        self.table = table
        self.cities = city
        self.recruiters = recruiter

    async def asked(self, session: AsyncSession, caller: ApiCaller, by: GroupBy) -> Asked:
        """Return the question, within the cities that the caller may see."""
        return Asked(
            by=by,
            stretches=await stretches_for(session, self.period, self.zone),
            zone=self.zone,
            allowed=caller.cities,
            cities=self.cities,
            recruiters=self.recruiters,
        )

    def answer(self, name: str, model: type[Line], lines: list[Line], by: GroupBy) -> Figures[Line] | Response:
        """Return the lines as they were asked for."""
        if self.table is TableFormat.CSV:
            return csv_of(model, lines, f"otklik-{name}-{self.period.first}-{self.period.last}")
        days = NamedDays(first=self.period.first, last=self.period.last, zone=self.zone)
        return Figures(period=days, group_by=by, rows=lines)


router = APIRouter(prefix="/api/v1/statistics", tags=["statistics"])


@router.get("/funnel", summary="How far candidates come", responses=AS_TABLE, response_model=Figures[FunnelLine])
async def show_funnel(
    around: Around,
    caller: Viewer,
    chosen: Annotated[Chosen, Depends()],
    group_by: Annotated[ByTime, Query(description=GROUP_NOTE)] = GroupBy.NONE,
) -> Any:
    """Count the candidates who began in the period by the steps that they have taken up to now.

    A candidate counts in the city where they are (or, erased since, had their last booking) and, by recruiter, for the
    one of their last booking. What was never recorded cannot be counted: who broke off Test1 without saying so, or
    looked at times without asking for one.
    """
    async with around.sessions() as session:
        rows = await funnel(session, await chosen.asked(session, caller, group_by))
    lines = [FunnelLine.of(row) for row in rows]
    return chosen.answer("funnel", FunnelLine, lines, group_by)


@router.get("/no-shows", summary="Who did not come", responses=AS_TABLE, response_model=Figures[NoShowLine])
async def show_no_shows(
    around: Around,
    caller: Viewer,
    chosen: Annotated[Chosen, Depends()],
    group_by: Annotated[GroupBy, Query(description=GROUP_NOTE)] = GroupBy.NONE,
) -> Any:
    """Count the interviews that began in the period by how they went.

    `lead` is the time from the request to the interview, after any moves. An interview counts as confirmed if the
    candidate said "I will come" to the time at which it was.
    """
    async with around.sessions() as session:
        rows = await no_shows(session, await chosen.asked(session, caller, group_by))
    lines = [NoShowLine.of(row, group_by) for row in rows]
    return chosen.answer("no-shows", NoShowLine, lines, group_by)


@router.get("/reminders", summary="Which reminders arrived", responses=AS_TABLE, response_model=Figures[ReminderLine])
async def show_reminders(
    around: Around,
    caller: Viewer,
    chosen: Annotated[Chosen, Depends()],
    group_by: Annotated[ByTime, Query(description=GROUP_NOTE)] = GroupBy.NONE,
) -> Any:
    """Count the reminders of interviews that were begun in the period by what became of them."""
    async with around.sessions() as session:
        rows = await reminders(session, await chosen.asked(session, caller, group_by))
    lines = [ReminderLine.of(row) for row in rows]
    return chosen.answer("reminders", ReminderLine, lines, group_by)
