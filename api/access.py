"""Who calls: a bearer token, known to the database as a hash, stands for a caller with a role."""

from enum import StrEnum
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api.problems import Problem
from api.surroundings import Surroundings, surroundings
from database.tokens import ApiCaller, api_caller

BEARER = HTTPBearer(auto_error=False, description="A token made by `otklik token NAME`", scheme_name="token")
ASK_FOR_TOKEN = {"WWW-Authenticate": "Bearer"}


class Role(StrEnum):
    """What the owner of a token may do; any other word in the database may do nothing."""

    ADMIN = "admin"  # everything
    VIEWER = "viewer"  # look, change nothing


async def require_token(
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)],
    around: Annotated[Surroundings, Depends(surroundings)],
) -> ApiCaller:
    """Return the caller; a problem 401 where the token is missing, unknown, expired or revoked, 403 without a role.

    The database is asked for the SHA-256 of the token: how long that takes tells nothing about the token itself.
    """
    if credentials is None:
        raise Problem(HTTPStatus.UNAUTHORIZED, "token_missing", "Send a bearer token.", ASK_FOR_TOKEN)
    async with around.sessions.begin() as session:
        caller = await api_caller(session, credentials.credentials, now=around.now())
    if caller is None:
        raise Problem(
            HTTPStatus.UNAUTHORIZED, "token_invalid", "This token is unknown, expired or revoked.", ASK_FOR_TOKEN
        )
    if caller.role not in set(Role):
        raise Problem(HTTPStatus.FORBIDDEN, "role_unknown", "The role of this token allows nothing.")
    return caller


async def require_admin(caller: Annotated[ApiCaller, Depends(require_token)]) -> ApiCaller:
    """Return the caller if they may change things; a problem 403 otherwise."""
    if caller.role != Role.ADMIN:
        raise Problem(HTTPStatus.FORBIDDEN, "role_insufficient", "This token may look but change nothing.")
    return caller


Viewer = Annotated[ApiCaller, Depends(require_token)]
Admin = Annotated[ApiCaller, Depends(require_admin)]
