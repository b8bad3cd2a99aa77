"""Creates whose answer holds a secret: it is shown once and kept nowhere, so a call sent again cannot hear it."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import TypeVar

from fastapi import Response
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from api.once import Creation
from api.problems import Problem

Made = TypeVar("Made", bound=BaseModel)
AGAIN = (
    "This call was answered already, and what it issued was shown then and never again. If the answer did not arrive, "
    "revoke {name} and issue another one under a new Idempotency-Key."
)


async def create_secret(
    once: Creation,
    make: Callable[[AsyncSession], Awaitable[tuple[Made, str]]],
    answer: type[Made],
    response: Response,
    *,
    name: Callable[[Made], str],
) -> tuple[Made, str]:
    """Make it and return what may be kept and the secret; a problem 409 `already_issued` for a call sent again.

    Under an `Idempotency-Key` the first part alone is stored; `name` says what is to be revoked.
    """
    secrets: list[str] = []

    async def without_secret(session: AsyncSession) -> Made:
        made, secret = await make(session)
        secrets.append(secret)
        return made

    made = await once.create(without_secret, answer, response)
    if not secrets:
        raise Problem(HTTPStatus.CONFLICT, "already_issued", AGAIN.format(name=name(made)))
    return made, secrets[0]
