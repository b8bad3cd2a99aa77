"""What an admin should know about a recruiter as they stand now, and about what a change left behind."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from database.office.recruiter_prospects import RecruiterProspects, recruiter_prospects
from database.office.recruiters import OfficeRecruiter
from database.office.tokens import ApiCaller

STAND = "they stand; move or cancel them one by one where they shall not take place"
HIDDEN = "candidates do not see them; withdraw them if that is to stay"


async def warnings_about(
    session: AsyncSession, caller: ApiCaller, recruiter: OfficeRecruiter, *, now: datetime
) -> list[str]:
    """Return sentences about the cities that the caller sees."""
    ahead = [each for each in await recruiter_prospects(session, recruiter.id, now=now) if caller.sees(each.city_id)]
    return [*_about_telegram(recruiter), *_about_cities(recruiter, ahead)]


def left_behind(before: OfficeRecruiter, after: OfficeRecruiter) -> list[str]:
    """Return what a change did that is not seen any more: by which clocks times are read now."""
    if before.zone == after.zone:
        return []
    sentence = (
        f"Slots keep their instants: the recruiter types and reads times by the clocks of {after.zone} from now on. "
        f"Where times were typed by those of {before.zone} by mistake, move the slots."
    )
    return [sentence]


def _about_telegram(recruiter: OfficeRecruiter) -> list[str]:
    if not recruiter.active:
        return []
    if recruiter.telegram_id is None:
        return ["Not linked to Telegram: issue an invitation; until then requests wait in the queue of bookings."]
    if recruiter.blocked_at is not None:
        return ["Has blocked the bot: until they write to it again, requests wait in the queue of bookings."]
    return []


def _about_cities(recruiter: OfficeRecruiter, ahead: Sequence[RecruiterProspects]) -> list[str]:
    found = []
    if recruiter.active and not any(each.serves for each in ahead):
        found.append("Serves no city: nobody is offered their slots.")
    for each in ahead:
        if recruiter.active and each.serves:
            continue
        where = f"in {each.city_name}" + ("" if each.serves else ", which they do not serve")
        why = "" if recruiter.active else " although they are switched off"
        if each.held_slots:
            found.append(f"Interviews asked for or agreed {where}{why}: {each.held_slots}; {STAND}.")
        if each.free_slots:
            found.append(f"Free slots {where}{why}: {each.free_slots}; {HIDDEN}.")
        if each.leads:
            found.append(f"Still leads {each.city_name}: choose another lead, or nobody is told there.")
    return found
