"""What Telegram says when it refuses a call: a status, a sentence, and sometimes parameters."""

from typing import Any

Json = dict[str, Any]

BAD_REQUEST = 400
UNAUTHORIZED = 401
FORBIDDEN = 403
NOT_FOUND = 404
CONFLICT = 409
TOO_MANY_REQUESTS = 429


class RefusedError(Exception):
    """A call that Telegram would answer with `ok: false`."""

    def __init__(self, code: int, description: str, parameters: Json | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> Json:
        answer: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


def bad_request(reason: str) -> RefusedError:
    return RefusedError(BAD_REQUEST, f"Bad Request: {reason}")


def forbidden(reason: str) -> RefusedError:
    return RefusedError(FORBIDDEN, f"Forbidden: {reason}")


def conflict(reason: str) -> RefusedError:
    return RefusedError(CONFLICT, f"Conflict: {reason}")


def too_many_requests(retry_after: int | None) -> RefusedError:
    """Without `retry_after` the answer carries neither the number nor the parameters."""
    if retry_after is None:
        return RefusedError(TOO_MANY_REQUESTS, "Too Many Requests")
    reason = f"Too Many Requests: retry after {retry_after}"
    return RefusedError(TOO_MANY_REQUESTS, reason, {"retry_after": retry_after})
