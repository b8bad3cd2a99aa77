"""The runs of an auto-message: how far each got, and to whom; and what a message would do, tried beforehand."""

import math
from collections import Counter
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from api.access import Manager, Viewer
from api.auto_messages.found import find_message, find_run, judge
from api.auto_messages.new import NewAutoMessage
from api.auto_messages.seen import (
    AnnouncementDryRun,
    Progress,
    Recipient,
    Run,
    Sleepers,
    describe_recipient,
    describe_run,
    next_occurrences,
    preview_of,
)
from api.moments import Moment
from api.pages import Page, PagingIn, page_of
from api.problems import FINDING
from api.surroundings import Around
from database.announcements.audience import Audience, Group, audience_groups, target_known_as
from database.announcements.listed import office_recipients, office_runs
from database.announcements.runs import figures_of
from domain.announcements import PER_SECOND, RecipientStatus

router = APIRouter(prefix="/api/v1/auto-messages", tags=["auto-messages"])


@router.post("/dry-run", summary="Try an auto-message", responses=FINDING)
async def dry_run(new: NewAutoMessage, around: Around, caller: Manager) -> AnnouncementDryRun:
    """Say to how many it would go, when and how fast, and how it reads; nothing is kept, nothing is sent."""
    now = around.now()
    async with around.sessions() as session:
        values = await judge(session, caller, new, now=now)
        upcoming = next_occurrences(new.due_at, new.cron, new.zone, now=now)
        chat = new.target_chat_id
        audience = Audience(
            target_chat_id=chat,
            city_id=None if chat is not None else values["city_id"],
            stage=new.stage,
            language=new.language,
        )
        groups = await audience_groups(
            session,
            audience,
            at=upcoming[0].utc,
            zone=new.zone,
            respects_quiet_hours=new.respects_quiet_hours,
        )
        target = None if chat is None else await target_known_as(session, chat)
    people = sum(group.people for group in groups)
    return AnnouncementDryRun(
        audience=people,
        starts_at=upcoming[0],
        waits_for_morning=_sleepers(groups),
        sending_seconds=math.ceil(people / PER_SECOND),
        target=target,
        preview=preview_of(new.text),
        next_occurrences=upcoming,
    )


@router.get("/{public_id}/runs", summary="Runs of an auto-message", responses=FINDING)
async def runs(public_id: UUID, around: Around, caller: Viewer, paging: PagingIn) -> Page[Run]:
    """List each time that it went out, the latest first."""
    async with around.sessions() as session:
        found = await find_message(session, caller, public_id)
        rows = await office_runs(session, found.id, paging.cut)
    return page_of(rows, describe_run)


@router.get("/{public_id}/runs/{run_public_id}", summary="Progress of a run", responses=FINDING)
async def run(public_id: UUID, run_public_id: UUID, around: Around, caller: Viewer) -> Progress:
    """Show how many have it, wait for it, or will not get it."""
    async with around.sessions() as session:
        found = await find_run(session, await find_message(session, caller, public_id), run_public_id)
        figures = await figures_of(session, found.id)
    return Progress(**dict(describe_run(found)), recipients=dict(figures))


@router.get("/{public_id}/runs/{run_public_id}/recipients", summary="Recipients of a run", responses=FINDING)
async def recipients(
    public_id: UUID,
    run_public_id: UUID,
    around: Around,
    caller: Viewer,
    paging: PagingIn,
    *,
    status: Annotated[RecipientStatus | None, Query(description="Only those that stand there")] = None,
) -> Page[Recipient]:
    """List them by public id, in the order in which the audience was fixed."""
    async with around.sessions() as session:
        found = await find_run(session, await find_message(session, caller, public_id), run_public_id)
        rows = await office_recipients(session, found.id, paging.cut, status=status)
    return page_of(rows, describe_recipient)


def _sleepers(groups: list[Group]) -> list[Sleepers]:
    """Return those who sleep, by when and by whose clocks they wake, the earliest first."""
    asleep: Counter[tuple[datetime, str]] = Counter()
    for group in groups:
        if group.quiet_until is not None:
            asleep[group.quiet_until, group.zone] += group.people
    return [Sleepers(people=people, until=Moment.at(*wake)) for wake, people in sorted(asleep.items())]
