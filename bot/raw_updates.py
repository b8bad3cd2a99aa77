"""Bodies of updates as they arrive: read as JSON, or kept as text where they are whole but beyond our parser.

A body that was cut off or mangled on its way may come whole the next time. One that nests too deeply, or whose numbers
have too many digits, never becomes readable: it is kept as it is, so that it is parked and does not block what follows.
"""

import json
import re
from typing import Any

UPDATE_ID = re.compile(r'"update_id"\s*:\s*(\d{1,19})\s*[,}]')


class BrokenBodyError(ValueError):
    """No JSON, or not all of it: another time it may come whole."""


class BeyondUsError(ValueError):
    """JSON that our parser cannot get through, however often it comes."""


def read_update_body(body: bytes) -> Any:
    """Return the update that the body says, or what is kept of one beyond us; raise BrokenBodyError for no JSON."""
    try:
        return read_json(body)
    except BeyondUsError:
        return kept_as_text(body.decode(errors="replace"))


def read_batch(body: str) -> list[Any]:
    """Return the updates in an answer of Telegram; raise BrokenBodyError for any other answer, or BeyondUsError."""
    answer = read_json(body)
    updates = answer.get("result") if isinstance(answer, dict) else None
    if not isinstance(updates, list):
        raise BrokenBodyError(type(answer).__name__)
    return updates


def read_json(body: bytes | str) -> Any:
    """Return what the body says; raise BrokenBodyError or BeyondUsError."""
    try:
        return json.loads(body)
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise BrokenBodyError(type(error).__name__) from error
    except (ValueError, RecursionError) as error:
        raise BeyondUsError(type(error).__name__) from error


def kept_as_text(body: str) -> dict[str, Any]:
    """Return an update that nobody can read, with its id if it says one."""
    said = UPDATE_ID.search(body)
    return {"update_id": int(said[1]) if said else None, "unreadable": body}
