"""Lists that are imported: how far one can have come."""

from enum import StrEnum


class ImportStatus(StrEnum):
    """How far an import has come."""

    CHECKING = "checking"
    IMPORTING = "importing"
    DONE = "done"
    REFUSED = "refused"  # some rows cannot become slots, so none did
    FAILED = "failed"  # given up for a reason of our own; nothing was imported
