"""One list of slots is imported: checked row by row, then entered all at once. Short-lived, and it carries no rows."""

from datetime import timedelta

from temporalio import workflow
from temporalio.common import Priority, RetryPolicy
from temporalio.exceptions import ActivityError

from domain.imports import ImportStatus
from workflows.slot_import import steps

ONE_TRY = timedelta(minutes=10)
SIGN_OF_LIFE = timedelta(seconds=15)
TRIES = 60  # about half an hour
RETRY = RetryPolicy(
    initial_interval=timedelta(milliseconds=200), maximum_interval=timedelta(seconds=30), maximum_attempts=TRIES
)
UNTIL_DONE = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=1))
AFTER_PEOPLE = Priority(priority_key=4)


@workflow.defn
class SlotImport:
    """Sees to it that an import ends: done, refused or, when nothing helps, failed."""

    @workflow.run
    async def run(self, order: steps.ImportSlots) -> ImportStatus:
        """Return how the import ended."""
        try:
            return await workflow.execute_activity(
                steps.import_slots,
                order,
                start_to_close_timeout=ONE_TRY,
                heartbeat_timeout=SIGN_OF_LIFE,
                retry_policy=RETRY,
                summary="checks and enters the slots",
                priority=AFTER_PEOPLE,
            )
        except ActivityError:
            await workflow.execute_activity(
                steps.give_up_import,
                order,
                start_to_close_timeout=SIGN_OF_LIFE,
                retry_policy=UNTIL_DONE,
                summary="notes that the import failed",
                priority=AFTER_PEOPLE,
            )
            return ImportStatus.FAILED
