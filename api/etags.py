"""Lost updates are refused: who changes something says which state of it they saw (RFC 9110, section 13)."""

import hashlib
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Header
from pydantic import BaseModel

from api.problems import Problem

IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        description="The `ETag` of the state that the change is about; `*` changes whatever stands there",
        examples=['"3f1c9a54e2b07d68"'],
    ),
]
TAG_LENGTH = 16
WITH_ETAG: dict[int | str, dict[str, Any]] = {
    int(HTTPStatus.OK): {
        "headers": {"ETag": {"description": "Names this state, for `If-Match`", "schema": {"type": "string"}}}
    }
}


def etag_of(seen: BaseModel) -> str:
    """Return the strong entity tag of what a caller sees."""
    return f'"{hashlib.sha256(seen.model_dump_json().encode()).hexdigest()[:TAG_LENGTH]}"'


def require_match(sent: str | None, current: str) -> None:
    """Pass if the caller saw the current state; a problem 412 if another one, 428 if they do not say which."""
    if sent is None:
        raise Problem(
            HTTPStatus.PRECONDITION_REQUIRED,
            "if_match_missing",
            "Send If-Match with the ETag that GET answered, so that nobody else's change is lost.",
        )
    if not {"*", current} & {tag.strip() for tag in sent.split(",")}:
        raise Problem(
            HTTPStatus.PRECONDITION_FAILED,
            "changed_meanwhile",
            "Somebody changed this meanwhile; read it again and decide anew.",
        )
