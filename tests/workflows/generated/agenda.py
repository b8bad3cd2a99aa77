"""What is going to happen of people's accord: presses with their instants, and how late, double and stale ones arise."""

import heapq
import itertools
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from domain.booking import Actor
from domain.ids import BookingId
from domain.policy import Policy
from tests.workflows.generated.chance import Chance
from workflows.messages import AboutBooking, News, Press

PressT = TypeVar("PressT", bound=Press)
AboutT = TypeVar("AboutT", bound=AboutBooking)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Planned:
    """Something that will happen then, unless everything is down: news, or a new policy of the city."""

    at: datetime
    what: News | Policy


class Agenda:
    """The queue of what people will do, soonest first."""

    def __init__(self, chance: Chance, candidate_id: int) -> None:
        self.chance, self.candidate_id = chance, candidate_id
        self._queue: list[tuple[datetime, int, Planned]] = []
        self._order, self._updates = itertools.count(), itertools.count(1)

    @property
    def next_at(self) -> datetime | None:
        """When the next thing will happen."""
        return self._queue[0][0] if self._queue else None

    def take(self, now: datetime) -> Planned | None:
        """Return the next thing that was due by then, if any."""
        return heapq.heappop(self._queue)[2] if self._queue and self._queue[0][0] <= now else None

    def add(self, at: datetime, what: News | Policy) -> None:
        heapq.heappush(self._queue, (at, next(self._order), Planned(at=at, what=what)))

    def press(self, at: datetime, press: type[PressT], **details: Any) -> None:
        """Plan a press; now and then the same update comes twice, or the old button is pressed again later."""
        news = press(update_id=next(self._updates), **details)
        self.add(at, news)
        if self.chance.happens(0.06):
            self.add(at + self.chance.lasting(timedelta(seconds=1), HOUR), news)
        if self.chance.happens(0.06):
            again = replace(news, update_id=next(self._updates))
            self.add(at + self.chance.lasting(MINUTE, 2 * DAY), again)

    def about(
        self, at: datetime, press: type[AboutT], booking: tuple[BookingId, int], by: Actor, **details: Any
    ) -> None:
        """Plan a press about a booking (id, revision)."""
        booking_id, revision = booking
        by_id = self.candidate_id if by is Actor.CANDIDATE else 3
        self.press(at, press, booking_id=booking_id, revision=revision, by=by, by_id=by_id, **details)
