"""The steps of the webhooks as Temporal sees them: typed empty twins of the activities, as in `workflows/steps.py`."""

from temporalio import activity

from workflows.webhooks.orders import DeliverEvent, DeliveryResult


@activity.defn
async def begin_deliveries() -> int:
    """Begin a workflow for each event that waits for one; return how many were begun."""
    raise NotImplementedError


@activity.defn
async def deliver_event(order: DeliverEvent) -> DeliveryResult:
    """Send one event once and note how that went; what makes sense to try again is an error."""
    raise NotImplementedError


@activity.defn
async def abandon_delivery(order: DeliverEvent) -> DeliveryResult:
    """Note that nobody tries any more; an endpoint that failed for all that time is switched off."""
    raise NotImplementedError


@activity.defn
async def forget_old_events() -> int:
    """Delete events that are too old to be replayed; return how many."""
    raise NotImplementedError
