"""The search attributes that a Temporal namespace must know before the first journey starts: the workflows name them.

The embedded server registers them when it starts; `otklik migrate` does so anywhere else.
"""

from collections.abc import Mapping

from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest, ListSearchAttributesRequest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from otklik.errors import CannotStartError
from workflows.showing import SEARCH_ATTRIBUTES

__all__ = [
    "SEARCH_ATTRIBUTES",
    "RefusedByTemporalError",
    "missing_search_attributes",
    "register_search_attributes",
]

MAY_PASS = frozenset({RPCStatusCode.UNAVAILABLE, RPCStatusCode.DEADLINE_EXCEEDED, RPCStatusCode.RESOURCE_EXHAUSTED})


class RefusedByTemporalError(CannotStartError):
    """Temporal answers, and it will not do: waiting would change nothing."""


async def register_search_attributes(client: Client) -> Mapping[str, str]:
    """Register what the namespace does not know and return it; safe to repeat.

    Raises `RefusedByTemporalError` where that is not allowed, and RPCError while the server does not answer.
    """
    missing: Mapping[str, str] = SEARCH_ATTRIBUTES
    try:
        missing = await missing_search_attributes(client)
        if missing:
            await client.operator_service.add_search_attributes(_request(client, missing))
    except RPCError as error:
        if error.status in MAY_PASS:
            raise
        raise RefusedByTemporalError(refusal(client.namespace, missing, error)) from None
    return missing


async def missing_search_attributes(client: Client) -> Mapping[str, str]:
    """Return those that the namespace does not know, with their types.

    Raises `RefusedByTemporalError` when one is there with another type, and RPCError.
    """
    request = ListSearchAttributesRequest(namespace=client.namespace)
    known = (await client.operator_service.list_search_attributes(request)).custom_attributes
    wrong = [name for name, kind in SEARCH_ATTRIBUTES.items() if name in known and known[name] != _type(kind)]
    if wrong:
        raise RefusedByTemporalError(
            f"Temporal's namespace {client.namespace} has {', '.join(wrong)} with another type: remove them with "
            "`temporal operator search-attribute remove`, or give Otklik a namespace of its own (TEMPORAL_NAMESPACE)."
        )
    return {name: kind for name, kind in SEARCH_ATTRIBUTES.items() if name not in known}


def refusal(namespace: str, missing: Mapping[str, str], error: RPCError) -> str:
    """Return what to ask for, of whoever may do it."""
    if error.status is RPCStatusCode.NOT_FOUND:
        return (
            f"Temporal has no namespace {namespace}: make it with `temporal operator namespace create "
            f"-n {namespace} --retention 30d`, or name another one (TEMPORAL_NAMESPACE)."
        )
    pairs = " ".join(f"--name {name} --type {kind}" for name, kind in missing.items())
    return (
        f"Temporal did not let this account add search attributes ({error.message}). Ask whoever runs it for "
        f"`temporal operator search-attribute create -n {namespace} {pairs}`; in Temporal Cloud they are added on "
        "the page of the namespace. Then run `otklik migrate` again."
    )


def _request(client: Client, missing: Mapping[str, str]) -> AddSearchAttributesRequest:
    types = {name: _type(kind) for name, kind in missing.items()}
    return AddSearchAttributesRequest(namespace=client.namespace, search_attributes=types)


def _type(kind: str) -> IndexedValueType.ValueType:
    return IndexedValueType.Value(f"INDEXED_VALUE_TYPE_{kind.upper()}")
