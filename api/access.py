"""Who calls: a bearer token, known to the database as a hash, stands for a caller with a role and, often, cities."""

from http import HTTPStatus
from typing import Annotated

from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api.problems import Problem
from api.surroundings import Surroundings, surroundings
from database.office.tokens import ApiCaller, api_caller
from database.tables import Role

BEARER = HTTPBearer(auto_error=False, description="A token made by `otklik token NAME`", scheme_name="token")
ASK_FOR_TOKEN = {"WWW-Authenticate": "Bearer"}


async def require_token(
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)],
    around: Annotated[Surroundings, Depends(surroundings)],
) -> ApiCaller:
    """Return the caller; a problem 401 where the token is missing, unknown, expired or revoked.

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
    return caller


async def require_everywhere(caller: Annotated[ApiCaller, Depends(require_token)]) -> ApiCaller:
    """Return the caller if no city is out of their reach; a problem 403 otherwise."""
    if caller.cities is not None:
        raise Problem(HTTPStatus.FORBIDDEN, "cities_limited", "This needs a token that is not limited to some cities.")
    return caller


async def require_manager(caller: Annotated[ApiCaller, Depends(require_token)]) -> ApiCaller:
    """Return the caller if they may change things of some city; a problem 403 otherwise."""
    if caller.role is Role.VIEWER:
        raise Problem(HTTPStatus.FORBIDDEN, "role_insufficient", "This token may look but change nothing.")
    return caller


async def require_admin(caller: Annotated[ApiCaller, Depends(require_token)]) -> ApiCaller:
    """Return the caller if they may change everything; a problem 403 otherwise."""
    if caller.role is not Role.ADMIN:
        raise Problem(HTTPStatus.FORBIDDEN, "role_insufficient", "This needs the token of an admin.")
    return caller


Viewer = Annotated[ApiCaller, Depends(require_token)]
EverywhereViewer = Annotated[ApiCaller, Depends(require_everywhere)]
Manager = Annotated[ApiCaller, Depends(require_manager)]
Admin = Annotated[ApiCaller, Depends(require_admin)]
