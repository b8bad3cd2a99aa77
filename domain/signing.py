"""Signatures of webhooks, as https://www.standardwebhooks.com has them: HMAC-SHA256 over id, time and body."""

import base64
import hmac
import secrets
from collections.abc import Sequence

PREFIX = "whsec_"
SECRET_BYTES = 32


def new_secret() -> str:
    """Return a new secret as its owner keeps it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def signed_headers(keys: Sequence[str], *, event_id: str, at: int, body: bytes) -> dict[str, str]:
    """Return the three headers of a webhook; `at` counts seconds since 1970. There is a signature for each secret."""
    signed = f"{event_id}.{at}.".encode() + body
    return {
        "webhook-id": event_id,
        "webhook-timestamp": str(at),
        "webhook-signature": " ".join(_signature(key, signed) for key in keys),
    }


def _signature(key: str, signed: bytes) -> str:
    code = hmac.digest(base64.b64decode(key.removeprefix(PREFIX)), signed, "sha256")
    return f"v1,{base64.b64encode(code).decode()}"
