"""Where every journey stands, as Temporal lists it: one for each candidate, with a next action, or closed."""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from proof.chaos.violations import Breach, Findings
from proof.house import House
from proof.stand_in import Json

QUERY = 'WorkflowType = "CandidateJourney"'
PAGE = 200
OVERDUE = 20.0  # seconds after which an alarm counts as overdue; nothing is down any more when it is looked at
RUNNING, COMPLETED = "WORKFLOW_EXECUTION_STATUS_RUNNING", "WORKFLOW_EXECUTION_STATUS_COMPLETED"
CONTINUED = "WORKFLOW_EXECUTION_STATUS_CONTINUED_AS_NEW"


@dataclass(frozen=True, kw_only=True)
class SeenJourney:
    """One run of a journey; `next_action_at` is in Unix seconds."""

    workflow_id: str
    status: str
    stage: str | None
    waiting_for: str | None
    next_action_at: float | None


async def list_journeys(house: House) -> list[SeenJourney]:
    """Return all runs that Temporal knows."""
    found: list[SeenJourney] = []
    token = ""
    while True:
        query = f"query={quote(QUERY)}&pageSize={PAGE}&nextPageToken={quote(token, safe='')}"
        page = await house.temporal_says(f"/api/v1/namespaces/default/workflows?{query}")
        found += [read_journey(each) for each in page.get("executions", [])]
        token = page.get("nextPageToken") or ""
        if not token:
            return found


def read_journey(seen: Json) -> SeenJourney:
    """Read one line of the list."""
    attributes = seen.get("searchAttributes", {}).get("indexedFields", {})
    moment = _value(attributes, "NextActionAt")
    return SeenJourney(
        workflow_id=seen["execution"]["workflowId"],
        status=seen["status"],
        stage=_value(attributes, "JourneyStage"),
        waiting_for=_value(attributes, "WaitingFor"),
        next_action_at=None if moment is None else datetime.fromisoformat(moment).timestamp(),
    )


def _value(attributes: Mapping[str, Json], name: str) -> Any:
    if name not in attributes or "data" not in attributes[name]:
        return None
    return json.loads(base64.b64decode(attributes[name]["data"]))


def audit_journeys(people: Sequence[Any], seen: Sequence[SeenJourney], *, now: float, findings: Findings) -> None:
    """Demand one journey for each candidate, in the stage that the database shows, that something will move on."""
    by_id: dict[str, list[SeenJourney]] = {}
    for journey in seen:
        if journey.status != CONTINUED:
            by_id.setdefault(journey.workflow_id, []).append(journey)
    for person in people:
        theirs = by_id.pop(f"journey-{person['id']}", [])
        who = f"candidate {person['id']}, {person['name']}"
        latest = next((each for each in theirs if each.status == RUNNING), theirs[0] if theirs else None)
        if latest is None:
            findings.add(Breach.STUCK, f"{who} has no journey")
            continue
        _judge(latest, who, person["stage"], now, findings)
    for workflow_id in by_id:
        findings.add(Breach.DISAGREEMENT, f"{workflow_id} belongs to nobody in the database")


def _judge(journey: SeenJourney, who: str, stage: str, now: float, findings: Findings) -> None:
    if journey.status == COMPLETED:
        findings.figures["journeys closed"] += 1
        if stage != "closed":
            findings.add(Breach.DISAGREEMENT, f"the journey of {who} has ended, and the database says {stage}")
        return
    if journey.status != RUNNING:
        findings.add(Breach.STUCK, f"the journey of {who} is {journey.status}")
        return
    findings.figures["journeys open"] += 1
    if journey.stage is None or journey.waiting_for in {None, "nobody"}:
        findings.add(Breach.STUCK, f"the journey of {who} waits for {journey.waiting_for} in stage {journey.stage}")
    if journey.next_action_at is None:
        findings.add(Breach.STUCK, f"the journey of {who} ({journey.stage}) has no next action")
    elif journey.next_action_at < now - OVERDUE:
        late = now - journey.next_action_at
        findings.add(Breach.OVERDUE, f"the alarm of {who} ({journey.stage}) should have rung {late:.0f} s ago")
    if journey.stage is not None and journey.stage != stage:
        findings.add(Breach.DISAGREEMENT, f"the journey of {who} is {journey.stage}, the database says {stage}")
