"""Finding the webhook that a call is about, and refusing addresses to which nothing is sent."""

from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.problems import Fault, Problem
from database.office.named_cities import cities_by_public_id
from database.webhooks.endpoints import OfficeWebhook, office_webhook
from database.webhooks.log import LoggedDelivery, logged_delivery
from domain.public_addresses import is_address, is_public

AT_HOME = ("localhost", ".localhost", ".local", ".internal")


async def find_webhook(session: AsyncSession, public_id: UUID, *, locks: bool = False) -> OfficeWebhook:
    """Return the webhook, a problem 404 where there is none."""
    found = await office_webhook(session, public_id, locks=locks)
    if found is None:
        detail = "There is no such webhook; GET /api/v1/webhooks lists those there are."
        raise Problem(HTTPStatus.NOT_FOUND, "no_webhook", detail)
    return found


async def find_delivery(session: AsyncSession, webhook: OfficeWebhook, public_id: UUID) -> LoggedDelivery:
    """Return a delivery of the webhook, a problem 404 where there is none."""
    found = await logged_delivery(session, webhook.id, public_id)
    if found is None:
        detail = (
            f"There is no such delivery; GET /api/v1/webhooks/{webhook.public_id}/deliveries lists those there are."
        )
        raise Problem(HTTPStatus.NOT_FOUND, "no_delivery", detail)
    return found


async def stored(session: AsyncSession, named: dict[str, Any]) -> dict[str, Any]:
    """Return what is written as it is stored: a city by its row; a problem 404 where there is no such city."""
    values = dict(named)
    if "city" not in values:
        return values
    public_id = values.pop("city")
    known = {} if public_id is None else await cities_by_public_id(session, [public_id])
    if public_id is not None and public_id not in known:
        fault = Fault(where=["body", "city"], what="There is no such city.")
        detail = "There is no such city; GET /api/v1/cities lists those there are."
        raise Problem(HTTPStatus.NOT_FOUND, "no_city", detail, errors=[fault])
    return values | {"city_id": known.get(public_id)}


def refuse_house(url: str, *, to_private: bool) -> None:
    """Pass if something may be sent there; a problem 422 otherwise.

    A name that means an address inside the house is found out when it is called, and refused then.
    """
    if to_private:
        return
    parts = urlsplit(url)
    host = parts.hostname or ""
    inside = host.endswith(AT_HOME) or (is_address(host) and not is_public(host))
    if parts.scheme != "https" or inside:
        what = "It must be https." if parts.scheme != "https" else "It is inside the house."
        detail = f"{what} Events are sent by https to the public internet; WEBHOOKS_TO_PRIVATE=true allows more."
        raise Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY, "address_refused", detail, errors=[Fault(where=["body", "url"], what=what)]
        )
