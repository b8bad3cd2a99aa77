"""The one helper around Temporal's experimental time skipping: it lets a journey's clock jump to its next alarm.

Works only on a server started with `frontend.WorkflowTimeSkippingEnabled=true`, which is never a production server.
Only this journey's clock jumps; everything else stays on the wall's time.
"""

from datetime import timedelta

from temporalio.client import Client
from temporalio.testing import TimeSkipper

from domain.ids import CandidateId
from workflows.candidate_journey import Status
from workflows.journeys import Journeys

PAST_THE_ALARM = timedelta(seconds=1)


async def skip_to_next_alarm(client: Client, candidate_id: CandidateId) -> Status:
    """Let the journey's clock run to just past its next alarm; return where the journey stood before the jump."""
    journeys = Journeys(client)
    status = await journeys.status(candidate_id)
    if status.next_action_at is not None:
        await skip(client, candidate_id, status.next_action_at - status.now + PAST_THE_ALARM)
    return status


async def skip(client: Client, candidate_id: CandidateId, by: timedelta) -> None:
    """Let the journey's clock run ahead by a duration; returns when it has."""
    if by > timedelta():
        await TimeSkipper(client).fast_forward(Journeys(client).handle(candidate_id), by)
