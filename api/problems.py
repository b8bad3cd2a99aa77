"""Refusals of the API as problem details (RFC 9457): a status, a stable `type`, a sentence for a person."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from sqlalchemy.exc import DataError, IntegrityError, ProgrammingError, SQLAlchemyError
from starlette.exceptions import HTTPException
from temporalio.service import RPCError

MEDIA_TYPE = "application/problem+json"

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class Fault(BaseModel):
    """One thing that is wrong with a request, and where it stands."""

    where: list[str | int] = Field(examples=[["body", "reminder_lead"]])
    what: str


class ProblemDetails(BaseModel):
    """What a refused call is answered with; `type` is stable, `detail` is for people."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[Fault] = Field(default=[], description="What is wrong where, if it can be said in parts")


class Problem(Exception):  # noqa: N818 - the word of RFC 9457
    """Ends a call with problem details; `kind` is the machine-readable reason."""

    def __init__(
        self,
        status: HTTPStatus,
        kind: str,
        detail: str,
        headers: Mapping[str, str] | None = None,
        errors: Sequence[Fault] = (),
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.kind = kind
        self.detail = detail
        self.headers = headers
        self.errors = errors


def describe_problems(*statuses: HTTPStatus) -> dict[int | str, dict[str, Any]]:
    """Return the `responses` entry that tells the documentation which refusals a call knows."""
    return {int(status): {"model": ProblemDetails, "description": status.phrase} for status in statuses}


def answer_problems(app: FastAPI) -> None:
    """Make every refusal of this application a problem detail, those of the framework included."""
    app.add_exception_handler(Problem, _own)
    app.add_exception_handler(HTTPException, _framework)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(RPCError, _unavailable)
    app.add_exception_handler(SQLAlchemyError, _unavailable)
    app.add_exception_handler(OSError, _unavailable)


def _answer(
    status: HTTPStatus, kind: str, detail: str, headers: Mapping[str, str] | None = None, **more: Any
) -> JSONResponse:
    body = {"type": f"urn:otklik:problem:{kind}", "title": status.phrase, "status": status, "detail": detail, **more}
    return JSONResponse(body, status_code=status, headers=headers, media_type=MEDIA_TYPE)


async def _own(_: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, Problem):
        raise error
    more = {"errors": [fault.model_dump() for fault in error.errors]} if error.errors else {}
    return _answer(error.status, error.kind, error.detail, error.headers, **more)


async def _framework(_: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, HTTPException):
        raise error
    status = HTTPStatus(error.status_code)
    return _answer(status, status.name.lower(), str(error.detail), error.headers)


async def _malformed(_: Request, error: Exception) -> JSONResponse:
    """Say what is wrong and where; the value itself stays out of the answer."""
    if not isinstance(error, RequestValidationError):
        raise error
    wrong = [{"where": list(each["loc"]), "what": each["msg"]} for each in error.errors()]
    return _answer(HTTPStatus.UNPROCESSABLE_ENTITY, "malformed", "The request is malformed.", errors=wrong)


async def _unavailable(request: Request, error: Exception) -> JSONResponse:
    """Answer 503 when a server behind this one cannot be reached; the reason is for the log only.

    A statement that the database refuses is our own mistake and stays an error.
    """
    if isinstance(error, ProgrammingError | DataError | IntegrityError):
        raise error
    log.error("a call failed because a server behind the API did not answer", path=request.url.path, error=repr(error))
    return _answer(HTTPStatus.SERVICE_UNAVAILABLE, "unavailable", "A server behind the API does not answer; try again.")
