"""Deeds of the short workflows that do nothing, for their recordings; the hopeless ones fail for good."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from temporalio import activity
from temporalio.exceptions import ApplicationError

from domain.imports import ImportStatus
from domain.webhooks import DeliveryStatus
from workflows.slot_import.steps import ImportSlots
from workflows.webhooks.orders import DeliverEvent, DeliveryResult


@dataclass
class ShortDeeds:
    """Deeds that do nothing; the hopeless ones fail for good."""

    is_hopeless: bool = False
    done: list[str] = field(default_factory=list)

    def _do(self, name: str) -> int:
        self.done.append(name)
        return 1

    @activity.defn
    async def tell_of_closed_cities(self) -> int:
        return self._do("cities")

    @activity.defn
    async def tell_of_changed_policies(self) -> int:
        return self._do("policies")

    @activity.defn
    async def forget_erased(self) -> int:
        return self._do("erased")

    @activity.defn
    async def offer_freed_slots(self) -> int:
        return self._do("slots")

    @activity.defn
    async def keep_announcements(self) -> int:
        return self._do("announcements")

    @activity.defn
    async def begin_deliveries(self) -> int:
        return self._do("deliveries")

    @activity.defn
    async def forget_old_events(self) -> int:
        return self._do("old events")

    @activity.defn
    async def deliver_event(self, order: DeliverEvent) -> DeliveryResult:
        self._fail(f"delivery {order.delivery_id}")
        return DeliveryResult(status=DeliveryStatus.DELIVERED, status_code=200)

    @activity.defn
    async def abandon_delivery(self, order: DeliverEvent) -> DeliveryResult:
        self._do(f"abandoned {order.delivery_id}")
        return DeliveryResult(status=DeliveryStatus.ABANDONED)

    @activity.defn
    async def import_slots(self, order: ImportSlots) -> ImportStatus:
        self._fail(f"import {order.public_id}")
        return ImportStatus.DONE

    @activity.defn
    async def give_up_import(self, order: ImportSlots) -> None:
        self._do(f"gave up {order.public_id}")

    def _fail(self, name: str) -> None:
        self._do(name)
        if self.is_hopeless:
            raise ApplicationError("never", non_retryable=True)

    def activities(self) -> list[Callable[..., Awaitable[object]]]:
        sweeps = [self.tell_of_closed_cities, self.tell_of_changed_policies, self.forget_erased]
        sweeps += [self.offer_freed_slots, self.keep_announcements, self.begin_deliveries, self.forget_old_events]
        return [*sweeps, self.deliver_event, self.abandon_delivery, self.import_slots, self.give_up_import]
