"""What became of each reminder, judged from both ends: what the phones show and what the ledger says."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from proof.phone import Phone
from proof.seen import labels_sent
from proof.stand_in import Json, StandIn
from proof.test1 import Applicant
from proof.truth import Fate, Truth
from proof.way import REMINDER_BUTTONS

UNCERTAIN = "мы не уверены, что сообщение дошло"
USEFUL_UNTIL = 600.0  # seconds before the start; a later reminder helps nobody
POLL = 1.0


class Verdict(StrEnum):
    """What the promise knows, and what would break it."""

    SENT = "sent once"
    DOUBTED_ARRIVED = "unknown, the recruiter told; it has arrived"
    DOUBTED_LOST = "unknown, the recruiter told; it has not arrived"
    MISSING = "missing"
    UNTOLD = "unknown, the recruiter not told"
    TWICE = "twice"
    EARLY = "before it was due"
    LATE = "later than 10 min before the start"


KEPT = frozenset({Verdict.SENT, Verdict.DOUBTED_ARRIVED, Verdict.DOUBTED_LOST})
OPEN = frozenset({Verdict.MISSING, Verdict.UNTOLD})


@dataclass(frozen=True, kw_only=True)
class Awaited:
    """A candidate whose reminder is due at a moment (Unix seconds); `fault` is Telegram's part in the story."""

    applicant: Applicant
    candidate: Phone
    due: float
    fault: str | None


@dataclass(frozen=True, kw_only=True)
class Finding:
    """The verdict on one reminder; lateness and the time until the recruiter was told are seconds after it was due."""

    awaited: Awaited
    verdict: Verdict
    copies: int
    fate: Fate
    lateness: float | None
    told_after: float | None

    def __str__(self) -> str:
        who = f"{self.awaited.applicant.full_name} ({self.awaited.candidate.person_id})"
        ledger = f"{self.fate.status or 'no line'}, {self.fate.attempts or 0} attempts"
        told = "not told" if self.told_after is None else f"told {self.told_after:.0f} s after"
        return (
            f"{self.verdict}: {who}, due {self.awaited.due:.3f}, Telegram {self.awaited.fault or 'well'}, "
            f"{self.copies} on the phone, ledger: {ledger}, recruiter {told}"
        )


@dataclass(frozen=True, kw_only=True)
class Audit:
    """Looks at the candidate's phone, the ledger and the recruiter's phone."""

    stand_in: StandIn
    truth: Truth
    recruiter: Phone

    async def until_settled(self, everybody: Sequence[Awaited], *, seconds: float) -> list[Finding]:
        """Return the findings when nothing is open any more, or as they are when the time is over."""
        clock = asyncio.get_running_loop().time
        ends = clock() + seconds
        while True:
            findings = await self.look(everybody)
            if clock() > ends or not any(finding.verdict in OPEN for finding in findings):
                return findings
            await asyncio.sleep(POLL)

    async def look(self, everybody: Sequence[Awaited]) -> list[Finding]:
        """Return what is to be seen now."""
        told = await self.stand_in.calls(self.recruiter.person_id, "sendMessage")
        return [await self._judge(awaited, told) for awaited in everybody]

    async def _judge(self, awaited: Awaited, told: Sequence[Json]) -> Finding:
        fate = await self.truth.fate_of_reminder(awaited.candidate.person_id)
        calls = await self.stand_in.calls(awaited.candidate.person_id, "sendMessage")
        chat = await awaited.candidate.look()
        shown = sum(said.labels == REMINDER_BUTTONS for said in chat.from_bot())
        copies = max(shown, labels_sent(calls).count(REMINDER_BUTTONS))
        told_at = _told_at(told, awaited.applicant.full_name)
        arrived = fate.finished_at if copies else None
        return Finding(
            awaited=awaited,
            verdict=judge(fate, due=awaited.due, copies=copies, is_told=told_at is not None),
            copies=copies,
            fate=fate,
            lateness=None if arrived is None else arrived - awaited.due,
            told_after=None if told_at is None else max(told_at - awaited.due, 0.0),
        )


def judge(fate: Fate, *, due: float, copies: int, is_told: bool) -> Verdict:
    """Judge by the table of the promise; what is still open is judged as if it stayed so."""
    if copies > 1:
        return Verdict.TWICE
    if fate.status == "unknown":
        doubted = Verdict.DOUBTED_ARRIVED if copies else Verdict.DOUBTED_LOST
        return doubted if is_told else Verdict.UNTOLD
    if fate.status != "sent" or not copies or fate.finished_at is None:
        return Verdict.MISSING
    if fate.finished_at < due:
        return Verdict.EARLY
    return Verdict.LATE if fate.finished_at > fate.starts_at - USEFUL_UNTIL else Verdict.SENT


def _told_at(calls: Sequence[Json], full_name: str) -> int | None:
    """Return when the recruiter was told of the doubt about this candidate, in whole Unix seconds."""
    told = (call["at"] for call in calls if call["status"] == 200 and _doubts(call["parameters"]["text"], full_name))
    return min(told, default=None)


def _doubts(text: str, full_name: str) -> bool:
    return UNCERTAIN in text and full_name in text
