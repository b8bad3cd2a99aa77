"""The fingerprint of a recorded journey: its commands in their order, which a journey asleep in production replays.

`python -m tests.workflows.fingerprints` writes them down: those that are missing, and, as long as no version has been
released, those that differ. With `--released VERSION` it notes that journeys of that version are asleep somewhere.
"""

import json
import sys
from pathlib import Path
from typing import Any

from tests.workflows.recordings import HISTORIES

KEPT = Path(__file__).parent / "fingerprints.json"
COMMANDS = {
    "ACTIVITY_TASK_SCHEDULED": "do",
    "TIMER_STARTED": "set a timer",
    "TIMER_CANCELED": "drop a timer",
    "ACTIVITY_TASK_CANCEL_REQUESTED": "cancel a deed",
    "UPSERT_WORKFLOW_SEARCH_ATTRIBUTES": "show attributes",
    "WORKFLOW_PROPERTIES_MODIFIED": "show a memo",
    "MARKER_RECORDED": "mark",
    "START_CHILD_WORKFLOW_EXECUTION_INITIATED": "start a child",
    "SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_INITIATED": "signal another",
    "WORKFLOW_EXECUTION_UPDATE_ACCEPTED": "accept an update",
    "WORKFLOW_EXECUTION_UPDATE_COMPLETED": "answer an update",
    "WORKFLOW_EXECUTION_CONTINUED_AS_NEW": "continue as new",
    "WORKFLOW_EXECUTION_COMPLETED": "end",
    "WORKFLOW_EXECUTION_FAILED": "fail",
}
WHAT_TO_DO = """\
{name}: the order of commands is not the one that was recorded.
{difference}
Journeys of {released} are asleep in production with that order. When the next press wakes one, it replays: what differs
stops it for good. So:
  1. put the new behaviour behind `workflow.patched("a-name-for-it")` and leave the old branch as it was;
  2. or, if that cannot be said in one branch, release it as a version of its own and hold the old journeys back on
     the version that they began with (docs/upgrading.md);
  3. record the new behaviour beside the old one (a new name in tests/workflows/recordings.py);
  4. never record a history anew to make this pass. Only while nothing has been released (`"released": null` in
     tests/workflows/fingerprints.json) may a history be deleted, recorded again, and its fingerprint be written with
     `python -m tests.workflows.fingerprints`.
"""


def fingerprint(history: dict[str, Any]) -> list[str]:
    """Return the commands of a history, as JSON has it, in their order."""
    found: list[str] = []
    for event in history["events"]:
        command = COMMANDS.get(str(event["eventType"]).removeprefix("EVENT_TYPE_"))
        if command is not None:
            found.append(f"{command} {_name(event)}".strip())
    return found


def recorded(name: str) -> list[str]:
    """Return the fingerprint of the history that is kept under this name."""
    return fingerprint(json.loads((HISTORIES / f"{name}.json").read_text()))


def kept() -> tuple[str | None, dict[str, list[str]]]:
    """Return the released version, None before the first, and the fingerprints by the names of the histories."""
    content = json.loads(KEPT.read_text())
    return content["released"], content["journeys"]


def difference(before: list[str], after: list[str]) -> str:
    """Say where two fingerprints part."""
    step = next((number for number, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]), None)
    if step is None:
        return f"There were {len(before)} commands and are {len(after)} now."
    return f"Command {step + 1} was `{before[step]}` and is `{after[step]}` now."


def explanation(name: str, released: str | None, what: str) -> str:
    """Say what to do about a journey whose commands come in another order."""
    return WHAT_TO_DO.format(name=name, released=released or "no released version (yet)", difference=what)


def _name(event: dict[str, Any]) -> str:
    """Return which deed, or which mark, a command is about."""
    scheduled = event.get("activityTaskScheduledEventAttributes")
    marked = event.get("markerRecordedEventAttributes")
    if scheduled is not None:
        return str(scheduled["activityType"]["name"])
    return str(marked["markerName"]) if marked is not None else ""


def write(version: str | None) -> None:
    """Write down what is missing, and what differs while it may."""
    released, journeys = kept() if KEPT.exists() else (None, {})
    for path in sorted(HISTORIES.glob("*.json")):
        if released is None or path.stem not in journeys:
            journeys[path.stem] = recorded(path.stem)
    if released is None:
        journeys = {name: commands for name, commands in journeys.items() if (HISTORIES / f"{name}.json").exists()}
    KEPT.write_text(json.dumps({"released": version or released, "journeys": journeys}, indent=1) + "\n")


if __name__ == "__main__":
    write(sys.argv[2] if sys.argv[1:2] == ["--released"] else None)
