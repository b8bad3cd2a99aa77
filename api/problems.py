"""Refusals of the API as problem details (RFC 9457): a status, a stable `code`, a sentence for a person."""

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

from api.conflicts import conflict_of
from database.keyset import BadBookmarkError

MEDIA_TYPE = "application/problem+json"

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class Fault(BaseModel):
    """One thing that is wrong with a request, and where it stands."""

    where: list[str | int] = Field(examples=[["body", "reminder_lead"]])
    what: str


class ProblemDetails(BaseModel):
    """What a refused call is answered with; `code` (and `type`, which names it) is stable, `detail` is for people."""

    type: str = Field(examples=["urn:otklik:problem:changed_meanwhile"])
    code: str = Field(description="The reason, for programs", examples=["changed_meanwhile"])
    title: str = Field(examples=["Precondition Failed"])
    status: int = Field(examples=[412])
    detail: str = Field(
        description="What is wrong and what to do, for people",
        examples=["Somebody changed this meanwhile; read it again and decide anew."],
    )
    errors: list[Fault] = Field(default=[], description="What is wrong where, if it can be said in parts")


class Problem(Exception):  # noqa: N818 - the word of RFC 9457
    """Ends a call with problem details; `code` is the machine-readable reason."""

    def __init__(
        self,
        status: HTTPStatus,
        code: str,
        detail: str,
        headers: Mapping[str, str] | None = None,
        errors: Sequence[Fault] = (),
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail
        self.headers = headers
        self.errors = errors


def describe_problems(*statuses: HTTPStatus) -> dict[int | str, dict[str, Any]]:
    """Return the `responses` entry that tells the documentation which refusals a call knows."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}}
    return {int(status): {"description": status.phrase, "content": content} for status in statuses}


ANYWHERE = describe_problems(
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.SERVICE_UNAVAILABLE,
)
# An announced length is refused by the framework before anything of ours sees the call.
ANYWHERE[HTTPStatus.REQUEST_ENTITY_TOO_LARGE]["content"]["text/plain"] = {"schema": {"type": "string"}}
LOOKING = describe_problems(HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN) | ANYWHERE
FINDING = LOOKING | describe_problems(HTTPStatus.NOT_FOUND)
CREATING = FINDING | describe_problems(HTTPStatus.CONFLICT)
CHANGING = CREATING | describe_problems(HTTPStatus.PRECONDITION_FAILED, HTTPStatus.PRECONDITION_REQUIRED)


def answer_problems(app: FastAPI) -> None:
    """Make every refusal of this application a problem detail, those of the framework included."""
    app.add_exception_handler(Problem, _own)
    app.add_exception_handler(HTTPException, _framework)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(BadBookmarkError, _strange_cursor)
    app.add_exception_handler(RPCError, _unavailable)
    app.add_exception_handler(IntegrityError, _conflict)
    app.add_exception_handler(SQLAlchemyError, _unavailable)
    app.add_exception_handler(OSError, _unavailable)


def answer(
    status: HTTPStatus, code: str, detail: str, headers: Mapping[str, str] | None = None, **more: Any
) -> JSONResponse:
    name = f"urn:otklik:problem:{code}"
    body = {"type": name, "code": code, "title": status.phrase, "status": status, "detail": detail, **more}
    return JSONResponse(body, status_code=status, headers=headers, media_type=MEDIA_TYPE)


async def _own(_: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, Problem):
        raise error
    more = {"errors": [fault.model_dump() for fault in error.errors]} if error.errors else {}
    return answer(error.status, error.code, error.detail, error.headers, **more)


async def _framework(_: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, HTTPException):
        raise error
    status = HTTPStatus(error.status_code)
    if status is HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return answer(status, "too_large", "The body is larger than this call takes; send it in parts.", error.headers)
    if status is HTTPStatus.BAD_REQUEST:  # a body that is not even text
        return answer(HTTPStatus.UNPROCESSABLE_ENTITY, "malformed", "The body cannot be read; send JSON in UTF-8.")
    return answer(status, status.name.lower(), str(error.detail), error.headers)


async def _malformed(_: Request, error: Exception) -> JSONResponse:
    """Say what is wrong and where; the value itself stays out of the answer."""
    if not isinstance(error, RequestValidationError):
        raise error
    wrong = [{"where": list(each["loc"]), "what": each["msg"]} for each in error.errors()]
    return answer(HTTPStatus.UNPROCESSABLE_ENTITY, "malformed", "The request is malformed.", errors=wrong)


async def _strange_cursor(request: Request, _: Exception) -> JSONResponse:
    where = ["query" if request.method == "GET" else "body", "cursor"]
    fault = Fault(where=[*where], what="This is no cursor of this list.")
    detail = "The cursor does not belong to this list; begin again without one."
    return answer(HTTPStatus.UNPROCESSABLE_ENTITY, "cursor_invalid", detail, errors=[fault.model_dump()])


async def _conflict(_: Request, error: Exception) -> JSONResponse:
    """Answer 409 when a constraint refuses what the caller wants; one that no caller can break is our own mistake."""
    conflict = conflict_of(error) if isinstance(error, IntegrityError) else None
    if conflict is None:
        raise error
    faults = [Fault(where=[*conflict.where], what=conflict.detail).model_dump()] if conflict.where else []
    return answer(HTTPStatus.CONFLICT, conflict.code, conflict.detail, errors=faults)


async def _unavailable(request: Request, error: Exception) -> JSONResponse:
    """Answer 503 when a server behind this one cannot be reached; the reason is for the log only.

    A statement that the database refuses is our own mistake and stays an error.
    """
    if isinstance(error, ProgrammingError | DataError):
        raise error
    log.error("a call failed because a server behind the API did not answer", path=request.url.path, error=repr(error))
    return answer(HTTPStatus.SERVICE_UNAVAILABLE, "unavailable", "A server behind the API does not answer; try again.")
