"""Trouble on demand: which calls go wrong, how, and how often."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Any

Json = dict[str, Any]


class FaultKind(StrEnum):
    TOO_MANY_REQUESTS = "too_many_requests"
    SERVER_ERROR = "server_error"
    BAD_GATEWAY = "bad_gateway"
    SLOW = "slow"
    DROPPED_BEFORE = "dropped_before"
    DROPPED_AFTER = "dropped_after"
    FORBIDDEN = "forbidden"
    REFUSED = "refused"


@dataclass
class Fault:
    """`method` is a shell pattern without regard to case; none means every method but getUpdates.

    `count` is how many calls still go wrong; none means until the fault is taken away (for `forbidden`: until the
    person unblocks the bot). `retry_after` belongs to `too_many_requests`, `seconds` to `slow`, `status` to
    `server_error`, `description` to that one, to `forbidden` and to `refused`, which is a 400.
    """

    id: int
    kind: FaultKind
    method: str | None = None
    chat_id: int | None = None
    count: int | None = None
    retry_after: int | None = None
    seconds: float = 5.0
    status: int = 500
    description: str | None = None

    def strikes(self, method: str, chat_id: int | None) -> bool:
        if self.chat_id is not None and self.chat_id != chat_id:
            return False
        if self.method is None:
            return method.lower() != "getupdates"
        return fnmatchcase(method.lower(), self.method.lower())


class Faults:
    """The faults in force, oldest first. They live in memory: a restarted stand-in is well again."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._drawn = 0

    def all(self) -> list[Json]:
        return [asdict(fault) for fault in self._faults]

    def add(self, kind: FaultKind, wishes: Json) -> Fault:
        self._drawn += 1
        fault = Fault(id=self._drawn, kind=kind, **wishes)
        self._faults.append(fault)
        return fault

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        """Return the fault that strikes this call; a counted one is used up by it."""
        fault = next((each for each in self._faults if each.strikes(method, chat_id)), None)
        if fault is not None and fault.count is not None:
            fault.count -= 1
            if fault.count <= 0:
                self._faults.remove(fault)
        return fault

    def remove(self, fault_id: int | None = None) -> None:
        """Take one fault away, or all of them."""
        self._faults = [fault for fault in self._faults if fault_id is not None and fault.id != fault_id]

    def forgive(self, chat_id: int) -> None:
        """End the refusals of somebody who has unblocked the bot."""
        kept = [each for each in self._faults if each.kind is not FaultKind.FORBIDDEN or each.chat_id != chat_id]
        self._faults = kept
