"""Telling a journey something as an admin: an update, whose answer or refusal the caller waits for."""

import secrets
from collections.abc import Awaitable
from http import HTTPStatus

from pydantic import BaseModel
from temporalio.client import RPCTimeoutOrCancelledError, WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode

from api.problems import Problem, describe_problems
from domain.stages import Stage

REFUSALS = describe_problems(HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT)


class Settled(BaseModel):
    """The stage in which the candidate's journey is after the answer."""

    stage: Stage


def own_update_id() -> int:
    """Return an id for news that did not come from Telegram: negative, so it is never one of Telegram's."""
    return -1 - secrets.randbelow(2**53)


async def settled(update: Awaitable[str]) -> Settled:
    """Return where the journey stands after an update; its refusal is a problem 409, no journey a problem 404."""
    try:
        return Settled(stage=Stage(await update))
    except WorkflowUpdateFailedError as error:
        if isinstance(error.cause, ApplicationError) and error.cause.type == "Refused":
            raise Problem(
                HTTPStatus.CONFLICT, "refused", f"This changes nothing now: the journey is {error.cause.message}."
            ) from error
        raise
    except RPCTimeoutOrCancelledError as error:
        raise Problem(
            HTTPStatus.SERVICE_UNAVAILABLE, "not_answered", "The journey did not answer in time; look before retrying."
        ) from error
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            raise Problem(HTTPStatus.NOT_FOUND, "no_journey", "The candidate's journey is not open.") from error
        raise
