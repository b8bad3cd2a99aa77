"""What every call of this application works with, handed to it once when it is built."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from temporalio.client import Client

from workflows.journeys import Journeys


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """The database, the journeys and the wall clock (UTC), which judges tokens and nothing else.

    `webhooks_to_private`: webhooks may be addresses inside the house.
    """

    sessions: async_sessionmaker[AsyncSession]
    client: Client
    now: Callable[[], datetime]
    webhooks_to_private: bool = False

    @property
    def journeys(self) -> Journeys:
        """The typed way to every journey."""
        return Journeys(self.client)


def surroundings(request: Request) -> Surroundings:
    """Return what the application that serves this call was built with."""
    around = request.app.state.surroundings
    if not isinstance(around, Surroundings):
        raise TypeError("the application was built without its surroundings")
    return around


Around = Annotated[Surroundings, Depends(surroundings)]
