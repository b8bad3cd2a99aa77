"""Creates that may be sent twice: under an `Idempotency-Key` the second call creates nothing and hears the same."""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, TypeVar

from fastapi import Depends, Header, Request, Response
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from api.access import Viewer
from api.problems import Problem
from api.surroundings import Around, Surroundings
from database.office.answered_creates import earlier_answer, keep_answer
from database.office.tokens import ApiCaller

REPLAYED = "Idempotency-Replayed"

Made = TypeVar("Made", bound=BaseModel)
Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        description="Any word of yours for this one call; sent again within a day it creates nothing",
        min_length=1,
        max_length=200,
        pattern="^[!-~]+$",
        examples=["4c5b1f0e-new-city"],
    ),
]


@dataclass(frozen=True, kw_only=True)
class Creation:
    """One create: who asks for it, under which key, and the hash of what they ask."""

    around: Surroundings
    caller: ApiCaller
    key: str | None
    request_hash: bytes

    async def create(
        self, make: Callable[[AsyncSession], Awaitable[Made]], answer: type[Made], response: Response
    ) -> Made:
        """Make it in a transaction of its own, or return what was answered before; another body is a problem 422."""
        async with self.around.sessions.begin() as session:
            if self.key is None:
                return await make(session)
            now = self.around.now()
            earlier = await earlier_answer(session, token_id=self.caller.id, key=self.key, now=now)
            if earlier is not None:
                self._refuse_another(earlier.request_hash)
                response.headers[REPLAYED] = "true"
                return answer.model_validate(earlier.answer)
            made = await make(session)
            await keep_answer(
                session,
                token_id=self.caller.id,
                key=self.key,
                request_hash=self.request_hash,
                answer=made.model_dump(mode="json"),
                now=now,
            )
            return made

    def _refuse_another(self, request_hash: bytes) -> None:
        if request_hash != self.request_hash:
            raise Problem(
                HTTPStatus.UNPROCESSABLE_ENTITY,
                "idempotency_key_reused",
                "This key was used for another call; send a new key with a new call.",
            )


async def creation(request: Request, around: Around, caller: Viewer, key: Key = None) -> Creation:
    """Return what is known of the create before its body is looked at."""
    asked = f"{request.method} {request.url.path}?{request.url.query}\n".encode() + await request.body()
    return Creation(around=around, caller=caller, key=key, request_hash=hashlib.sha256(asked).digest())


Once = Annotated[Creation, Depends(creation)]
