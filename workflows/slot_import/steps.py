"""The steps of an import of slots, as Temporal sees them: typed empty twins of the activities. No step carries rows."""

from dataclasses import dataclass

from temporalio import activity

from domain.imports import ImportStatus


@dataclass(frozen=True, kw_only=True)
class ImportSlots:
    """Import the list of this public id."""

    public_id: str


def import_id(public_id: str) -> str:
    """Return the workflow id of an import."""
    return f"slot-import-{public_id}"


@activity.defn
async def import_slots(order: ImportSlots) -> ImportStatus:
    """Check the list and enter all of it, or nothing; return how that ended."""
    raise NotImplementedError


@activity.defn
async def give_up_import(order: ImportSlots) -> None:
    """Note that an import ended without a result."""
    raise NotImplementedError
