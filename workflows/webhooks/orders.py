"""What the webhooks' workflows are told and what they answer; no personal data in any of it."""

from dataclasses import dataclass

from domain.webhooks import USUAL_PACE, DeliveryStatus, Pace, Trouble


@dataclass(frozen=True, kw_only=True)
class DeliverEvent:
    """One event for one endpoint; a delivery that was set going anew has another `round`."""

    delivery_id: int
    round: int
    pace: Pace = USUAL_PACE


@dataclass(frozen=True, kw_only=True)
class DeliveryResult:
    """What has become of the delivery; None for the status: somebody else has seen to it, or it is gone."""

    status: DeliveryStatus | None
    status_code: int | None = None
    error: Trouble | None = None
