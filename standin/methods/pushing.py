"""setWebhook, deleteWebhook, getWebhookInfo."""

import re
from typing import Any
from urllib.parse import urlsplit

from standin.calls import Call
from standin.refusals import bad_request
from standin.webhook import Address
from standin.world import World

Json = dict[str, Any]

SECRET_TOKEN = re.compile(r"[A-Za-z0-9_-]{0,256}")


def set_webhook(world: World, call: Call) -> bool:
    """Plain http is accepted, as by a local Bot API server."""
    url = call.text("url")
    if url and (urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if not SECRET_TOKEN.fullmatch(call.text("secret_token")):
        raise bad_request("secret token contains unallowed characters")
    allowed = call.structure("allowed_updates")
    if allowed is not None:
        world.updates.allow([str(kind) for kind in allowed])
    if call.flag("drop_pending_updates"):
        world.updates.drop_waiting(at=world.clock.now())
    connections = min(max(call.number("max_connections") or 40, 1), 100)
    world.webhook.set(Address(url, call.text("secret_token"), connections))
    if url:
        # A long poll that still waits is told 409, as if another poller had come.
        world.updates.poller = None
    world.changes.announce("webhook")
    return True


def delete_webhook(world: World, call: Call) -> bool:
    if call.flag("drop_pending_updates"):
        world.updates.drop_waiting(at=world.clock.now())
    world.webhook.set(Address())
    world.changes.announce("webhook")
    return True


def get_webhook_info(world: World, _call: Call) -> Json:
    address = world.webhook.address
    told: Json = {
        "url": address.url,
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates.waiting(at=world.clock.now())),
    }
    if address.url:
        told["max_connections"] = address.max_connections
        told["ip_address"] = "127.0.0.1"
    if world.updates.allowed:
        told["allowed_updates"] = world.updates.allowed
    if address.last_error_date is not None:
        told["last_error_date"] = address.last_error_date
        told["last_error_message"] = address.last_error_message
    return told
