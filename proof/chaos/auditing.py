"""The audit after the dust has settled: everything that was done is compared with everything that came of it."""

import asyncio
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from proof.chaos import records
from proof.chaos.candidate import Candidate
from proof.chaos.commands import ask_doctor, ask_reconcile
from proof.chaos.journeys import audit_journeys, list_journeys
from proof.chaos.letters import audit_letters, kinds_told
from proof.chaos.script import Ending
from proof.chaos.violations import Breach, Findings
from proof.house import House
from proof.stand_in import StandIn
from proof.truth import Truth

QUIET_FOR = 3.0  # seconds
POLL = 1.0


@dataclass(frozen=True, kw_only=True)
class Audit:
    """Looks at Telegram's record, at the database, at Temporal's list, and asks the product's own commands."""

    house: House
    stand_in: StandIn
    candidates: Sequence[Candidate]

    async def until_settled(self, *, seconds: float) -> None:
        """Return when nothing is under way any more for a moment, or when the time is over."""
        clock = asyncio.get_running_loop().time
        ends, calm_since = clock() + seconds, clock()
        while clock() < ends and clock() - calm_since < QUIET_FOR:
            waiting, _ = await self.stand_in.untaken()
            (left,) = await self.house.truth.ask(records.UNDER_WAY)
            if waiting or left["updates"] or left["letters"]:
                calm_since = clock()
            await asyncio.sleep(POLL)

    async def look(self) -> Findings:
        """Return all that is wrong."""
        findings = Findings()
        truth = self.house.truth
        lines = list(await truth.ask(records.LEDGER))
        audit_letters(lines, await self.stand_in.all_calls(), findings)
        people = list(await truth.ask(records.PEOPLE))
        self._audit_scripts(people, lines, findings)
        await audit_bookings(truth, findings)
        taken = {row["update_id"]: row["status"] for row in await truth.ask(records.UPDATES)}
        waiting, expired = await self.stand_in.untaken()
        audit_updates(self.stand_in.update_ids, taken, waiting=waiting, expired=expired, findings=findings)
        await self._audit_words(findings)
        audit_journeys(people, await list_journeys(self.house), now=await truth.now(), findings=findings)
        surroundings = self.house.surroundings()
        await ask_doctor(surroundings, findings)
        await ask_reconcile(surroundings, findings)
        return findings

    async def _audit_words(self, findings: Findings) -> None:
        """Demand that what people said is kept, once for each time it was said."""
        kept = {row["text"]: row["copies"] for row in await self.house.truth.ask(records.TEXTS)}
        for candidate in self.candidates:
            for words in candidate.words:
                copies = kept.get(words, 0)
                if copies == 0:
                    findings.add(Breach.LOST_UPDATE, f"“{words}” was said and is not kept")
                elif copies > 1 and not candidate.phone.pressed_again:
                    findings.add(Breach.ACTED_TWICE, f"“{words}” was said once and is kept {copies} times")

    def _audit_scripts(self, people: Sequence[Any], lines: Sequence[Any], findings: Findings) -> None:
        known = {person["telegram_id"]: person["id"] for person in people}
        for candidate in self.candidates:
            if candidate.reached == "not begun":
                continue
            who = f"{candidate.applicant.full_name} ({candidate.phone.person_id})"
            candidate_id = known.get(candidate.phone.person_id)
            if candidate_id is None:
                findings.add(Breach.LOST_UPDATE, f"{who} has begun, and the database does not know them")
                continue
            if not candidate.is_done:
                findings.add(Breach.STUCK, f"{who} waits in vain for {candidate.phone.waits_for}")
            told = Counter(kinds_told(lines, candidate_id))
            for kind in sorted(candidate.must_have - told.keys()):
                findings.add(Breach.LOST_LETTER, f"{who} saw {kind}, which the ledger does not know")
            _judge_calm(candidate, told, who, findings)


def _judge_calm(candidate: Candidate, told: Counter[str], who: str, findings: Findings) -> None:
    """Demand exact counts of who pressed each button once: as many questions as were answered, one menu."""
    if not candidate.script.is_calm or candidate.phone.pressed_again or not candidate.is_done:
        return
    findings.figures["calm journeys counted exactly"] += 1
    if told["ask_question"] != candidate.questions:
        what = f"{who} was asked {told['ask_question']} questions, and answered {candidate.questions}"
        findings.add(Breach.ACTED_TWICE, what)
    leaves_early = candidate.script.ending in {Ending.LEAVE_EARLY, Ending.VANISH}
    if told["offer_recruiters"] != (0 if leaves_early else 1):
        findings.add(Breach.ACTED_TWICE, f"{who} was shown the recruiters {told['offer_recruiters']} times")


async def audit_bookings(truth: Truth, findings: Findings) -> None:
    """Demand that nothing and nobody is booked twice, and that no booking changed twice to the same."""
    for what, query in records.BOOKED_TWICE.items():
        for row in await truth.ask(query):
            findings.add(Breach.BOOKED_TWICE, f"{what}: {row['who']}")
    for row in await truth.ask(records.CHANGED_TWICE):
        findings.add(Breach.ACTED_TWICE, f"{row['who']} became so twice in a row")


def audit_updates(
    made: Sequence[int],
    taken: dict[int, str],
    *,
    waiting: Collection[int],
    expired: Collection[int],
    findings: Findings,
) -> None:
    """Demand that every update which Telegram has delivered was handled; what it forgot itself is counted apart."""
    findings.figures["updates"] = len(made)
    for update_id in made:
        status = taken.get(update_id)
        if status == "handled":
            continue
        if status is not None:
            findings.add(Breach.LOST_UPDATE, f"update {update_id} is {status}")
        elif update_id in expired:
            findings.figures["presses that Telegram forgot before they were taken"] += 1
        elif update_id in waiting:
            findings.add(Breach.LOST_UPDATE, f"update {update_id} still waits at Telegram")
        else:
            findings.add(Breach.LOST_UPDATE, f"update {update_id} was delivered, and is nowhere")
