"""Wishes to move a booking, those that wait as well as those that were settled."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.access import Viewer
from api.bookings.routes import City, Recruiter
from api.bookings.wishes_seen import Wish
from api.pages import Page, PagingIn, page_of
from api.problems import LOOKING
from api.surroundings import Around
from database.moves.listed_wishes import WantedWishes, WishOrder, wish_lines

router = APIRouter(prefix="/api/v1/reschedule-requests", tags=["moves"])


@router.get("", summary="Wishes to move, settled ones too", responses=LOOKING)
async def reschedule_requests(
    around: Around,
    caller: Viewer,
    paging: PagingIn,
    *,
    is_open: Annotated[bool | None, Query(alias="open", description="Only open ones, or only settled ones")] = None,
    city: City = None,
    recruiter: Recruiter = None,
) -> Page[Wish]:
    """List them, the latest first; those that wait, by their deadline, are in `GET /api/v1/bookings/moves`."""
    wanted = WantedWishes(cities=caller.cities, is_open=is_open, city=city, recruiter=recruiter)
    async with around.sessions() as session:
        return page_of(await wish_lines(session, wanted, paging.cut, order=WishOrder.REQUESTED_LAST), Wish.of)
