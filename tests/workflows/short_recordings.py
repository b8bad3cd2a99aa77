"""What is kept for replay besides whole journeys: the short workflows, and a journey that went on in a new run.

Each is played on a server that soon suggests a new run, with deeds that answer at once or never succeed.
"""

from collections.abc import Awaitable, Callable

from temporalio.client import Client, WorkflowHistory
from temporalio.worker import Worker

from domain.ids import CandidateId
from tests.workflows.conftest import working
from tests.workflows.fakes import CITY, FakeDeeds
from tests.workflows.playing import Played
from tests.workflows.short_deeds import ShortDeeds
from tests.workflows.test_announcing import FakeAnnouncements, announcing
from workflows import messages as m
from workflows.announcing.run import PICKS
from workflows.connection import JOURNEYS
from workflows.slot_import.run import SlotImport
from workflows.slot_import.steps import ImportSlots
from workflows.waitlist.sweep import WaitlistSweep
from workflows.webhooks.delivery import WebhookDelivery
from workflows.webhooks.orders import DeliverEvent
from workflows.webhooks.sweep import WebhookSweep
from workflows.words_relay import StrayWords

# An agreed interview has about a hundred events.
SOON = {"limit.historyCount.suggestContinueAsNew": "120"}
SHORT = (WaitlistSweep, WebhookSweep, WebhookDelivery, SlotImport)
DELIVERY, IMPORT = DeliverEvent(delivery_id=1, round=1), ImportSlots(public_id="p")


async def _short(client: Client, name: str, *orders: object, is_hopeless: bool = False) -> WorkflowHistory:
    deeds = ShortDeeds(is_hopeless=is_hopeless)
    async with Worker(client, task_queue=JOURNEYS, workflows=SHORT, activities=deeds.activities()):
        handle = await client.start_workflow(name, args=orders, id=f"{name}-{is_hopeless}", task_queue=JOURNEYS)
        await handle.result()
        return await handle.fetch_history()


async def waitlist_sweep(client: Client) -> WorkflowHistory:
    return await _short(client, "WaitlistSweep")


async def webhook_sweep(client: Client) -> WorkflowHistory:
    return await _short(client, "WebhookSweep")


async def webhook_delivered(client: Client) -> WorkflowHistory:
    return await _short(client, "WebhookDelivery", DELIVERY)


async def webhook_abandoned(client: Client) -> WorkflowHistory:
    return await _short(client, "WebhookDelivery", DELIVERY, is_hopeless=True)


async def slots_imported(client: Client) -> WorkflowHistory:
    return await _short(client, "SlotImport", IMPORT)


async def slot_import_given_up(client: Client) -> WorkflowHistory:
    return await _short(client, "SlotImport", IMPORT, is_hopeless=True)


async def announced(client: Client) -> WorkflowHistory:
    """One recipient is given up, the others get it."""
    fakes = FakeAnnouncements(waiting=[1, 2, 3, 4], hopeless=(2,))
    fakes.gate.set()
    async with announcing(client, fakes) as handle:
        await handle.result()
        return await handle.fetch_history()


async def announced_to_many(client: Client) -> WorkflowHistory:
    """So many that a new run goes on with the rest; the first one is kept."""
    fakes = FakeAnnouncements(waiting=list(range(3 * PICKS + 2)))
    fakes.gate.set()
    async with announcing(client, fakes) as handle:
        first = (await handle.describe()).run_id
        await handle.result()
        return await client.get_workflow_handle(handle.id, run_id=first).fetch_history()


async def words_after_the_end(client: Client) -> WorkflowHistory:
    played = Played(client, CandidateId(101), FakeDeeds())
    async with working(client, played.deeds):
        words = StrayWords(candidate_id=played.candidate_id, update_id=7, text="А когда ответ?", city_id=CITY)
        await played.journeys.relay(words)
        handle = client.get_workflow_handle(f"words-{words.candidate_id}-{words.update_id}")
        await handle.result()
        return await handle.fetch_history()


async def continued(client: Client) -> WorkflowHistory:
    """The first run of a journey that has lived long."""
    return (await _runs_of_a_long_life(client, CandidateId(102)))[0]


async def continued_on(client: Client) -> WorkflowHistory:
    """The second run, which begins with an agreed interview and goes on to its end."""
    return (await _runs_of_a_long_life(client, CandidateId(103)))[1]


async def _runs_of_a_long_life(client: Client, candidate_id: CandidateId) -> tuple[WorkflowHistory, WorkflowHistory]:
    played = Played(client, candidate_id, FakeDeeds())
    async with working(client, played.deeds):
        await played.agree()
        handle = played.journeys.handle(candidate_id)
        first = (await handle.describe()).run_id
        for number in range(1, 50):
            if (await handle.describe()).run_id != first:
                break
            await played.write("а где это?")
            await played.until(lambda: played.deeds.kinds().count("pass_words") >= number)  # noqa: B023 - waited for here
        await played.skip_to_alarm()
        await played.until_sent("remind_candidate")
        await played.tell(played.pressing(m.AttendanceDeclined))
        await played.tell(m.CandidateLeft(update_id=played.update()))
        await played.until_sent("say_goodbye")
        second = (await handle.describe()).run_id
        before, after = (client.get_workflow_handle(handle.id, run_id=run) for run in (first, second))
        return await before.fetch_history(), await after.fetch_history()


SHORT_TO_KEEP: dict[str, Callable[[Client], Awaitable[WorkflowHistory]]] = {
    play.__name__: play
    for play in (
        *(waitlist_sweep, webhook_sweep, webhook_delivered, webhook_abandoned, slots_imported, slot_import_given_up),
        *(announced, announced_to_many, words_after_the_end, continued, continued_on),
    )
}
